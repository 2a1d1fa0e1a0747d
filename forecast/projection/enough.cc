#include "forecast/projection/enough.h"

#include <cmath>

namespace betledger::forecast {
namespace {

std::vector<tree::Limit> bounds_of(const Plan& plan) {
  return plan.cycle.target ? std::vector{plan.cycle.target->bound} : std::vector<tree::Limit>{};
}

}  // namespace

Enough::Enough(const Plan& plan, const Settings& settings)
    : settings_{settings}, has_target_{plan.cycle.target.has_value()}, target_{bounds_of(plan)} {}

void Enough::add(std::span<const double> focus, std::span<const double> target) {
  focus_.insert(focus_.end(), focus.begin(), focus.end());
  target_.add(target, target);
}

bool Enough::reached() const {
  constexpr std::size_t least = 4'096;
  if (!settings_.until || focus_.size() < least) {
    return false;
  }
  const auto q = sim::summarize(focus_).quantiles;  // p05 p10 p25 p50 p75 p90 p95
  // The density at the median is about that between the quartiles: 1 / 2 over their distance.
  const double error = (q[4] - q[2]) / std::sqrt(static_cast<double>(focus_.size()));
  const bool sure = !has_target_ || target_.with(0).se <= settings_.until->probability;
  return sure && error <= settings_.until->median * (q[5] - q[1]);
}

}  // namespace betledger::forecast
