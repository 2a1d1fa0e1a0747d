#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "sim/model/model.h"
#include "sim/random/z_table.h"

namespace betledger::inference {

/// A base path on its metric's scale g, given the member of the pool: Gaussian with this mean and
/// sigma^2 times this covariance, where sigma^2 is known (dof infinite) or sigma^2 dof / chi2_dof.
struct PathLaw {
  double weight = 1;               // > 0, relative to the node's other laws
  std::vector<double> mean;        // by period
  std::vector<double> covariance;  // row-major, positive definite, in units of sigma^2
  double sigma = 1;                // > 0
  double dof = std::numeric_limits<double>::infinity();
};

/// The laws of a base path. A pool's are exact, but that sigma is at least a thousandth (of the
/// value, on a real scale: of the mean's size): a history that never moved would call every change
/// impossible. A stated path, which knows no noise from week to week, is made Gaussian on the scale
/// about its median, with that of half its spread. A known path has none.
[[nodiscard]] std::vector<PathLaw> laws_of(const sim::Node& node, std::uint32_t periods);

/// A law split at what was seen: with w = whiten (x_seen - mean_seen), which has variance sigma^2
/// per element, x_rest ~ mean_rest + carry w + sigma spread N(0, I).
struct SplitLaw {
  double log_constant = 0;     // ln weight and all of ln p(x_seen) that x_seen is not in
  double log_determinant = 0;  // of the seen part's Cholesky factor, sigma left out
  double share = 1;            // the weight, of the node's laws together
  double sigma = 1;
  double dof = std::numeric_limits<double>::infinity();
  /// ln(sigma drawn / sigma) at a normal score, before and after `seen` (dof more by their number);
  /// null: sigma is known.
  std::shared_ptr<const sim::ZTable> sigma_factors, later_factors;
  std::vector<double> mean_seen, mean_rest;
  std::vector<double> whiten;  // seen x seen, lower triangular, row-major
  std::vector<double> carry;   // rest x seen
  std::vector<double> spread;  // rest x rest, lower triangular

  [[nodiscard]] std::size_t seen() const noexcept { return mean_seen.size(); }
  [[nodiscard]] std::size_t rest() const noexcept { return mean_rest.size(); }
};

/// `seen` rising, the rest in their order; weights of the node's laws sum to `total_weight`.
/// O(periods^3)
[[nodiscard]] SplitLaw split(const PathLaw& law,
                             const std::vector<std::uint32_t>& seen,
                             double total_weight);

/// A stated level's value on the scale, at a normal score, kept inside the support as the simulator
/// keeps it.
[[nodiscard]] double stated_level(const Distribution& level, tree::Support support, double z);
/// The Cholesky factor of a positive definite matrix, row-major.
[[nodiscard]] std::vector<double> lower_factor(const std::vector<double>& matrix, std::size_t size);

}  // namespace betledger::inference
