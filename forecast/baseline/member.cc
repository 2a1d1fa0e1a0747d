#include "forecast/baseline/member.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/contract.h"

namespace betledger::forecast {

std::size_t ScaledHistory::points() const {
  return static_cast<std::size_t>(std::count(observed.begin(), observed.end(), true));
}

double corrected_aic(const Regression& fit, const Estimated& estimated) {
  const auto n = static_cast<double>(fit.innovations.size() + estimated.given);
  const auto k = static_cast<double>(fit.rank + estimated.parameters + estimated.given + 1);
  if (n - k - 1 <= 0) {
    return std::numeric_limits<double>::infinity();
  }
  return scaled_deviance(fit.squares, n) + fit.log_variances + 2 * k * n / (n - k - 1);
}

MemberFit make_member(const StateSpace& space,
                      const Regression& fit,
                      const Estimated& estimated,
                      const Steps& steps,
                      const std::vector<double>& known) {
  BET_EXPECT(known.empty() || known.size() == steps.count());
  MemberFit member;
  const auto path = continue_from(space, fit.state, steps.count());
  for (std::size_t h = steps.lead; h < steps.count(); ++h) {
    member.mean.push_back(path[h] + (known.empty() ? 0.0 : known[h]));
  }
  member.innovations = fit.innovations;
  member.psi = psi_weights(space, steps.count());
  const auto n = static_cast<double>(fit.innovations.size());
  const auto k = static_cast<double>(fit.rank + estimated.parameters);
  member.dof = std::max(1.0, n - k);
  // A gap just before the end leaves the state uncertain: the noise carries that.
  member.sigma = std::sqrt(fit.squares / member.dof * (n + k) / n * fit.next_variance);
  member.aicc = corrected_aic(fit, estimated);
  return member;
}

MemberFit fit_random_walk(const ScaledHistory& history, const Steps& steps) {
  BET_EXPECT(history.points() >= 2);
  const auto space = innovation_form(1, {{{1.0}}}, {1.0}, {1.0});
  std::vector<double> later{history.values.begin() + 1, history.values.end()};
  std::vector<bool> observed{history.observed.begin() + 1, history.observed.end()};
  Filter filter{{{std::move(later), {history.values.front()}}}, std::move(observed)};
  auto member = make_member(space, filter.fit(space), {0, 1}, steps);
  member.name = "random walk";
  return member;
}

}  // namespace betledger::forecast
