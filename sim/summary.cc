#include "sim/summary.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/contract.h"
#include "sim/columns.h"

namespace betledger::sim {
namespace {

/// Sum of f over the values: eight lanes within a block, then the lanes in pairs, then the blocks
/// in order. A fixed order that vector registers can follow too.
template <class F>
double sum_in_blocks(std::span<const double> values, F f) {
  constexpr std::size_t lanes = 8;
  double total = 0;
  for (std::size_t first = 0; first < values.size(); first += runs_per_block) {
    const std::size_t count = std::min(runs_per_block, values.size() - first);
    std::array<double, lanes> lane{};
    const double* block = values.data() + first;
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
      for (std::size_t j = 0; j < lanes; ++j) {
        lane[j] += f(block[i + j]);
      }
    }
    for (std::size_t j = 0; i + j < count; ++j) {
      lane[j] += f(block[i + j]);
    }
    total +=
        ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
  }
  return total;
}

struct Moments {
  double mean = 0;
  double sd = 0;
  double se = 0;
};

Moments moments(std::span<const double> values) {
  BET_EXPECT(values.size() >= 2);
  const auto n = static_cast<double>(values.size());
  const double mean = sum_in_blocks(values, [](double x) { return x; }) / n;
  const double squares =
      sum_in_blocks(values, [mean](double x) { return (x - mean) * (x - mean); });
  const double sd = std::sqrt(squares / (n - 1));
  return {mean, sd, sd / std::sqrt(n)};
}

/// Hyndman and Fan 1996, type 7: the value at h = (n - 1) p between two order statistics.
struct Place {
  std::size_t below = 0;
  double share = 0;  // of the way to the next
};

Place place_of(double p, std::size_t n) {
  const double h = static_cast<double>(n - 1) * p;
  const auto below = static_cast<std::size_t>(h);
  return {below, h - static_cast<double>(below)};
}

/// Puts the order statistics `ranks` (rising) of `values` where they belong: by selecting the
/// middle one first, what is left to do falls into two halves. O(n log ranks).
void select(std::vector<double>& values, const std::vector<std::size_t>& ranks) {
  struct Part {
    std::size_t first_rank, last_rank;  // ranks[first_rank, last_rank)
    std::size_t begin, end;             // and where their values are
  };
  std::vector<Part> parts{{0, ranks.size(), 0, values.size()}};
  while (!parts.empty()) {
    const Part part = parts.back();
    parts.pop_back();
    if (part.first_rank == part.last_rank) {
      continue;
    }
    const std::size_t middle = (part.first_rank + part.last_rank) / 2;
    const auto at = [&](std::size_t k) { return values.begin() + static_cast<std::ptrdiff_t>(k); };
    const std::size_t rank = ranks[middle];
    std::nth_element(at(part.begin), at(rank), at(part.end));
    parts.push_back({part.first_rank, middle, part.begin, rank});
    parts.push_back({middle + 1, part.last_rank, rank + 1, part.end});
  }
}

std::array<double, 7> quantiles_of(std::span<const double> values) {
  std::vector<double> work(values.begin(), values.end());
  std::vector<std::size_t> ranks;
  for (const double level : summary_levels) {
    const Place place = place_of(level, work.size());
    ranks.push_back(place.below);
    ranks.push_back(std::min(place.below + 1, work.size() - 1));
  }
  std::sort(ranks.begin(), ranks.end());
  ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
  select(work, ranks);
  std::array<double, 7> quantiles{};
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    const Place place = place_of(summary_levels[i], work.size());
    const double low = work[place.below];
    const double step = place.share > 0 ? work[place.below + 1] - low : 0;
    quantiles[i] = low + place.share * step;
  }
  return quantiles;
}

}  // namespace

Summary summarize(std::span<const double> values) {
  const Moments m = moments(values);
  return {m.mean, m.se, m.sd, quantiles_of(values)};
}

Share share_of(std::size_t hits, std::size_t n) {
  BET_EXPECT(hits <= n && n > 0);
  const double a = static_cast<double>(hits) + 0.5;
  const double b = static_cast<double>(n - hits) + 0.5;
  const double share = static_cast<double>(hits) / static_cast<double>(n);
  return {share, std::sqrt(a * b / (a + b + 1)) / (a + b)};
}

Share share_at_least(std::span<const double> values, double bound) {
  BET_EXPECT(!values.empty());
  const auto count =
      std::count_if(values.begin(), values.end(), [bound](double x) { return reaches(x, bound); });
  return share_of(static_cast<std::size_t>(count), values.size());
}

Share share_at_most(std::span<const double> values, double bound) {
  BET_EXPECT(!values.empty());
  const auto count = std::count_if(
      values.begin(), values.end(), [bound](double x) { return stays_within(x, bound); });
  return share_of(static_cast<std::size_t>(count), values.size());
}

Estimate mean_of(std::span<const double> values) {
  const Moments m = moments(values);
  return {m.mean, m.se};
}

}  // namespace betledger::sim
