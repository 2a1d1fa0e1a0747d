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

/// Order statistics k of `values` for rising k, by selection in what is left of the column.
class Selection {
 public:
  explicit Selection(std::span<const double> values) : values_(values.begin(), values.end()) {}

  /// \pre k no smaller than in any call before
  [[nodiscard]] double at(std::size_t k) {
    if (k >= done_) {
      std::nth_element(place(done_), place(k), values_.end());
      done_ = k + 1;
    }
    return values_[k];
  }

 private:
  [[nodiscard]] std::vector<double>::iterator place(std::size_t k) {
    return values_.begin() + static_cast<std::ptrdiff_t>(k);
  }

  std::vector<double> values_;
  std::size_t done_ = 0;  // values_[done_ ...] are no smaller than all before
};

/// Hyndman and Fan 1996, type 7: h = (n - 1) p between the two order statistics around it.
double quantile(Selection& sorted, std::size_t n, double p) {
  const double h = static_cast<double>(n - 1) * p;
  const auto below = static_cast<std::size_t>(h);
  const double low = sorted.at(below);
  const double share = h - static_cast<double>(below);
  return share > 0 ? low + share * (sorted.at(below + 1) - low) : low;
}

Share share_of(std::size_t count, std::size_t n) {
  const double p = static_cast<double>(count) / static_cast<double>(n);
  return {p, std::sqrt(p * (1 - p) / static_cast<double>(n))};
}

}  // namespace

Summary summarize(std::span<const double> values) {
  const Moments m = moments(values);
  Summary summary{m.mean, m.se, m.sd, {}};
  Selection sorted{values};
  for (std::size_t i = 0; i < summary_levels.size(); ++i) {
    summary.quantiles[i] = quantile(sorted, values.size(), summary_levels[i]);
  }
  return summary;
}

Share share_at_least(std::span<const double> values, double bound) {
  BET_EXPECT(!values.empty());
  const auto count =
      std::count_if(values.begin(), values.end(), [bound](double x) { return x >= bound; });
  return share_of(static_cast<std::size_t>(count), values.size());
}

Share share_at_most(std::span<const double> values, double bound) {
  BET_EXPECT(!values.empty());
  const auto count =
      std::count_if(values.begin(), values.end(), [bound](double x) { return x <= bound; });
  return share_of(static_cast<std::size_t>(count), values.size());
}

Estimate mean_of(std::span<const double> values) {
  const Moments m = moments(values);
  return {m.mean, m.se};
}

}  // namespace betledger::sim
