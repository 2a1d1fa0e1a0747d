#include <algorithm>

#include "inference/block.h"
#include "inference/kernels.h"
#include "sim/columns/formula_kernels.h"
#include "sim/model/run_formula.h"

namespace betledger::inference {

/// Period by period, so that lags may read nodes that come later in the order.
void Block::compute_nodes(const std::vector<Index>& nodes, Layer& out) {
  for (Index t = 0; t < problem_.known(); ++t) {
    for (const Index n : nodes) {
      const NodeRole& role = problem_.nodes()[n];
      if (role.formula) {
        if (role.with_varies || &out == &now_) {
          compute_formula(n, t, true, out);
        }
        compute_formula(n, t, false, out);
      } else {
        compute_base(n, t, out);
      }
      if (role.feeds_ratio) {
        const double* with = role.with_varies ? out.with[at(n, t)] : now_.with[at(n, t)];
        sim::kernels::log_ratio(with, out.base[at(n, t)], out.ratio[at(n, t)]);
      }
    }
  }
}

void Block::compute_formula(Index node, Index period, bool with, Layer& out) {
  const auto operand = [&](const sim::Slot& slot) -> sim::kernels::Operand {
    switch (slot.kind) {
      case sim::Slot::Kind::number:
        return {nullptr, slot.number};
      case sim::Slot::Kind::scratch:
        return {formula_scratch_[slot.index], 0};
      case sim::Slot::Kind::node:
        break;
    }
    if (slot.lag <= period) {
      return {with ? with_of(slot.index, period - slot.lag)
                   : node_column(&Layer::base, slot.index, period - slot.lag),
              0};
    }
    const std::vector<double>& past = problem_.model().nodes[slot.index].past;
    return {nullptr, past[past.size() - (slot.lag - period)]};
  };
  double* result = (with ? out.with : out.base)[at(node, period)];
  sim::run_formula(*problem_.nodes()[node].formula, operand, formula_scratch_, result);
}

/// A stochastic node: its base path from what was seen, or from the plug-in and then what was done
/// to it.
void Block::compute_base(Index node, Index period, Layer& out) {
  const NodeRole& role = problem_.nodes()[node];
  const tree::Support support = problem_.model().nodes[node].support;
  double* base = out.base[at(node, period)];
  double* raw = scratch_[0];
  double* factor = scratch_[1];
  double* bad = bad_[node];
  double* jacobian = jacobian_[node];
  if (period == 0) {
    sim::kernels::copy({nullptr, 0}, bad);
    sim::kernels::copy({nullptr, 0}, jacobian);
  }
  sum_pulls(node, period);
  sim::kernels::copy({nullptr, 1}, factor);
  sim::kernels::copy({nullptr, role.value[period]}, base);
  const bool seen = std::binary_search(role.seen.begin(), role.seen.end(), period);
  if (!seen) {
    redo_occasions(node, period, base);
    std::copy_n(base, sim::runs_per_block, out.with[at(node, period)]);
    redo(node, period, out.with[at(node, period)]);
    kernels::keep_inside(support, out.with[at(node, period)]);
    return;
  }
  undo(node, period, base);
  std::copy_n(base, sim::runs_per_block, raw);
  undo_occasions(node, period, raw);
  kernels::to_scale(support, raw, out.x[at(node, period)], bad);
  kernels::keep_inside(support, base);
  if (!role.jacobian_is_constant) {
    kernels::add_jacobian(support, out.x[at(node, period)], scratch_[2], factor, jacobian);
  }
}

/// What was seen is the same for every particle and layer.
const double* Block::with_of(Index node, Index period) const {
  return problem_.nodes()[node].with_varies ? node_column(&Layer::with, node, period)
                                            : now_.with[at(node, period)];
}

/// scratch 2: the sum of elasticities' pulls.
void Block::sum_pulls(Index node, Index period) {
  double* sum = scratch_[2];
  sim::kernels::copy({nullptr, 0}, sum);
  for (const Index l : problem_.nodes()[node].elasticities) {
    const sim::Influence& influence = problem_.model().influences[l];
    if (influence.lag <= period) {
      sim::kernels::add_pull(pick(trial_.has_pull[l], &Layer::pulls, l),
                             node_column(&Layer::ratio, influence.from, period - influence.lag),
                             false,
                             sum);
    }
  }
}

void Block::undo(Index node, Index period, double* value) {
  const NodeRole& role = problem_.nodes()[node];
  for (auto k = role.shifts.rbegin(); k != role.shifts.rend(); ++k) {
    if (problem_.is_live(*k, period)) {
      kernels::undo_shift(push(*k), live(*k, period), value);
    }
  }
  bool lifted = false;
  for (const Index k : role.lifts) {
    if (problem_.is_live(k, period)) {
      kernels::join_lift(push(k), live(k, period), scratch_[1]);
      lifted = true;
    }
  }
  if (lifted) {
    sim::kernels::divide(scratch_[1], value);
  }
  for (auto l = role.slopes.rbegin(); l != role.slopes.rend(); ++l) {
    const sim::Influence& influence = problem_.model().influences[*l];
    if (influence.lag <= period) {
      const Index then = period - influence.lag;
      kernels::undo_slope(pick(trial_.has_pull[*l], &Layer::pulls, *l),
                          with_of(influence.from, then),
                          node_column(&Layer::base, influence.from, then),
                          value);
    }
  }
  if (!role.elasticities.empty()) {
    kernels::undo_exponential(scratch_[2], value);
  }
}

void Block::redo(Index node, Index period, double* value) {
  const NodeRole& role = problem_.nodes()[node];
  if (!role.elasticities.empty()) {
    sim::kernels::multiply_exp(scratch_[2], value, value);
  }
  for (const Index l : role.slopes) {
    const sim::Influence& influence = problem_.model().influences[l];
    if (influence.lag <= period) {
      const Index then = period - influence.lag;
      sim::kernels::add_slope(pick(trial_.has_pull[l], &Layer::pulls, l),
                              with_of(influence.from, then),
                              node_column(&Layer::base, influence.from, then),
                              value,
                              value);
    }
  }
  const auto each = [&](const std::vector<Index>& interventions, auto kernel) {
    for (const Index k : interventions) {
      if (problem_.is_live(k, period)) {
        sim::kernels::binary(tree::Op::multiply, {push(k), 0}, {live(k, period), 0}, scratch_[3]);
        kernel(scratch_[3], nullptr, value, value);
      }
    }
  };
  each(role.lifts, sim::kernels::lift);
  each(role.shifts, sim::kernels::shift);
}

void Block::undo_occasions(Index node, Index period, double* value) {
  const NodeRole& role = problem_.nodes()[node];
  const auto amount = [&](Index o) {
    const Index u = problem_.unknown(Unknown::Kind::occasion, o);
    return pick(trial_.has_score[u], &Layer::values, u);
  };
  const auto share = [&](Index o) { return problem_.model().occasions[o].share[period]; };
  for (auto o = role.occasion_shifts.rbegin(); o != role.occasion_shifts.rend(); ++o) {
    kernels::undo_share_shift(amount(*o), share(*o), value);
  }
  for (auto o = role.occasion_lifts.rbegin(); o != role.occasion_lifts.rend(); ++o) {
    kernels::undo_share_lift(amount(*o), share(*o), value, scratch_[1]);
  }
}

void Block::redo_occasions(Index node, Index period, double* value) {
  const NodeRole& role = problem_.nodes()[node];
  const auto amount = [&](Index o) {
    const Index u = problem_.unknown(Unknown::Kind::occasion, o);
    return pick(trial_.has_score[u], &Layer::values, u);
  };
  const auto share = [&](Index o) { return problem_.model().occasions[o].share[period]; };
  for (const Index o : role.occasion_lifts) {
    sim::kernels::lift_by(amount(o), share(o), value);
  }
  for (const Index o : role.occasion_shifts) {
    sim::kernels::shift_by(amount(o), share(o), value);
  }
  kernels::keep_inside(problem_.model().nodes[node].support, value);
}

}  // namespace betledger::inference
