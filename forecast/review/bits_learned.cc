#include "forecast/review/bits_learned.h"

#include <cmath>

namespace betledger::forecast {

double bits_learned(double prior, double now) {
  const auto term = [](double p, double q) { return p > 0 && q > 0 ? p * std::log2(p / q) : 0.0; };
  return term(now, prior) + term(1 - now, 1 - prior);
}

double bits_learned(const inference::Belief& prior, const inference::Belief& now) {
  const double before = prior.p90 - prior.p10;
  const double after = now.p90 - now.p10;
  if (!(before > 0 && after > 0)) {
    return 0;
  }
  constexpr double widths = 2.5631031310892007;  // standard deviations from P10 to P90
  const double narrowed = after / before;
  const double moved = (now.p50 - prior.p50) / (before / widths);
  return (narrowed * narrowed - 1 - 2 * std::log(narrowed) + moved * moved) / (2 * std::log(2));
}

}  // namespace betledger::forecast
