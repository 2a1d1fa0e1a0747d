#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "core/contract.h"
#include "sim/program/compile.h"

namespace betledger::sim {
namespace {

using Index = std::map<std::string_view, std::uint32_t>;

/// A node reads another: at once, only what comes before it; lagged, as far as the past is known.
void add_read(Compiled& code, std::uint32_t reader, NodeCode::Read read) {
  BET_EXPECT(read.lag > 0 || read.node < reader);
  code.reads_ahead = code.reads_ahead || read.node >= reader;
  code.nodes[reader].reads.push_back(read);
}

void compile_formula(Compiled& code, std::uint32_t node, const Index& index) {
  const auto& formula = std::get<tree::Formula>(code.model.nodes[node].source);
  std::vector<std::uint32_t> references;
  for (std::size_t r = 0; r < formula.references().size(); ++r) {
    const auto found = index.find(formula.references()[r]);
    BET_EXPECT(found != index.end());
    references.push_back(found->second);
    const std::vector<double>& past = code.model.nodes[found->second].past;
    const std::uint32_t longest = formula.longest_lag(r);
    BET_EXPECT(past.size() >= longest);
    BET_EXPECT(
        std::all_of(past.end() - longest, past.end(), [](double v) { return std::isfinite(v); }));
  }
  for (const tree::FormulaStep& step : formula.steps()) {
    if (step.op == tree::Op::metric) {
      add_read(code, node, {references[step.reference], 0});
    } else if (step.op == tree::Op::lag) {
      add_read(code, node, {references[step.reference], step.periods_back});
    }
  }
  code.nodes[node].formula = FormulaCode::compile(formula, references);
}

void compile_influences(Compiled& code) {
  for (std::uint32_t l = 0; l < code.model.influences.size(); ++l) {
    const Influence& influence = code.model.influences[l];
    NodeCode& to = code.nodes[influence.to];
    BET_EXPECT(!to.formula);
    if (influence.kind == InfluenceKind::elasticity) {
      to.elasticities.push_back(l);
      code.nodes[influence.from].moves_by_ratio = true;
    } else {
      to.slopes.push_back(l);
    }
    add_read(code, influence.to, {influence.from, influence.lag});
  }
}

/// Interventions and occasions: on stochastic nodes only, lifts apart from shifts.
void compile_actions(Compiled& code) {
  for (std::uint32_t k = 0; k < code.model.interventions.size(); ++k) {
    const Intervention& intervention = code.model.interventions[k];
    NodeCode& node = code.nodes[intervention.node];
    BET_EXPECT(!node.formula);
    (intervention.action == Action::lift ? node.lifts : node.shifts).push_back(k);
  }
  for (std::uint32_t o = 0; o < code.model.occasions.size(); ++o) {
    const Occasion& occasion = code.model.occasions[o];
    NodeCode& node = code.nodes[occasion.node];
    BET_EXPECT(!node.formula);
    (occasion.action == Action::lift ? node.occasion_lifts : node.occasion_shifts).push_back(o);
  }
}

}  // namespace

void compile_nodes(Compiled& code) {
  const Model& model = code.model;
  const auto count = static_cast<std::uint32_t>(model.nodes.size());
  Index index;
  for (std::uint32_t i = 0; i < count; ++i) {
    index.emplace(model.nodes[i].key, i);
  }
  code.nodes.resize(count);
  SigmaFactors factors;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Node& node = model.nodes[i];
    BET_EXPECT((node.rollup == tree::RollupKind::weighted) == node.weight.has_value());
    BET_EXPECT(node.weight.value_or(0) < count);
    if (std::holds_alternative<tree::Formula>(node.source)) {
      compile_formula(code, i, index);
    } else {
      code.nodes[i].base = static_cast<std::uint32_t>(code.bases.size());
      code.bases.push_back(compile_base(model, i, factors));
    }
  }
  compile_influences(code);
  compile_actions(code);
}

}  // namespace betledger::sim
