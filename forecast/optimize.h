#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace betledger::forecast {

/// A box side: every trial point lies inside.  \pre lower < upper
struct Bound {
  double lower = 0;
  double upper = 1;
};

struct Minimum {
  std::vector<double> at;
  double value = 0;
  std::size_t trials = 0;
};

struct SearchLimits {
  double tolerance = 1e-8;  // stop when the simplex' values differ by less than this
  std::size_t max_trials = 400;
};

using Objective = std::function<double(std::span<const double>)>;

/// Nelder-Mead in a box: trial points are moved to the nearest point of the box. After the simplex
/// has closed it is opened once more around its best point, because a simplex can go flat on a side
/// of the box. Deterministic; a local minimum. `objective` must be finite inside the box. \pre
/// start.size() == box.size() >= 1 Nelder and Mead, A simplex method for function minimization,
/// Computer Journal 7 (1965).
[[nodiscard]] Minimum minimise(const Objective& objective,
                               std::vector<double> start,
                               std::span<const Bound> box,
                               const SearchLimits& limits = {});

}  // namespace betledger::forecast
