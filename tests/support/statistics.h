#pragma once

#include <cmath>
#include <cstddef>
#include <span>

// What tests judge runs by.

namespace betledger::sim::testing {

struct Moments {
  double mean = 0;
  double variance = 0;
  double skewness = 0;
  double kurtosis = 0;  // 3 for a normal
};

inline Moments moments_of(std::span<const double> x) {
  Moments m;
  const auto n = static_cast<double>(x.size());
  for (const double v : x) {
    m.mean += v / n;
  }
  double third = 0;
  double fourth = 0;
  for (const double v : x) {
    const double d = v - m.mean;
    m.variance += d * d / n;
    third += d * d * d / n;
    fourth += d * d * d * d / n;
  }
  m.skewness = third / std::pow(m.variance, 1.5);
  m.kurtosis = fourth / (m.variance * m.variance);
  return m;
}

/// The share of values at or below `bound`, in standard errors from the exact `p`.
inline double share_z(std::span<const double> x, double bound, double p) {
  double count = 0;
  for (const double v : x) {
    count += v <= bound ? 1 : 0;
  }
  const auto n = static_cast<double>(x.size());
  return (count / n - p) / std::sqrt(p * (1 - p) / n);
}

/// The sample mean, in standard errors from the exact one.
inline double mean_z(std::span<const double> x, double exact) {
  const Moments m = moments_of(x);
  return (m.mean - exact) / std::sqrt(m.variance / static_cast<double>(x.size()));
}

/// The sample variance, in standard errors (from the sample's fourth moment) from the exact one.
inline double variance_z(std::span<const double> x, double exact) {
  const Moments m = moments_of(x);
  const double se = m.variance * std::sqrt((m.kurtosis - 1) / static_cast<double>(x.size()));
  return (m.variance - exact) / se;
}

inline double correlation(std::span<const double> x, std::span<const double> y) {
  const Moments a = moments_of(x);
  const Moments b = moments_of(y);
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += (x[i] - a.mean) * (y[i] - b.mean);
  }
  return sum / static_cast<double>(x.size()) / std::sqrt(a.variance * b.variance);
}

}  // namespace betledger::sim::testing
