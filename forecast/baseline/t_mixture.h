#pragma once

#include <span>
#include <vector>

namespace betledger::forecast {

/// location + scale * t(dof), with probability `weight`.
struct TComponent {
  double weight = 1;  // > 0
  double location = 0;
  double scale = 0;  // >= 0
  double dof = 1;    // > 0, may be infinite
};

/// A mixture of t distributions: what a pool of linear models says of anything linear.
class TMixture {
 public:
  /// \pre not empty; weights need not sum to one
  explicit TMixture(std::vector<TComponent> components);

  [[nodiscard]] double cdf(double x) const;
  [[nodiscard]] double pdf(double x) const;
  /// To 1e-11 of the distance between the components' own quantiles. \pre 0 < level < 1
  [[nodiscard]] double quantile(double level) const;
  [[nodiscard]] std::vector<double> quantiles(std::span<const double> levels) const;

 private:
  std::vector<TComponent> components_;  // weights sum to one
};

}  // namespace betledger::forecast
