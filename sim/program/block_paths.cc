#include "sim/program/block_paths.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/contract.h"
#include "core/error.h"
#include "sim/columns/formula_kernels.h"
#include "sim/program/reach.h"

namespace betledger::sim {

BlockPaths::BlockPaths(const Compiled& code) : code_{&code} {
  const auto count = static_cast<std::uint32_t>(code.nodes.size());
  const std::uint32_t periods = code.periods();
  std::uint32_t columns = 0;
  const auto reserve = [&](std::vector<std::uint32_t>& firsts, bool needed) {
    firsts.push_back(columns);
    columns += needed && code.live[firsts.size() - 1] ? periods : 0;
  };
  std::uint32_t scratch = 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    const NodeCode& node = code.nodes[i];
    scratch = std::max(scratch, node.formula ? node.formula->scratch_columns : 1);
    if (!code.stream) {
      const bool is_reached = code.first_reached[i] < periods;
      reserve(own_without_, node.has_own_without());
      reserve(own_with_, is_reached);
      reserve(ratios_, node.moves_by_ratio && is_reached);
    }
  }
  if (code.stream) {
    own_without_ = code.stream->without;
    own_with_ = code.stream->with;
    ratios_ = code.stream->ratios;
    columns = code.stream->columns;
    tallies_.resize(count);
  }
  memory_ = Columns{columns};
  scratch_ = Columns{scratch};
  rollups_ = Columns{std::size_t{2} * count + 1};
  counts_ = Columns{code.stream ? 1 : count};
  trouble_ = Columns{2};
  without_.resize(std::size_t{count} * periods);
  with_.resize(std::size_t{count} * periods);
  log_ratio_.resize(std::size_t{count} * periods);
  rollup_without_.resize(count);
  rollup_with_.resize(count);
  first_.assign(count, periods);
}

std::span<const double> BlockPaths::column(std::uint32_t node,
                                           std::uint32_t period,
                                           Side side) const {
  BET_EXPECT(node < code_->nodes.size() && code_->live[node] && period < code_->periods());
  BET_EXPECT(!code_->stream || code_->stream->kept[node]);
  BET_EXPECT(side == Side::without || with_is_current_);
  const double* column = table(side)[at(node, period)];
  BET_EXPECT(column != nullptr);
  return {column, runs_per_block};
}

std::span<const double> BlockPaths::rollup(std::uint32_t node, Side side) const {
  BET_EXPECT(node < code_->nodes.size() && code_->wanted[node]);
  BET_EXPECT(side == Side::without || with_is_current_);
  const double* column = (side == Side::without ? rollup_without_ : rollup_with_)[node];
  BET_EXPECT(column != nullptr);
  return {column, runs_per_block};
}

Tally BlockPaths::clamps(std::uint32_t node, std::size_t runs) const {
  BET_EXPECT(node < code_->nodes.size() && runs <= runs_per_block);
  return code_->stream ? tallies_[node] : count_clamps(node, runs);
}

Tally BlockPaths::count_clamps(std::uint32_t node, std::size_t runs) const {
  Tally tally;
  const bool bounded = code_->model.nodes[node].support != tree::Support::real;
  if (!with_is_current_ || !bounded || code_->nodes[node].formula) {
    return tally;
  }
  tally.values = runs * (code_->periods() - first_[node]);
  if (tally.values > 0) {
    tally.clamped = kernels::total({counts_[counted_in(node)], runs});
  }
  return tally;
}

std::optional<std::size_t> BlockPaths::first_trouble(std::size_t runs) const {
  BET_EXPECT(runs <= runs_per_block);
  for (std::size_t i = 0; i < runs; ++i) {
    if (std::isnan(trouble_[0][i]) || (with_is_current_ && std::isnan(trouble_[1][i]))) {
      return i;
    }
  }
  return std::nullopt;
}

bool BlockPaths::is_finite(std::size_t runs) const {
  return !first_trouble(runs);
}

void BlockPaths::expect_finite(std::size_t runs) const {
  if (const auto run = first_trouble(runs)) {
    report(*run);
  }
}

bool BlockPaths::has_without(std::uint32_t node, std::uint32_t period) const {
  if (period < code_->periods()) {
    return period < code_->without_until[node];
  }
  return code_->sides == Sides::both || !rolls_up_changed(*code_, code_->first_reached, node);
}

void BlockPaths::report(std::size_t run) const {
  const std::uint32_t total = code_->periods();  // stands for the roll-up, after the periods
  for (std::uint32_t i = 0; i < code_->nodes.size(); ++i) {
    const std::uint32_t computed = code_->live[i] ? total : 0;
    for (std::uint32_t t = 0; t < computed + (code_->wanted[i] ? 1 : 0); ++t) {
      if (has_without(i, t)) {
        expect_finite({i, t, Side::without}, run);
      }
      if (with_is_current_ && (t < total || !code_->before_bets[i])) {
        expect_finite({i, t, Side::with}, run);
      }
    }
  }
  constexpr bool trouble_has_a_place = false;
  BET_ENSURE(trouble_has_a_place);
}

void BlockPaths::expect_finite(const Place& place, std::size_t run) const {
  const bool is_rollup = place.period == code_->periods();
  const double value = is_rollup ? rollup(place.node, place.side)[run]
                                 : column(place.node, place.period, place.side)[run];
  if (std::isfinite(value * kernels::too_large)) {
    return;
  }
  const Node& node = code_->model.nodes[place.node];
  const std::string& metric = node.key;
  if (is_rollup) {
    throw DomainError{metric, "the cycle", "its roll-up over the cycle", value};
  }
  const std::string& period = code_->model.period_names[place.period];
  if (const auto* formula = std::get_if<tree::Formula>(&node.source)) {
    throw DomainError{metric, period, formula->text(), value};
  }
  const bool is_base = place.side == Side::without;
  throw DomainError{
      metric, period, is_base ? "its baseline" : "its baseline with bets and links", value};
}

}  // namespace betledger::sim
