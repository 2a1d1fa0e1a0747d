#include "scenarios/kendall.h"

#include <cmath>
#include <cstdlib>

#include "core/contract.h"

namespace betledger::scenarios {

double kendall_tau(const std::vector<double>& a, const std::vector<double>& b) {
  BET_EXPECT(a.size() == b.size());
  const auto sign = [](double x) { return x > 0 ? 1 : (x < 0 ? -1 : 0); };
  int agreement = 0;
  int told_apart_by_a = 0;
  int told_apart_by_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = i + 1; j < a.size(); ++j) {
      const int by_a = sign(a[i] - a[j]);
      const int by_b = sign(b[i] - b[j]);
      agreement += by_a * by_b;
      told_apart_by_a += std::abs(by_a);
      told_apart_by_b += std::abs(by_b);
    }
  }
  const double scale =
      std::sqrt(static_cast<double>(told_apart_by_a) * static_cast<double>(told_apart_by_b));
  return scale > 0 ? agreement / scale : 1;
}

}  // namespace betledger::scenarios
