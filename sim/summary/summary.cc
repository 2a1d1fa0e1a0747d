#include "sim/summary/summary.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/contract.h"
#include "sim/summary/moments.h"
#include "sim/summary/order_statistics.h"

namespace betledger::sim {
namespace {

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

std::array<double, 7> quantiles_of(std::span<const double> values) {
  std::array<Place, 7> places{};
  std::vector<std::size_t> ranks;  // two for each level: its lower and its upper neighbour
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i] = place_of(summary_levels[i], values.size());
    ranks.push_back(places[i].below);
    ranks.push_back(std::min(places[i].below + 1, values.size() - 1));
  }
  const std::vector<double> found = order_statistics(values, ranks);
  std::array<double, 7> quantiles{};
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    const double low = found[2 * i];
    const double step = places[i].share > 0 ? found[2 * i + 1] - low : 0;
    quantiles[i] = low + places[i].share * step;
  }
  return quantiles;
}

}  // namespace

Summary summarize(std::span<const double> values) {
  BET_EXPECT(values.size() >= 2);
  Moments moments;
  moments.add(values);
  return {moments.mean(), moments.se(), moments.sd(), quantiles_of(values)};
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
  BET_EXPECT(values.size() >= 2);
  Moments moments;
  moments.add(values);
  return {moments.mean(), moments.se()};
}

}  // namespace betledger::sim
