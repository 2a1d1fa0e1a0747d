#include "forecast/history/discoveries.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "forecast/baseline/student_t.h"

namespace betledger::forecast {

std::vector<bool> discoveries(const std::vector<double>& p_values, double share) {
  std::vector<double> sorted = p_values;
  std::sort(sorted.begin(), sorted.end());
  double bound = -1;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    const double allowed = share * static_cast<double>(k + 1) / static_cast<double>(sorted.size());
    bound = sorted[k] <= allowed ? sorted[k] : bound;
  }
  std::vector<bool> believed;
  believed.reserve(p_values.size());
  for (const double p : p_values) {
    believed.push_back(p <= bound);
  }
  return believed;
}

double correlation_p_value(double r, std::size_t points) {
  BET_EXPECT(points > 2);
  const double dof = static_cast<double>(points) - 2;
  const double t = std::abs(r) * std::sqrt(dof / std::max(1 - r * r, 1e-300));
  return 2 * student_t_cdf(-t, dof);
}

}  // namespace betledger::forecast
