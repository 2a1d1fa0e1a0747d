#include "sim/moments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/contract.h"
#include "sim/columns.h"

namespace betledger::sim {
namespace {

constexpr std::size_t lanes = 8;
using Lanes = std::array<double, lanes>;

double total_of(const Lanes& x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

}  // namespace

void Moments::add(std::span<const double> values) {
  BET_EXPECT(count_ % runs_per_block == 0 || values.empty());
  for (std::size_t first = 0; first < values.size(); first += runs_per_block) {
    const auto block = values.subspan(first, std::min(runs_per_block, values.size() - first));
    if (count_ == 0) {
      Lanes sum{};
      for (std::size_t i = 0; i < block.size(); ++i) {
        sum[i % lanes] += block[i];
      }
      shift_ = total_of(sum) / static_cast<double>(block.size());
    }
    Lanes sum{};
    Lanes squares{};
    std::size_t i = 0;
    for (; i + lanes <= block.size(); i += lanes) {
      for (std::size_t j = 0; j < lanes; ++j) {
        const double x = block[i + j] - shift_;
        sum[j] += x;
        squares[j] += x * x;
      }
    }
    for (std::size_t j = 0; i + j < block.size(); ++j) {
      const double x = block[i + j] - shift_;
      sum[j] += x;
      squares[j] += x * x;
    }
    sum_ += total_of(sum);
    squares_ += total_of(squares);
    count_ += block.size();
  }
}

double Moments::mean() const {
  BET_EXPECT(count_ >= 1);
  return shift_ + sum_ / static_cast<double>(count_);
}

double Moments::sd() const {
  BET_EXPECT(count_ >= 2);
  const auto n = static_cast<double>(count_);
  const double squares = squares_ - sum_ * (sum_ / n);  // rounding may take it below 0
  return std::sqrt(std::max(squares, 0.0) / (n - 1));
}

double Moments::se() const {
  return sd() / std::sqrt(static_cast<double>(count_));
}

}  // namespace betledger::sim
