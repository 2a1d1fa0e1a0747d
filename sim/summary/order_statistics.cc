#include "sim/summary/order_statistics.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/contract.h"
#include "sim/columns/clones.h"
#include "sim/summary/bins.h"

namespace betledger::sim {
namespace {

constexpr std::int32_t bins = 2'048;

/// Puts the order statistics `ranks` (rising) of `values` where they belong: by selecting the
/// middle one first, what is left to do falls into two halves. O(n log ranks).
void select(std::vector<double>& values, std::span<const std::size_t> ranks) {
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

/// The bin of each value.
BET_CLONES void find_bins(std::span<const double> values,
                          double low,
                          double per_width,
                          std::int32_t* __restrict out) {
  const double* __restrict x = values.data();
  const std::size_t n = values.size();
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = static_cast<std::int32_t>(place_in_bins<bins>(x[i], low, per_width));
  }
}

/// The middle 98 % of the values, judged by 256 of them.
std::array<double, 2> middle_of(std::span<const double> values) {
  std::array<double, 256> some{};
  const std::size_t step = values.size() / some.size();
  for (std::size_t i = 0; i < some.size(); ++i) {
    some[i] = values[i * step];
  }
  std::sort(some.begin(), some.end());
  return {some[2], some[253]};
}

/// The values in those bins between `low` and `high` that hold a rank; `places` are the ranks and
/// become their places among the values returned.
std::vector<double> around_ranks(std::span<const double> values,
                                 std::array<double, 2> middle,
                                 std::vector<std::size_t>& places) {
  const auto [low, high] = middle;
  std::vector<std::int32_t> bin(values.size());
  find_bins(values, low, (bins - 2) / (high - low), bin.data());
  std::array<std::size_t, bins> counts{};
  for (const std::int32_t b : bin) {
    ++counts[static_cast<std::size_t>(b)];
  }
  std::array<bool, bins> wanted{};
  std::size_t passed = 0;
  std::size_t skipped = 0;
  for (std::size_t b = 0, r = 0; b < counts.size(); ++b) {
    passed += counts[b];
    for (; r < places.size() && places[r] < passed; ++r) {
      places[r] -= skipped;
      wanted[b] = true;
    }
    skipped += wanted[b] ? 0 : counts[b];
  }
  std::vector<double> found;
  found.reserve(values.size() - skipped);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (wanted[static_cast<std::size_t>(bin[i])]) {
      found.push_back(values[i]);
    }
  }
  return found;
}

}  // namespace

std::vector<double> order_statistics(std::span<const double> values,
                                     std::span<const std::size_t> ranks) {
  // Of few values neighbours may cross: sorted, each rank still has its own value.
  std::vector<std::size_t> rising{ranks.begin(), ranks.end()};
  std::sort(rising.begin(), rising.end());
  rising.erase(std::unique(rising.begin(), rising.end()), rising.end());
  BET_EXPECT(rising.empty() || rising.back() < values.size());
  std::vector<std::size_t> places = rising;  // among the candidates
  const auto middle = values.size() < 2'048 ? std::array{0.0, 0.0} : middle_of(values);
  std::vector<double> candidates = middle[1] > middle[0]
                                       ? around_ranks(values, middle, places)
                                       : std::vector<double>{values.begin(), values.end()};
  select(candidates, places);
  std::vector<double> found(ranks.size());
  std::transform(ranks.begin(), ranks.end(), found.begin(), [&](std::size_t rank) {
    const auto at = std::lower_bound(rising.begin(), rising.end(), rank) - rising.begin();
    return candidates[places[static_cast<std::size_t>(at)]];
  });
  return found;
}

}  // namespace betledger::sim
