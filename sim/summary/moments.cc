#include "sim/summary/moments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/contract.h"
#include "sim/columns/clones.h"
#include "sim/columns/columns.h"

namespace betledger::sim {
namespace {

constexpr std::size_t lanes = 8;
using Lanes = std::array<double, lanes>;

double total_of(const Lanes& x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

struct Sums {
  double of_values = 0;
  double of_squares = 0;
};

/// Of what the values are away from `shift`.
BET_CLONES Sums sums_of(std::span<const double> values, double shift) {
  Lanes sum{};
  Lanes squares{};
  const double* x = values.data();
  const std::size_t whole = values.size() / lanes * lanes;
  for (std::size_t i = 0; i < whole; i += lanes) {
    for (std::size_t j = 0; j < lanes; ++j) {
      const double away = x[i + j] - shift;
      sum[j] += away;
      squares[j] += away * away;
    }
  }
  for (std::size_t j = 0; whole + j < values.size(); ++j) {
    const double away = x[whole + j] - shift;
    sum[j] += away;
    squares[j] += away * away;
  }
  return {total_of(sum), total_of(squares)};
}

}  // namespace

void Moments::add(std::span<const double> values) {
  BET_EXPECT(count_ % runs_per_block == 0 || values.empty());
  for (std::size_t first = 0; first < values.size(); first += runs_per_block) {
    const auto block = values.subspan(first, std::min(runs_per_block, values.size() - first));
    if (count_ == 0) {
      shift_ = sums_of(block, 0).of_values / static_cast<double>(block.size());
    }
    const Sums sums = sums_of(block, shift_);
    sum_ += sums.of_values;
    squares_ += sums.of_squares;
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
