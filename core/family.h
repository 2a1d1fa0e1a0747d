#pragma once

#include <optional>
#include <variant>
#include <vector>

namespace betledger {

// The families a person can state. Every one is a quantile function; parameters are in the unit of
// the quantity and at most 1e100 in size. Sources: Vose 2008 (PERT), Keelin 2016 (metalog).
struct Constant {
  double value;
  friend bool operator==(const Constant&, const Constant&) = default;
};
struct Normal {
  double mean, sd;  // sd > 0
  friend bool operator==(const Normal&, const Normal&) = default;
};
struct LogNormal {
  double median, sdlog;  // both > 0, sdlog <= 10: exp(ln median + sdlog * z)
  friend bool operator==(const LogNormal&, const LogNormal&) = default;
};
struct Uniform {
  double low, high;  // low < high
  friend bool operator==(const Uniform&, const Uniform&) = default;
};
struct Triangular {
  double low, mode, high;  // low <= mode <= high, low < high
  friend bool operator==(const Triangular&, const Triangular&) = default;
};
struct Pert {
  double low, mode, high;  // as Triangular; beta with weight 4 on the mode
  friend bool operator==(const Pert&, const Pert&) = default;
};
struct Beta {
  double alpha, beta;  // both in [0.01, 1e6]
  friend bool operator==(const Beta&, const Beta&) = default;
};
/// Stated quantiles: (level, value) strictly increasing in level and non-decreasing in value, all
/// values in [lower, upper]. core/quantile_fit.h says which curve goes through them.
struct Quantiles {
  std::vector<double> levels;  // 2 to 99 of them, each in (0, 1)
  std::vector<double> values;
  std::optional<double> lower;
  std::optional<double> upper;
  friend bool operator==(const Quantiles&, const Quantiles&) = default;
};
/// Each value with the same mass.
struct Empirical {
  std::vector<double> values;  // 2 to 10,000 of them; sorted by Distribution::make
  friend bool operator==(const Empirical&, const Empirical&) = default;
};

using Family = std::
    variant<Constant, Normal, LogNormal, Uniform, Triangular, Pert, Beta, Quantiles, Empirical>;

}  // namespace betledger
