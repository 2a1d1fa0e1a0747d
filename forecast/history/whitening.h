#pragma once

#include <cstddef>
#include <vector>

namespace betledger::forecast {

struct PathMoments {
  std::vector<double> mean;        // by period
  std::vector<double> covariance;  // row-major
};

/// Of simulated paths, a column of runs per period, and the same columns sorted; after the
/// outermost half per cent of runs at either end are drawn in: a bet's tail must not blunt every
/// filter.
[[nodiscard]] PathMoments moments_of(const std::vector<std::vector<double>>& paths,
                                     const std::vector<std::vector<double>>& sorted);

/// The inverse of a covariance's Cholesky factor, lower triangular, row-major. A period that those
/// before it decide (or that never varies) gets a row of zeros: there is no noise to measure it by.
[[nodiscard]] std::vector<double> whitening(const std::vector<double>& covariance, std::size_t n);

/// A lower triangular matrix times a vector.
[[nodiscard]] std::vector<double> times(const std::vector<double>& lower,
                                        const std::vector<double>& x);

}  // namespace betledger::forecast
