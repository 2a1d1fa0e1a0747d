#include "forecast/review/information_worth.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

/// Integrals over a normal, by the trapezoidal rule: exact to many digits for smooth integrands.
constexpr int steps = 400;
constexpr double reach = 8;  // standard deviations

template <class Function>
double mean_over_normal(double centre, double sd, Function function) {
  double sum = 0;
  double mass = 0;
  for (int i = 0; i <= steps; ++i) {
    const double z = reach * (2.0 * i / steps - 1);
    const double weight = std::exp(-z * z / 2);
    sum += weight * function(centre + sd * z);
    mass += weight;
  }
  return sum / mass;
}

double worth_of_funding(double p, std::span<const SplitWorth> bets) {
  double sum = 0;
  for (const SplitWorth& bet : bets) {
    sum += std::max(0.0, p * bet.open + (1 - p) * bet.shut);
  }
  return sum;
}

}  // namespace

InformationWorth value_of_knowing(const inference::Chance& holds,
                                  std::span<const SplitWorth> bets) {
  const double p = holds.probability;
  BET_EXPECT(p >= 0 && p <= 1);
  double per_chance = 0;  // slope of the value in p
  InformationWorth worth;
  double variance = 0;
  bool open_changes = false;
  bool shut_changes = false;
  for (const SplitWorth& bet : bets) {
    const bool funded = p * bet.open + (1 - p) * bet.shut > 0;
    // Funded, the answer saves what is lost; left, it wins what was missed.
    const double saved_open = funded ? std::max(0.0, -bet.open) : std::max(0.0, bet.open);
    const double saved_shut = funded ? std::max(0.0, -bet.shut) : std::max(0.0, bet.shut);
    worth.value += p * saved_open + (1 - p) * saved_shut;
    variance += saved_open > 0 ? std::pow(p * bet.open_se, 2) : 0;
    variance += saved_shut > 0 ? std::pow((1 - p) * bet.shut_se, 2) : 0;
    per_chance += saved_open - saved_shut;
    open_changes = open_changes || saved_open > 0;
    shut_changes = shut_changes || saved_shut > 0;
  }
  worth.se = std::hypot(std::sqrt(variance), per_chance * holds.se);
  worth.changes = (open_changes ? p : 0) + (shut_changes ? 1 - p : 0);
  return worth;
}

double value_of_measuring(const SpikeSlab& belief, double se, std::span<const SplitWorth> bets) {
  const auto after = [&](double estimate) {
    return worth_of_funding(update(belief, {estimate, se}).posterior.p_real, bets);
  };
  const double real = mean_over_normal(belief.mean, std::hypot(belief.sd, se), after);
  const double nil = mean_over_normal(0, se, after);
  return std::max(
      0.0,
      belief.p_real * real + (1 - belief.p_real) * nil - worth_of_funding(belief.p_real, bets));
}

double expected_if_real(const SpikeSlab& belief, double se) {
  return mean_over_normal(belief.mean, std::hypot(belief.sd, se), [&](double estimate) {
    return update(belief, {estimate, se}).posterior.p_real;
  });
}

double se_to_reach(const SpikeSlab& belief, double wanted) {
  BET_EXPECT(belief.p_real > 0 && belief.p_real < wanted && wanted < 1);
  const double size = std::hypot(belief.mean, belief.sd);
  double low = std::log(1e-4 * size);  // fine enough, whatever is wanted; the high end is not
  double high = std::log(1e3 * size);
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (expected_if_real(belief, std::exp(middle)) >= wanted ? low : high) = middle;
  }
  return std::exp(low);
}

}  // namespace betledger::forecast
