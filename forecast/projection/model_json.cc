#include "forecast/projection/model_json.h"

#include <cmath>
#include <span>
#include <utility>
#include <variant>

#include "core/contract.h"
#include "forecast/plan/canonical.h"
#include "forecast/projection/contract.h"
#include "ledger/text/json_values.h"
#include "ledger/text/json_write.h"

namespace betledger::forecast {
namespace {

using json::count;
using json::list_of;
using json::number;
using json::number_or_null;
using json::numbers;
using json::text;
using ledger::Node;

Node indices(const std::vector<std::uint32_t>& values) {
  return list_of(values, count);
}

std::string_view name_of(sim::Ramp ramp) {
  switch (ramp) {
    case sim::Ramp::step:
      return "step";
    case sim::Ramp::linear:
      return "linear";
    case sim::Ramp::s_curve:
      return "s_curve";
  }
  return "";
}

std::string_view name_of(tree::Op op) {
  switch (op) {
    case tree::Op::negate:
      return "negate";
    case tree::Op::exp:
      return "exp";
    case tree::Op::log:
      return "log";
    case tree::Op::sqrt:
      return "sqrt";
    case tree::Op::abs:
      return "abs";
    case tree::Op::add:
      return "add";
    case tree::Op::subtract:
      return "subtract";
    case tree::Op::multiply:
      return "multiply";
    case tree::Op::divide:
      return "divide";
    case tree::Op::power:
      return "power";
    case tree::Op::min:
      return "min";
    case tree::Op::max:
      return "max";
    case tree::Op::clamp:
      return "clamp";
    case tree::Op::number:
    case tree::Op::metric:
    case tree::Op::lag:
      break;
  }
  BET_EXPECT(false);
  return "";
}

/// Name and parameters of each family.
struct FamilyNode {
  Node node = Node::mapping();

  void name(const char* family) { node.add("family", text(family)); }

