#include <algorithm>
#include <numeric>

#include "core/contract.h"
#include "sim/columns/formula_kernels.h"
#include "sim/model/run_formula.h"
#include "sim/program/block_paths.h"
#include "sim/program/reach.h"
#include "sim/random/path_kernels.h"

namespace betledger::sim {
namespace {

/// A positive metric keeps at least this share of its value without bets.
constexpr double least_share = 1e-6;

void fill(double value, double* out) {
  kernels::copy({nullptr, value}, out);
}

/// Groups that at least one run of the block has switched on; no flags at all: every group.
std::vector<bool> groups_on(std::size_t groups, std::span<const std::span<const double>> active) {
  std::vector<bool> on(groups, true);
  for (std::size_t g = 0; g < active.size(); ++g) {
    on[g] = std::any_of(active[g].begin(), active[g].end(), [](double flag) { return flag != 0; });
  }
  return on;
}

}  // namespace

/// Node by node, a node's periods and its roll-up while they are in the cache; period by period
/// where some node reads one that comes later.
template <class Period, class RollUp>
void BlockPaths::visit(Period period, RollUp roll_up) {
  const auto count = static_cast<std::uint32_t>(code_->nodes.size());
  const auto is_late = [&](std::uint32_t i) {  // its weights may not be there yet
    return code_->reads_ahead || code_->model.nodes[i].weight.has_value();
  };
  const auto rolls_up = [&](std::uint32_t i, bool late) {  // weights may have changed: late always
    return is_late(i) == late && code_->wanted[i] &&
           (visited_[i] || code_->model.nodes[i].weight.has_value());
  };
  const std::uint32_t together = code_->reads_ahead ? code_->periods() : 0;
  for (std::uint32_t t = 0; t < together; ++t) {
    for (std::uint32_t i = 0; i < count; ++i) {
      if (visited_[i]) {
        period(i, t);
      }
    }
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    for (std::uint32_t t = together; t < code_->periods() && visited_[i]; ++t) {
      period(i, t);
    }
    if (rolls_up(i, false)) {
      roll_up(i);
    }
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if (rolls_up(i, true)) {
      roll_up(i);
    }
  }
}

/// Live nodes among `nodes` are visited.
void BlockPaths::choose(const std::vector<bool>& nodes) {
  visited_ = code_->live;
  for (std::size_t i = 0; i < visited_.size(); ++i) {
    visited_[i] = visited_[i] && nodes[i];
  }
}

void BlockPaths::evaluate_without(const BlockDraws& draws, const std::vector<bool>& nodes) {
  choose(nodes);
  fill(0, trouble_[0]);
  with_is_current_ = false;
  visit([&](std::uint32_t i, std::uint32_t t) { set_without(draws, i, t); },
        [&](std::uint32_t i) { roll_up(Side::without, i); });
}

void BlockPaths::set_without(const BlockDraws& draws, std::uint32_t node, std::uint32_t period) {
  if (period < code_->without_until[node]) {
    without_[at(node, period)] = without(draws, {node, period, Side::without});
  }
}

const double* BlockPaths::without(const BlockDraws& draws, const Place& place) {
  const NodeCode& node = code_->nodes[place.node];
  if (!node.has_own_without()) {
    return draws.base(node.base, place.period);
  }
  double* out = memory_[own_without_[place.node] + place.period];
  if (node.formula) {
    run_formula(place, out);
  } else {
    kernels::copy({draws.base(node.base, place.period), 0}, out);
    apply_occasions(draws, place, out);
  }
  return out;
}

void BlockPaths::update(const BlockDraws& draws,
                        const std::vector<bool>& nodes,
                        const BlockPaths& before) {
  BET_EXPECT(before.with_is_current_ && nodes.size() == code_->nodes.size());
  if (this != &before) {
    without_ = before.without_;
    with_ = before.with_;
    log_ratio_ = before.log_ratio_;
    rollup_without_ = before.rollup_without_;
    rollup_with_ = before.rollup_with_;
  }
  evaluate_without(draws, nodes);
  evaluate_with(draws, {}, nodes);
}

void BlockPaths::evaluate_with(const BlockDraws& draws,
                               Active active,
                               const std::vector<bool>& nodes) {
  choose(nodes);
  BET_EXPECT(active.empty() ||
             (active.size() == code_->model.groups && code_->sides == Sides::both));
  first_ =
      active.empty() ? code_->first_reached : reach(*code_, groups_on(code_->model.groups, active));
  fill(0, trouble_[1]);
  visit([&](std::uint32_t i, std::uint32_t t) { set_with(draws, active, i, t); },
        [&](std::uint32_t i) { roll_up(Side::with, i); });
  with_is_current_ = true;
}

void BlockPaths::set_with(const BlockDraws& draws,
                          Active active,
                          std::uint32_t node,
                          std::uint32_t period) {
  if (period < first_[node]) {
    with_[at(node, period)] = without_[at(node, period)];
  } else {
    change(draws, active, {node, period, Side::with});
  }
}

void BlockPaths::change(const BlockDraws& draws, Active active, const Place& place) {
  const NodeCode& node = code_->nodes[place.node];
  const double* without = without_[at(place.node, place.period)];
  double* out = memory_[own_with_[place.node] + place.period];
  if (place.period == first_[place.node]) {
    fill(0, counts(place.node));
  }
  const double* changed = out;
  if (node.formula) {
    run_formula(place, out);
  } else {
    changed = apply_changes(draws, active, place, out);
  }
  with_[at(place.node, place.period)] = changed;
  if (node.moves_by_ratio) {
    double* ratio = memory_[ratios_[place.node] + place.period];
    kernels::log_ratio(changed, without, ratio);
    log_ratio_[at(place.node, place.period)] = ratio;
  }
}

kernels::Operand BlockPaths::operand(const Slot& slot, const Place& place) const {
  switch (slot.kind) {
    case Slot::Kind::number:
      return {nullptr, slot.number};
    case Slot::Kind::scratch:
      return {scratch_[slot.index], 0};
    case Slot::Kind::node:
      break;
  }
  if (slot.lag <= place.period) {
    return {table(place.side)[at(slot.index, place.period - slot.lag)], 0};
  }
  const std::vector<double>& past = code_->model.nodes[slot.index].past;
  return {nullptr, past[past.size() - (slot.lag - place.period)]};
}

void BlockPaths::run_formula(const Place& place, double* result) {
  sim::run_formula(
      *code_->nodes[place.node].formula,
      [&](const Slot& slot) { return operand(slot, place); },
      scratch_,
      result);
}

void BlockPaths::apply_occasions(const BlockDraws& draws, const Place& place, double* out) {
  const NodeCode& node = code_->nodes[place.node];
  for (const std::uint32_t o : node.occasion_lifts) {
    kernels::lift_by(draws.occasion(o), code_->model.occasions[o].share[place.period], out);
  }
  for (const std::uint32_t o : node.occasion_shifts) {
    kernels::shift_by(draws.occasion(o), code_->model.occasions[o].share[place.period], out);
  }
  clamp(place, draws.base(node.base, place.period), out, scratch_[0]);
}

const double* BlockPaths::apply_changes(const BlockDraws& draws,
                                        Active active,
                                        const Place& place,
                                        double* out) {
  const NodeCode& node = code_->nodes[place.node];
  const double* without = without_[at(place.node, place.period)];
  const double* value = without;  // the first change reads it, the others what that one wrote
  if (add_elasticities(draws, place, scratch_[0])) {
    kernels::multiply_exp(scratch_[0], value, out);
    value = out;
  }
  for (const std::uint32_t l : node.slopes) {
    const Influence& influence = code_->model.influences[l];
    if (place.period >= first_[influence.from] + influence.lag) {
      const std::size_t from = at(influence.from, place.period - influence.lag);
      kernels::add_slope(draws.pull(l), with_[from], without_[from], value, out);
      value = out;
    }
  }
  value = apply_own(draws, active, place, value, out);
  if (value == out) {
    clamp(place, without, out, counts(place.node));
  }
  return value;
}

bool BlockPaths::add_elasticities(const BlockDraws& draws, const Place& place, double* sum) {
  bool any = false;
  for (const std::uint32_t l : code_->nodes[place.node].elasticities) {
    const Influence& influence = code_->model.influences[l];
    if (place.period < first_[influence.from] + influence.lag) {
      continue;  // nothing changed there yet: a ratio of 1
    }
    kernels::add_pull(
        draws.pull(l), log_ratio_[at(influence.from, place.period - influence.lag)], !any, sum);
    any = true;
  }
  return any;
}

const double* BlockPaths::apply_own(
    const BlockDraws& draws, Active active, const Place& place, const double* value, double* out) {
  const auto each = [&](const std::vector<std::uint32_t>& interventions, auto kernel) {
    for (const std::uint32_t k : interventions) {
      const Intervention& intervention = code_->model.interventions[k];
      const ProfileCode& profile = code_->profiles[intervention.profile];
      if (profile.begin <= place.period && place.period < profile.end) {
        kernel(draws.effect(k, place.period),
               active.empty() ? nullptr : active[intervention.group].data(),
               value,
               out);
        value = out;
      }
    }
  };
  each(code_->nodes[place.node].lifts, kernels::lift);
  each(code_->nodes[place.node].shifts, kernels::shift);
  return value;
}

void BlockPaths::clamp(const Place& place, const double* base, double* out, double* count) {
  switch (code_->model.nodes[place.node].support) {
    case tree::Support::real:
      break;
    case tree::Support::positive:
      kernels::clamp_positive(base, least_share, out, count);
      break;
    case tree::Support::fraction:
      kernels::clamp_fraction(out, count);
      break;
  }
}

void BlockPaths::roll_up(Side side, std::uint32_t node) {
  const Node& from = code_->model.nodes[node];
  auto& results = side == Side::without ? rollup_without_ : rollup_with_;
  const std::uint32_t periods = code_->periods();
  if (side == Side::without && !has_without(node, periods)) {
    return;
  }
  double* out = rollups_[side == Side::without ? node : code_->nodes.size() + node];
  if (side == Side::with && code_->before_bets[node]) {
    results[node] = nullptr;
    return;
  }
  if (side == Side::with && !rolls_up_changed(*code_, first_, node)) {
    results[node] = rollup_without_[node];
    return;
  }
  const double* const* values = &table(side)[at(node, 0)];
  double* trouble = trouble_[side == Side::without ? 0 : 1];
  kernels::sum(values, periods, out, trouble);
  if (from.rollup == tree::RollupKind::last) {
    results[node] = values[periods - 1];
    return;
  }
  if (from.rollup == tree::RollupKind::weighted) {
    const double* const* shares = &table(side)[at(*from.weight, 0)];
    double* weights = rollups_[2 * code_->nodes.size()];
    fill(0, weights);
    fill(0, out);
    for (std::uint32_t t = 0; t < periods; ++t) {
      kernels::add_product(shares[t], values[t], out);
      kernels::add(shares[t], weights);
    }
    kernels::divide(weights, out);
    kernels::check(out, trouble);
  } else if (from.rollup == tree::RollupKind::mean) {
    kernels::binary(tree::Op::divide, {out, 0}, {nullptr, static_cast<double>(periods)}, out);
  }
  results[node] = out;
}

}  // namespace betledger::sim
