#include "inference/block.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/contract.h"
#include "inference/kernels.h"
#include "sim/columns/formula_kernels.h"
#include "sim/model/profile.h"

namespace betledger::inference {
namespace {

constexpr double highest_score = 6.4;  // Sampler's tables end at 6.5

std::size_t coupled(const Problem& problem, std::size_t count) {
  return problem.components().empty() ? 0 : count;
}

void copy(const double* from, double* to) {
  std::copy(from, from + sim::runs_per_block, to);
}

std::vector<Index> all_of(std::size_t count) {
  std::vector<Index> indices(count);
  std::iota(indices.begin(), indices.end(), 0U);
  return indices;
}

}  // namespace

Coordinates::Coordinates(const Problem& problem)
    : scores{problem.unknowns().size()},
      coins{problem.model().gates.size()},
      members{coupled(problem, problem.nodes().size())},
      loglik{1} {}

Block::Layer::Layer(const Problem& problem)
    : scores{problem.unknowns().size()},
      coins{problem.model().gates.size()},
      members{coupled(problem, problem.nodes().size())},
      values{problem.unknowns().size()},
      pushes{problem.model().interventions.size()},
      works{problem.model().interventions.size()},
      pulls{problem.model().influences.size()},
      live{problem.model().profiles.size() * problem.known()},
      base{problem.nodes().size() * problem.known()},
      with{problem.nodes().size() * problem.known()},
      ratio{problem.nodes().size() * problem.known()},
      x{problem.nodes().size() * problem.known()},
      term{problem.nodes().size()},
      eps{coupled(problem, problem.nodes().size() * problem.known())},
      joint{problem.components().size()},
      readouts{problem.evidence().readouts.size()} {
  forget();
}

void Block::Layer::forget() {
  has_score.assign(scores.size(), false);
  has_coin.assign(coins.size(), false);
  has_member.assign(members.size(), false);
  has_push.assign(pushes.size(), false);
  has_pull.assign(pulls.size(), false);
  has_node.assign(term.size(), false);
  has_joint.assign(joint.size(), false);
  has_readout.assign(readouts.size(), false);
  has_live.assign(live.size(), false);  // by [profile][period]: one more index saved
}

Block::Block(const Problem& problem)
    : problem_{problem},
      now_{problem},
      trial_{problem},
      scratch_{8},
      total_{1},
      bad_{problem.nodes().size()},
      jacobian_{problem.nodes().size()} {
  const sim::Model& model = problem.model();
  everything_.unknowns = all_of(problem.unknowns().size());
  everything_.interventions = all_of(model.interventions.size());
  everything_.influences = all_of(model.influences.size());
  everything_.profiles = all_of(model.profiles.size());
  everything_.occasions = all_of(model.occasions.size());
  everything_.nodes = problem.order();
  everything_.readouts = all_of(problem.evidence().readouts.size());
  std::uint32_t scratch = 0;
  for (const NodeRole& role : problem.nodes()) {
    scratch = std::max(scratch, role.formula ? role.formula->scratch_columns : 0);
  }
  formula_scratch_ = sim::Columns{scratch};
  whitened_ = sim::Columns{std::max<std::size_t>(problem.known(), 1)};
  for (const Index n : problem.order()) {
    for (Index t = 0; t < problem.known(); ++t) {
      // A trial writes anew what was not seen, and leaves the rest.
      sim::kernels::copy({nullptr, problem.nodes()[n].value[t]}, now_.with[at(n, t)]);
      sim::kernels::copy({nullptr, problem.nodes()[n].value[t]}, trial_.with[at(n, t)]);
    }
  }
}

void Block::load(Coordinates& from) {
  trial_.forget();
  for (std::size_t u = 0; u < from.scores.size(); ++u) {
    copy(from.scores[u], now_.scores[u]);
  }
  for (std::size_t g = 0; g < from.coins.size(); ++g) {
    copy(from.coins[g], now_.coins[g]);
  }
  for (std::size_t n = 0; n < from.members.size(); ++n) {
    copy(from.members[n], now_.members[n]);
  }
  compute(everything_, now_);
  total(total_[0]);
  copy(total_[0], from.loglik[0]);
}

const double* Block::evaluate(const Move& move) {
  trial_.forget();
  for (const Index u : move.unknowns) {
    trial_.has_score[u] = true;
  }
  for (const Index g : move.gates) {
    trial_.has_coin[g] = true;
  }
  if (move.kind == Move::Kind::member) {
    trial_.has_member[move.node] = true;
  }
  for (const Index k : move.interventions) {
    trial_.has_push[k] = true;
  }
  for (const Index l : move.influences) {
    trial_.has_pull[l] = true;
  }
  for (const Index p : move.profiles) {
    for (Index t = 0; t < problem_.known(); ++t) {
      trial_.has_live[std::size_t{p} * problem_.known() + t] = true;
    }
  }
  for (const Index n : move.nodes) {
    trial_.has_node[n] = true;
    const NodeRole& role = problem_.nodes()[n];
    if (role.component && role.is_observed) {
      trial_.has_joint[*role.component] = true;
    }
  }
  for (const Index r : move.readouts) {
    trial_.has_readout[r] = true;
  }
  compute(move, trial_);
  add_changes(move, scratch_[7]);
  return scratch_[7];
}

void Block::settle(const Move& move, const double* mask, Coordinates& to) {
  kernels::blend(mask, scratch_[7], total_[0]);
  for (const Index u : move.unknowns) {
    kernels::blend(mask, trial_.scores[u], now_.scores[u]);
    kernels::blend(mask, trial_.scores[u], to.scores[u]);
    kernels::blend(mask, trial_.values[u], now_.values[u]);
  }
  for (const Index g : move.gates) {
    kernels::blend(mask, trial_.coins[g], now_.coins[g]);
    kernels::blend(mask, trial_.coins[g], to.coins[g]);
  }
  if (move.kind == Move::Kind::member) {
    kernels::blend(mask, trial_.members[move.node], now_.members[move.node]);
    kernels::blend(mask, trial_.members[move.node], to.members[move.node]);
  }
  for (const Index k : move.interventions) {
    kernels::blend(mask, trial_.pushes[k], now_.pushes[k]);
    kernels::blend(mask, trial_.works[k], now_.works[k]);
  }
  for (const Index l : move.influences) {
    kernels::blend(mask, trial_.pulls[l], now_.pulls[l]);
  }
  for (const Index p : move.profiles) {
    for (Index t = 0; t < problem_.known(); ++t) {
      const std::size_t i = std::size_t{p} * problem_.known() + t;
      kernels::blend(mask, trial_.live[i], now_.live[i]);
    }
  }
  for (const Index n : move.nodes) {
    const NodeRole& role = problem_.nodes()[n];
    for (Index t = 0; t < problem_.known(); ++t) {
      const std::size_t i = at(n, t);
      kernels::blend(mask, trial_.base[i], now_.base[i]);
      kernels::blend(mask, trial_.x[i], now_.x[i]);
      if (role.with_varies) {
        kernels::blend(mask, trial_.with[i], now_.with[i]);
      }
      if (role.feeds_ratio) {
        kernels::blend(mask, trial_.ratio[i], now_.ratio[i]);
      }
      if (role.component) {
        kernels::blend(mask, trial_.eps[i], now_.eps[i]);
      }
    }
    kernels::blend(mask, trial_.term[n], now_.term[n]);
    if (role.component && role.is_observed) {
      kernels::blend(mask, trial_.joint[*role.component], now_.joint[*role.component]);
    }
  }
  for (const Index r : move.readouts) {
    kernels::blend(mask, trial_.readouts[r], now_.readouts[r]);
  }
}

void Block::compute(const Move& move, Layer& out) {
  for (const Index u : move.unknowns) {
    compute_value(u, out);
  }
  for (const Index p : move.profiles) {
    compute_live(p, out);
  }
  for (const Index k : move.interventions) {
    compute_push(k, out);
  }
  for (const Index l : move.influences) {
    compute_pull(l, out);
  }
  compute_nodes(move.nodes, out);
  std::vector<bool> coupled(problem_.components().size(), false);
  for (const Index n : move.nodes) {
    const NodeRole& role = problem_.nodes()[n];
    if (role.component && role.is_observed) {
      compute_coupled(n, out);
      coupled[*role.component] = true;
    } else if (role.is_observed) {
      compute_term(n, out);
    }
  }
  for (Index c = 0; c < coupled.size(); ++c) {
    if (coupled[c]) {
      compute_joint(c, out);
    }
  }
  for (const Index r : move.readouts) {
    compute_readout(r, out);
  }
}

void Block::compute_value(Index unknown, Layer& out) {
  double* value = out.values[unknown];
  copy(out.scores[unknown], value);
  sim::kernels::bound(-highest_score, highest_score, value);
  if (problem_.unknowns()[unknown].kind != Unknown::Kind::sigma) {
    problem_.samplers()[unknown].at_scores(value, value);
  }
  if (problem_.unknowns()[unknown].kind == Unknown::Kind::delay) {
    sim::kernels::bound(0, std::numeric_limits<double>::infinity(), value);
  }
}

void Block::compute_live(Index profile, Layer& out) {
  const Index u = problem_.unknown(Unknown::Kind::delay, profile);
  const sim::Profile& from = problem_.model().profiles[profile];
  for (Index t = 0; t < problem_.known(); ++t) {
    double* live = out.live[std::size_t{profile} * problem_.known() + t];
    if (static_cast<double>(t) + 1 <= from.start || static_cast<double>(t) >= from.end) {
      sim::kernels::copy({nullptr, 0}, live);
    } else {
      sim::kernels::ramp(
          sim::ramp_period(from, t), pick(trial_.has_score[u], &Layer::values, u), live);
    }
  }
}

void Block::multiply_coins(Index gate, double* inout) const {
  if (!problem_.gate_is_possible(gate)) {
    sim::kernels::copy({nullptr, 0}, inout);
  }
  for (const Index coin : problem_.coins_of_gate(gate)) {
    sim::kernels::multiply(pick(trial_.has_coin[coin], &Layer::coins, coin), inout);
  }
}

void Block::compute_push(Index intervention, Layer& out) {
  const sim::Intervention& from = problem_.model().interventions[intervention];
  const Index u = problem_.unknown(Unknown::Kind::amount, intervention);
  double* works = out.works[intervention];
  copy(pick(trial_.has_score[u], &Layer::values, u), works);
  if (from.optimism) {
    const Index factor = problem_.unknown(Unknown::Kind::factor, *from.optimism);
    sim::kernels::multiply(pick(trial_.has_score[factor], &Layer::values, factor), works);
  }
  if (from.gates.works) {
    multiply_coins(*from.gates.works, works);
  }
  double* push = out.pushes[intervention];
  copy(works, push);
  if (from.gates.delivered) {
    multiply_coins(*from.gates.delivered, push);
  }
}

void Block::delivered(Index intervention, const Coordinates& at, double* out) const {
  const auto& gate = problem_.model().interventions[intervention].gates.delivered;
  const bool possible = !gate || problem_.gate_is_possible(*gate);
  sim::kernels::copy({nullptr, possible ? 1.0 : 0.0}, out);
  if (gate) {
    for (const Index coin : problem_.coins_of_gate(*gate)) {
      sim::kernels::multiply(at.coins[coin], out);
    }
  }
}

void Block::compute_pull(Index influence, Layer& out) {
  const Index u = problem_.unknown(Unknown::Kind::strength, influence);
  double* pull = out.pulls[influence];
  copy(pick(trial_.has_score[u], &Layer::values, u), pull);
  multiply_coins(problem_.model().influences[influence].gate, pull);
}

const double* Block::push(Index intervention) const {
  return pick(trial_.has_push[intervention], &Layer::pushes, intervention);
}

const double* Block::live(Index intervention, Index period) const {
  const std::size_t i =
      std::size_t{problem_.model().interventions[intervention].profile} * problem_.known() + period;
  return pick(trial_.has_live[i], &Layer::live, i);
}

const double* Block::delay(Index profile) const {
  return now_.values[problem_.unknown(Unknown::Kind::delay, profile)];
}

/// Of what is loaded.
void Block::total(double* out) {
  sim::kernels::copy({nullptr, 0}, out);
  for (const Index n : problem_.order()) {
    if (problem_.nodes()[n].is_observed) {
      kernels::accumulate(now_.term[n], out);
    }
  }
  for (std::size_t c = 0; c < problem_.components().size(); ++c) {
    kernels::accumulate(now_.joint[c], out);
  }
  for (std::size_t r = 0; r < problem_.evidence().readouts.size(); ++r) {
    kernels::accumulate(now_.readouts[r], out);
  }
}

/// The total of a trial: that of what is loaded, and the terms that the move changed.
void Block::add_changes(const Move& move, double* out) {
  copy(total_[0], out);
  for (const Index n : move.nodes) {
    if (problem_.nodes()[n].is_observed) {
      kernels::replace(now_.term[n], trial_.term[n], out);
    }
  }
  for (std::size_t c = 0; c < problem_.components().size(); ++c) {
    if (trial_.has_joint[c]) {
      kernels::replace(now_.joint[c], trial_.joint[c], out);
    }
  }
  for (const Index r : move.readouts) {
    kernels::replace(now_.readouts[r], trial_.readouts[r], out);
  }
}

}  // namespace betledger::inference