  void operator()(const Constant& f) {
    name("constant");
    node.add("value", number(f.value));
  }
  void operator()(const Normal& f) {
    name("normal");
    node.add("mean", number(f.mean)).add("sd", number(f.sd));
  }
  void operator()(const LogNormal& f) {
    name("lognormal");
    node.add("median", number(f.median)).add("sdlog", number(f.sdlog));
  }
  void operator()(const Uniform& f) {
    name("uniform");
    node.add("low", number(f.low)).add("high", number(f.high));
  }
  void operator()(const Triangular& f) {
    name("triangular");
    node.add("low", number(f.low)).add("mode", number(f.mode)).add("high", number(f.high));
  }
  void operator()(const Pert& f) {
    name("pert");
    node.add("low", number(f.low)).add("mode", number(f.mode)).add("high", number(f.high));
  }
  void operator()(const Beta& f) {
    name("beta");
    node.add("alpha", number(f.alpha)).add("beta", number(f.beta));
  }
  void operator()(const Quantiles& f) {
    name("quantiles");
    node.add("levels", numbers(f.levels)).add("values", numbers(f.values));
    node.add("lower", f.lower ? number(*f.lower) : Node{});
    node.add("upper", f.upper ? number(*f.upper) : Node{});
  }
  void operator()(const Empirical& f) {
    name("empirical");
    node.add("values", numbers(f.values));
  }
};

Node table_node(const Distribution& distribution) {
  constexpr int steps_per_unit = 64;
  constexpr int half = 416;
  std::vector<double> values;
  values.reserve(2 * half + 1);
  for (int i = -half; i <= half; ++i) {
    values.push_back(distribution.from_normal(static_cast<double>(i) / steps_per_unit));
  }
  Node node = Node::mapping();
  node.add("from", number(-static_cast<double>(half) / steps_per_unit));
  node.add("step", number(1.0 / steps_per_unit));
  node.add("values", numbers(values));
  return node;
}

Node member_node(const sim::PathMember& member) {
  Node node = Node::mapping();
  node.add("weight", number(member.weight));
  node.add("sigma", number(member.sigma));
  node.add("dof", number_or_null(member.dof));
  node.add("lead", count(member.lead));
  node.add("mean", numbers(member.mean));
  node.add("psi", numbers(member.psi));
  return node;
}

Node path_node(const sim::BasePath& path) {
  Node node = Node::mapping();
  if (const auto* pool = std::get_if<sim::PathPool>(&path)) {
    node.add("pool", list_of(pool->members, member_node));
  } else if (const auto* stated = std::get_if<sim::StatedPath>(&path)) {
    Node levels = Node::mapping();
    levels.add("first", distribution_node(stated->first));
    levels.add("last", distribution_node(stated->last));
    node.add("stated", std::move(levels));
  } else {
    node.add("known", numbers(std::get<sim::KnownPath>(path).values));
  }
  return node;
}

/// The expression tree in postfix order: no nesting, whatever the formula.
Node formula_node(const tree::Formula& formula, const Plan& plan) {
  const auto step_node = [&](const tree::FormulaStep& step) {
    Node node = Node::mapping();
    if (step.op == tree::Op::number) {
      node.add("number", number(step.number));
    } else if (step.op == tree::Op::metric || step.op == tree::Op::lag) {
      const auto metric = plan.tree.find(formula.references()[step.reference]);
      BET_EXPECT(metric.has_value());
      node.add("node", count(node_of(plan.tree, *metric)));
      node.add("lag", count(step.op == tree::Op::lag ? step.periods_back : 0));
    } else {
      node.add("op", text(std::string{name_of(step.op)}));
    }
    return node;
  };
  Node node = Node::mapping();
  node.add("text", text(formula.text()));
  node.add("postfix", list_of(formula.steps(), step_node));
  return node;
}

Node metric_node(const sim::Node& from, const Plan& plan) {
  Node node = Node::mapping();
  node.add("key", text(from.key));
  node.add("support", text(std::string{name(from.support)}));
  node.add("rollup", json::rollup(from.rollup));
  if (from.weight) {
    node.add("weight", count(*from.weight));
  }
  node.add("past", numbers(from.past));
  if (const auto* formula = std::get_if<tree::Formula>(&from.source)) {
    node.add("formula", formula_node(*formula, plan));
  } else {
    node.add("base", path_node(std::get<sim::BasePath>(from.source)));
  }
  return node;
}

Node gate_node(const sim::Gate& gate) {
  Node node = Node::mapping();
  node.add("key", text(gate.key));
  node.add("probability", number(gate.probability));
  node.add("needs", indices(gate.needs));
  return node;
}

Node profile_node(const sim::Profile& profile) {
  Node node = Node::mapping();
  node.add("key", text(profile.key));
  node.add("start", number(profile.start));
  node.add("delay", distribution_node(profile.delay));
  node.add("ramp", text(std::string{name_of(profile.ramp)}));
  node.add("ramp_periods", number(profile.ramp_periods));
  node.add("half_life", number_or_null(profile.half_life));
  node.add("end", number_or_null(profile.end));
  node.add("scale", number(profile.scale));
  return node;
}

/// Whether it is delivered, then whether it works.
Node gates_node(const sim::InterventionGates& gates) {
  std::vector<std::uint32_t> named;
  for (const auto& gate : gates.all()) {
    if (gate) {
      named.push_back(*gate);
    }
  }
  return indices(named);
}

Node intervention_node(const sim::Intervention& intervention) {
  Node node = Node::mapping();
  node.add("key", text(intervention.key));
  node.add("node", count(intervention.node));
  node.add("action", text(std::string{name(intervention.action)}));
  node.add("amount", distribution_node(intervention.amount));
  node.add("gates", gates_node(intervention.gates));
  node.add("profile", count(intervention.profile));
  node.add("group", count(intervention.group));
  if (intervention.optimism) {
    node.add("optimism", count(*intervention.optimism));
  }
  return node;
}

Node influence_node(const sim::Influence& influence) {
  const bool elastic = influence.kind == sim::InfluenceKind::elasticity;
  Node node = Node::mapping();
  node.add("key", text(influence.key));
  node.add("from", count(influence.from)).add("to", count(influence.to));
  node.add("kind", text(elastic ? "elasticity" : "slope"));
  node.add("strength", distribution_node(influence.strength));
  node.add("lag", count(influence.lag));
  node.add("gate", count(influence.gate));
  return node;
}

Node occasion_node(const sim::Occasion& occasion) {
  Node node = Node::mapping();
  node.add("key", text(occasion.key));
  node.add("node", count(occasion.node));
  node.add("action", text(std::string{name(occasion.action)}));
  node.add("amount", distribution_node(occasion.amount));
  node.add("share", numbers(occasion.share));
  return node;
}

Node factor_node(const sim::Optimism& optimism) {
  return Node::mapping()
      .add("key", text(optimism.key))
      .add("factor", distribution_node(optimism.factor));
}

Node target_node(const Plan& plan) {
  if (!plan.cycle.target) {
    return {};
  }
  const auto metric = plan.tree.find(plan.cycle.target->metric);
  BET_EXPECT(metric.has_value());
  Node node = Node::mapping();
  node.add("node", count(node_of(plan.tree, *metric)));
  json::add_bound(node, plan.cycle.target->bound);
  return node;
}

Node outputs_node(const Plan& plan) {
  std::vector<std::uint32_t> nodes{node_of(plan.tree, plan.tree.focus())};
  for (const MetricId driver : plan.tree.drivers_of(plan.tree.focus())) {
    nodes.push_back(node_of(plan.tree, driver));
  }
  return indices(nodes);
}

Node provenance(const Plan& plan, const std::string& version) {
  Node head = Node::mapping();
  head.add("seq", Node::scalar(std::to_string(plan.head_seq)));
  head.add("hash", text(plan.head_hash));
  Node node = Node::mapping();
  node.add("ledger", text(plan.ledger_id));
  node.add("head", std::move(head));
  node.add("version", text(version));
  return node;
}

}  // namespace

Node distribution_node(const Distribution& distribution) {
  FamilyNode family;
  std::visit(family, distribution.family());
  if (std::holds_alternative<Quantiles>(distribution.family()) ||
      std::holds_alternative<Empirical>(distribution.family())) {
    family.node.add("table", table_node(distribution));
  }
  return std::move(family.node);
}

Node model_node(const Plan& plan, const sim::Model& model, const std::string& version) {
  Node node = Node::mapping();
  node.add("schema", text("betledger.model/1"));
  node.add("provenance", provenance(plan, version));
  node.add("cycle", cycle_of(plan.cycle));
  node.add("periods", count(model.periods));
  node.add("focus", count(node_of(plan.tree, plan.tree.focus())));
  node.add("target", target_node(plan));
  node.add("outputs", outputs_node(plan));
  node.add("nodes",
           list_of(model.nodes, [&](const sim::Node& from) { return metric_node(from, plan); }));
  node.add("gates", list_of(model.gates, gate_node));
  node.add("profiles", list_of(model.profiles, profile_node));
  node.add("interventions", list_of(model.interventions, intervention_node));
  node.add("influences", list_of(model.influences, influence_node));
  node.add("occasions", list_of(model.occasions, occasion_node));
  if (!model.optimism.empty()) {
    node.add("optimism", list_of(model.optimism, factor_node));
  }
  return node;
}

std::string write_model(const Node& node) {
  std::string out = "{";
  const char* parting = "\n";
  for (const ledger::Member& member : node.members) {
    out += parting + ledger::write_json(Node::string(member.key)) + ": ";
    parting = ",\n";
    if (member.value.items.empty() || member.value.items.front().members.empty()) {
      out += ledger::write_json(member.value);
      continue;
    }
    const char* before = "[\n";
    for (const Node& item : member.value.items) {
      out += before + ledger::write_json(item);
      before = ",\n";
    }
    out += "]";
  }
  return out + "}\n";
}

}  // namespace betledger::forecast
