#include "sim/summary/digest.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "sim/columns/clones.h"
#include "sim/columns/columns.h"
#include "sim/summary/bins.h"
#include "sim/summary/order_statistics.h"

namespace betledger::sim {
namespace {

constexpr double reach = 4.5;  // standard errors of the kept values' quantiles

// A place as a whole number below 2^30: the bin, and how far into it in parts of 2^-20.
constexpr unsigned part_bits = 20;
constexpr std::uint32_t parts = 1U << part_bits;
constexpr std::int32_t bins = 1'024;
constexpr unsigned most_halvings = 9;
using Place = std::uint32_t;

/// The place of each value in bins.
BET_CLONES void find_places(std::span<const double> values,
                            double low,
                            double per_width,
                            Place* __restrict out) {
  const double* __restrict x = values.data();
  const std::size_t n = values.size();
  for (std::size_t i = 0; i < n; ++i) {
    // By way of a signed number, for which there is an instruction.
    out[i] = static_cast<Place>(
        static_cast<std::int32_t>(place_in_bins<bins>(x[i], low, per_width) * parts));
  }
}

std::size_t bin_of(Place place) {
  return place >> part_bits;
}

/// The standard error of the quantile of n values, in ranks.
double rank_error(double level, double n) {
  return std::sqrt(n * level * (1 - level));
}

}  // namespace

std::size_t Digest::affordable(std::uint64_t runs, std::size_t series, std::size_t bytes) {
  const bool fits = runs <= bytes / (sizeof(double) * std::max<std::size_t>(series, 1));
  return fits || runs <= least_kept ? runs : least_kept;
}

Digest::Digest(std::uint64_t runs, std::size_t kept) : runs_{runs}, most_kept_{kept} {
  BET_EXPECT(kept >= least_kept || kept >= runs);
}

void Digest::add(std::span<const double> values) {
  moments_.add(values);
  BET_EXPECT(moments_.count() <= runs_);
  keep_or_count(values);
}

void Digest::keep_or_count(std::span<const double> values) {
  if (is_exact() && kept_.empty()) {
    kept_.reserve(std::min<std::uint64_t>(most_kept_, runs_));
  }
  if (is_exact() && kept_.size() + values.size() <= most_kept_) {
    kept_.insert(kept_.end(), values.begin(), values.end());
    return;
  }
  if (is_exact()) {  // the first so many, whatever the stretch: the bins must not depend on it
    const std::size_t room = most_kept_ - kept_.size();
    kept_.insert(kept_.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(room));
    values = values.subspan(room);
    start_counting();
  }
  count(values);
}

void Digest::start_counting() {
  const std::size_t last = kept_.size() - 1;
  const auto m = static_cast<double>(kept_.size());
  std::vector<std::size_t> ranks{kept_.size() / 100, last - kept_.size() / 100};
  for (const double level : summary_levels) {
    const double error = rank_error(level, m);
    for (const double away : {-reach * error, -error, error, reach * error + 1}) {
      ranks.push_back(static_cast<std::size_t>(std::clamp(level * (m - 1) + away, 0.0, m - 1)));
    }
  }
  const std::vector<double> found = order_statistics(kept_, ranks);
  low_ = found[0];
  double high = found[1];
  if (!(high > low_)) {  // next to all are one number
    high = low_ + std::max(std::abs(low_), 1e-290) * 1e-9;
  }
  high += (high - low_) * 1e-9;  // so that it lies in the last bin but one itself
  per_width_ = (bins - 2) / (high - low_);
  divided_.assign(bins, {});
  for (std::size_t k = 2; k < ranks.size(); k += 4) {
    divide({found[k], found[k + 3]}, (found[k + 2] - found[k + 1]) / 2);
  }
  for (Cells& cells : divided_) {
    cells.first = static_cast<std::uint32_t>(cells_.size());
    cells_.resize(cells_.size() + cells.count());
  }
  count(kept_);
  kept_ = {};
}

void Digest::divide(const std::array<double, 2>& ends, double kept_error) {
  std::array<Place, 2> places{};
  find_places(ends, low_, per_width_, places.data());
  // A quantile's standard error shrinks with the root of the number of values.
  const double error =
      kept_error * std::sqrt(static_cast<double>(most_kept_) / static_cast<double>(runs_));
  const double needed = std::ceil(std::log2(1 / (per_width_ * cell_in_se * error)));
  const auto halvings = static_cast<std::uint8_t>(
      needed > 0 ? std::min<double>(needed, most_halvings) : 0.0);  // a NaN: the spread overflows
  for (std::size_t b = std::max<std::size_t>(bin_of(places[0]), 1);
       b <= std::min<std::size_t>(bin_of(places[1]), bins - 2);
       ++b) {
    divided_[b].halvings = std::max(divided_[b].halvings, halvings);
    divided_[b].fine = true;
  }
}

/// Adds one to the cell of each value, in the two sets of counters in turn.
template <class Count>
void Digest::count_in(std::span<const double> values, Count* even, Count* odd) const {
  std::array<Place, runs_per_block> places;
  const Cells* __restrict divided = divided_.data();
  const auto cell_of = [divided](Place place) {
    const Cells& bin = divided[bin_of(place)];
    return bin.first + ((place & (parts - 1)) >> (part_bits - bin.halvings));
  };
  for (std::size_t first = 0; first < values.size(); first += places.size()) {
    const auto block = values.subspan(first, std::min(places.size(), values.size() - first));
    find_places(block, low_, per_width_, places.data());
    for (std::size_t i = 0; i + 1 < block.size(); i += 2) {
      ++even[cell_of(places[i])];
      ++odd[cell_of(places[i + 1])];
    }
    if (block.size() % 2 != 0) {
      ++even[cell_of(places[block.size() - 1])];
    }
  }
}

void Digest::count(std::span<const double> values) {
  // Small counters stay close at hand, and neighbours do not wait for each other in two sets of
  // them: worth it where there are more values to count than cells to add up.
  constexpr std::size_t most_at_once = std::size_t{2} * std::numeric_limits<std::uint16_t>::max();
  if (values.size() < 2 * cells_.size()) {
    return count_in(values, cells_.data(), cells_.data());
  }
  std::vector<std::uint16_t> even;
  std::vector<std::uint16_t> odd;
  for (std::size_t begin = 0; begin < values.size(); begin += most_at_once) {
    even.assign(cells_.size(), 0);
    odd.assign(cells_.size(), 0);
    count_in(values.subspan(begin, std::min(most_at_once, values.size() - begin)),
             even.data(),
             odd.data());
    for (std::size_t c = 0; c < cells_.size(); ++c) {
      cells_[c] += std::uint32_t{even[c]} + odd[c];
    }
  }
}

std::optional<double> Digest::quantile(double level) const {
  const double rank = level * static_cast<double>(moments_.count() - 1);
  double before = 0;
  for (std::size_t b = 0; b < divided_.size(); ++b) {
    const Cells& cells = divided_[b];
    for (std::uint32_t c = 0; c < cells.count(); ++c) {
      const auto in_cell = static_cast<double>(cells_[cells.first + c]);
      if (rank < before + in_cell) {
        if (!cells.fine) {
          return std::nullopt;
        }
        const double share = std::min((rank - before + 0.5) / in_cell, 1.0);
        const double place = static_cast<double>(b) + (c + share) / cells.count();
        return low_ + (place - 1.0) / per_width_;
      }
      before += in_cell;
    }
  }
  return std::nullopt;
}

std::optional<Summary> Digest::summary() const {
  if (is_exact()) {
    return summarize(kept_);
  }
  Summary summary{moments_.mean(), moments_.se(), moments_.sd(), {}};
  for (std::size_t i = 0; i < summary_levels.size(); ++i) {
    const auto value = quantile(summary_levels[i]);
    if (!value) {
      return std::nullopt;
    }
    summary.quantiles[i] = *value;
  }
  return summary;
}

}  // namespace betledger::sim
