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

/// How far apart the values at the corners of a simplex may be where the search stops.
struct SearchLimits {
  double rough = 1e-1;           // of each start
  double fine = 1e-7;            // of the best of them
  std::size_t max_trials = 400;  // of each simplex
};

using Objective = std::function<double(std::span<const double>)>;

/// Nelder-Mead in a box: trial points are moved to the nearest point of the box. A rough search
/// from every start, then a fine one around the best with a simplex opened anew, because a simplex
/// can go flat on a side of the box. Deterministic; a local minimum. `objective` must be finite in
/// the box. \pre at least one start; each has a coordinate per side of the box, at least one Nelder
/// and Mead, A simplex method for function minimization, Computer Journal 7 (1965).
[[nodiscard]] Minimum minimise(const Objective& objective,
                               const std::vector<std::vector<double>>& starts,
                               std::span<const Bound> box,
                               const SearchLimits& limits = {});

}  // namespace betledger::forecast
