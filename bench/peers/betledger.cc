// The program itself, through its library: from the parsed model to all statistics.
#include <cmath>
#include <memory>
#include <utility>

#include "sim/model/model.h"
#include "sim/program/program.h"
#include "sim/program/simulate.h"
#include "sim/summary/digest.h"
#include "sim/summary/summary.h"
#include "sim/tasks/executor.h"

#include "bench/peers/report.h"

namespace {

using namespace betledger;  // NOLINT(google-build-using-namespace): a program, not a library

Distribution::Family family_of(const bench::Family& f) {
  using Kind = bench::Family::Kind;
  switch (f.kind) {
    case Kind::constant:
      return Constant{f.a};
    case Kind::normal:
      return Normal{f.a, f.b};
    case Kind::lognormal:
      return LogNormal{std::exp(f.a), f.b};
    case Kind::uniform:
      return Uniform{f.a, f.b};
    case Kind::triangular:
      return Triangular{f.a, f.b, f.c};
    case Kind::pert:
      return Pert{f.a, f.b, f.c};
    case Kind::beta:
      return Beta{f.alpha, f.beta};
    case Kind::table:
      break;
  }
  return f.levels.empty() ? Distribution::Family{Empirical{f.stated}}
                          : Distribution::Family{Quantiles{f.levels, f.stated, f.lower, f.upper}};
}

Distribution to_product(const bench::Family& family) {
  return Distribution::make(family_of(family)).value();
}

sim::Action action_of(bool lift) {
  return lift ? sim::Action::lift : sim::Action::shift;
}

sim::BasePath base_of(const bench::Node& from) {
  if (from.first) {
    return sim::StatedPath{to_product(*from.first), to_product(*from.last)};
  }
  if (from.pool.empty()) {
    return sim::KnownPath{from.known};
  }
  sim::PathPool pool;
  for (const bench::Member& m : from.pool) {
    pool.members.push_back({m.mean, m.psi, m.sigma, m.dof, m.weight, m.lead});
  }
  return pool;
}

sim::Node to_product(const bench::Node& from) {
  sim::Node node;
  node.key = from.key;
  node.support = static_cast<tree::Support>(from.support);  // the same order
  node.rollup = static_cast<tree::RollupKind>(from.rollup);
  node.past = from.past;
  if (from.rollup == bench::Rollup::weighted) {
    node.weight = from.weight;
  }
  if (from.formula.empty()) {
    node.source = base_of(from);
  } else {
    node.source = tree::parse_formula(from.formula_text).value();
  }
  return node;
}

void add_bets(const bench::Model& from, sim::Model& model) {
  for (const bench::Gate& gate : from.gates) {
    model.gates.push_back({gate.key, gate.probability, gate.needs});
  }
  for (const bench::Profile& p : from.profiles) {
    model.profiles.push_back({p.key,
                              p.start,
                              to_product(p.delay),
                              static_cast<sim::Ramp>(p.ramp),
                              p.length,
                              p.half_life,
                              p.end,
                              p.scale});
  }
  for (const bench::Intervention& i : from.interventions) {
    sim::InterventionGates gates;  // as model_node lists them
    gates.delivered = i.gates.empty() ? std::nullopt : std::optional{i.gates.front()};
    gates.works = i.gates.size() < 2 ? std::nullopt : std::optional{i.gates[1]};
    model.interventions.push_back(
        {i.key, i.node, action_of(i.lift), to_product(i.amount), gates, i.profile, i.group});
    model.groups = std::max(model.groups, i.group + 1);
  }
}

sim::Model to_product(const bench::Model& from) {
  sim::Model model;
  model.periods = from.periods;
  for (std::uint32_t t = 0; t < from.periods; ++t) {
    model.period_names.push_back(std::to_string(t + 1));
  }
  for (const bench::Node& node : from.nodes) {
    model.nodes.push_back(to_product(node));
  }
  add_bets(from, model);
  for (const bench::Influence& i : from.influences) {
    model.influences.push_back(
        {i.key,
         i.from,
         i.to,
         i.elastic ? sim::InfluenceKind::elasticity : sim::InfluenceKind::slope,
         to_product(i.strength),
         i.lag,
         i.gate});
  }
  for (const bench::Occasion& o : from.occasions) {
    model.occasions.push_back({o.key, o.node, action_of(o.lift), to_product(o.amount), o.share});
  }
  return model;
}

std::vector<sim::Output> outputs_of(const bench::Model& model) {
  std::vector<sim::Output> outputs;
  for (const std::uint32_t node : model.outputs) {
    for (std::uint32_t t = 0; t < model.periods; ++t) {
      outputs.push_back({node, t, sim::Side::with});
    }
    outputs.push_back({node, sim::Output::rollup, sim::Side::with});
  }
  return outputs;
}

bench::Answer simulate(const bench::Model& from, std::uint64_t runs, std::uint64_t seed) {
  const auto executor = sim::make_tbb_executor();
  std::vector<std::uint32_t> wanted = from.outputs;
  if (from.target) {
    wanted.push_back(from.target->node);
  }
  const sim::Program program =
      sim::Program::compile(to_product(from), executor.get()).only(wanted, sim::Sides::with);
  std::vector<sim::Output> outputs = outputs_of(from);
  const std::size_t series = outputs.size();
  if (from.target) {
    outputs.push_back({from.target->node, sim::Output::rollup, sim::Side::with});
  }
  // As forecasts do: what fits into 16 MiB is kept, more is counted.
  const std::size_t kept = sim::Digest::affordable(runs, series, std::size_t{16} << 20U);
  std::vector<sim::Digest> digests(series, sim::Digest{runs, kept});
  std::uint64_t hits = 0;
  const auto take = [&](const sim::Stretch& stretch) {
    executor->for_each(series, [&](std::size_t s) {
      digests[s].add({stretch.columns[s].data(), stretch.runs});
    });
    for (std::size_t i = 0; from.target && i < stretch.runs; ++i) {
      const double value = stretch.columns.back()[i];
      const bool met = from.target->at_least ? sim::reaches(value, from.target->bound)
                                             : sim::stays_within(value, from.target->bound);
      hits += met ? 1U : 0U;
    }
    return true;
  };
  (void)sim::simulate_stretches(program, {runs, seed}, outputs, *executor, take);
  bench::Answer answer;
  answer.series.resize(series);
  executor->for_each(series, [&](std::size_t s) {
    const sim::Summary summary = digests[s].summary().value();
    answer.series[s] = {
        summary.mean, summary.quantiles[1], summary.quantiles[3], summary.quantiles[5]};
  });
  answer.target = static_cast<double>(hits) / static_cast<double>(runs);
  return answer;
}

}  // namespace

int main(int argc, char** argv) {
  return bench::time_peer("betledger", argc, argv, simulate);
}
