#include "inference/pareto.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace betledger::inference {

double pareto_shape(std::span<const double> weights) {
  constexpr double none = -std::numeric_limits<double>::infinity();
  const double n = static_cast<double>(weights.size());
  const auto tail = static_cast<std::size_t>(std::min(n / 5, 3 * std::sqrt(n)));
  if (tail < 5) {
    return none;
  }
  std::vector<double> sorted{weights.begin(), weights.end()};
  std::sort(sorted.begin(), sorted.end());
  const double cut = sorted[sorted.size() - tail - 1];
  std::vector<double> x;
  for (std::size_t i = sorted.size() - tail; i < sorted.size(); ++i) {
    if (sorted[i] >
        cut) {  // weights that are equal, of particles that a gate sets apart, are no tail
      x.push_back(sorted[i] - cut);
    }
  }
  if (x.size() < 5) {
    return none;
  }
  const double size = static_cast<double>(x.size());
  const double quartile = x[static_cast<std::size_t>(size / 4 + 0.5) - 1];
  if (!(quartile > 0)) {
    return std::numeric_limits<double>::infinity();  // a few weights carry everything
  }
  const auto points = 30 + static_cast<std::size_t>(std::sqrt(size));
  const auto shape = [&](double theta) {
    double sum = 0;
    for (const double value : x) {
      sum += std::log1p(-theta * value);
    }
    return sum / size;
  };
  std::vector<double> theta, likelihood;
  for (std::size_t i = 1; i <= points; ++i) {
    theta.push_back(1 / x.back() +
                    (1 - std::sqrt(static_cast<double>(points) / (static_cast<double>(i) - 0.5))) /
                        (3 * quartile));
    const double k = shape(theta.back());
    likelihood.push_back(size * (std::log(-theta.back() / k) - k - 1));
  }
  double mean = 0;
  for (std::size_t i = 0; i < points; ++i) {
    double sum = 0;
    for (const double other : likelihood) {
      sum += std::exp(other - likelihood[i]);
    }
    mean += theta[i] / sum;
  }
  return (shape(mean) * size + 10 * 0.5) / (size + 10);
}

}  // namespace betledger::inference
