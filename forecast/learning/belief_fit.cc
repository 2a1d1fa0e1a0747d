#include "forecast/learning/belief_fit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/contract.h"
#include "forecast/learning/random_effects.h"

namespace betledger::forecast {
namespace {

using Members = std::map<std::string, std::vector<const PastForecast*>>;

Members by_group(std::span<const PastForecast> forecasts) {
  Members members;
  for (const PastForecast& forecast : forecasts) {
    members[forecast.group].push_back(&forecast);
  }
  return members;
}

double log_odds(double probability) {
  const double p = std::clamp(probability, surest, 1 - surest);
  return std::log(p / (1 - p));
}

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

// ---- intervals and points: response = bias * driver + spread * noise ----

double response(ForecastKind kind, const PastForecast& forecast) {
  return kind == ForecastKind::interval ? (forecast.outcome - forecast.centre) / forecast.spread
                                        : forecast.outcome;
}

double driver(ForecastKind kind, const PastForecast& forecast) {
  return kind == ForecastKind::interval ? 1 : forecast.centre;
}

/// Least squares through the origin, of one group.
struct Line {
  double factor = 0;
  double drivers = 0;  // sum of squares
  double misses = 0;
};

Line line_of(ForecastKind kind, const std::vector<const PastForecast*>& members) {
  Line line;
  double product = 0;
  for (const PastForecast* const one : members) {
    const double x = driver(kind, *one);
    line.drivers += x * x;
    product += x * response(kind, *one);
  }
  line.factor = line.drivers > 0 ? product / line.drivers : 0;
  for (const PastForecast* const one : members) {
    const double miss = response(kind, *one) - line.factor * driver(kind, *one);
    line.misses += miss * miss;
  }
  return line;
}

double squares_around(ForecastKind kind,
                      const std::vector<const PastForecast*>& members,
                      double factor) {
  double sum = 0;
  for (const PastForecast* const one : members) {
    const double miss = response(kind, *one) - factor * driver(kind, *one);
    sum += miss * miss;
  }
  return sum;
}

/// Squares around a line with their degrees of freedom.
struct Squares {
  double sum = 0;
  double freedom = 0;
};

/// Logs of the groups' standard deviations, partially pooled: the log of a mean of n squares is
/// short by 1 / (2 n) and has a variance of about 1 / (2 n). A group without a degree of freedom is
/// the average one.
RandomEffects pool_spreads(const std::vector<Squares>& squares, double smallest) {
  constexpr double says_nothing = 1e3;
  std::vector<Readout> logs;
  double known = 0;
  for (const Squares& one : squares) {
    const double n = one.freedom;
    if (n < 1) {
      logs.push_back({0, says_nothing});
      continue;
    }
    const double mean = std::max(one.sum / n, smallest * smallest);
    logs.push_back({0.5 * (std::log(mean) + 1 / n), std::sqrt(0.5 / n)});
    known += 1;
  }
  if (known == 0) {
    // Nobody has two forecasts: all of them together are one group.
    Squares all;
    for (const Squares& one : squares) {
      all.sum += one.sum;
      all.freedom += 1;
    }
    const double mean = std::max(all.sum / all.freedom, smallest * smallest);
    logs.assign(squares.size(), {0.5 * std::log(mean), std::sqrt(0.5 / all.freedom)});
  }
  return random_effects(logs);
}

/// Forecasts that are all exact leave no noise to measure; something must divide.
double smallest_noise(ForecastKind kind, const Members& members) {
  double size = 1e-100;
  for (const auto& [name, group] : members) {
    for (const PastForecast* const one : group) {
      size = std::max({size, std::abs(response(kind, *one)), std::abs(driver(kind, *one))});
    }
  }
  return 1e-9 * size;
}

/// Each group's own factor, with the error that its own noise gives it.
std::vector<Readout> own_factors(ForecastKind kind, const Members& members, double smallest) {
  const double null = kind == ForecastKind::interval ? 0 : 1;
  std::vector<Line> lines;
  std::vector<Squares> misses;
  for (const auto& [name, group] : members) {
    lines.push_back(line_of(kind, group));
    const auto count = static_cast<double>(group.size());
    // Nobody repeats: then the line of everybody's own null is all there is to miss.
    misses.push_back(
        {count > 1 ? lines.back().misses : squares_around(kind, group, null), count - 1});
  }
  const RandomEffects noises = pool_spreads(misses, smallest);
  std::vector<Readout> own;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    // A group whose forecasts are all 0 says nothing of a factor.
    const bool says = lines[i].drivers > 0;
    own.push_back({says ? lines[i].factor : null,
                   says ? std::exp(noises.groups[i].estimate) / std::sqrt(lines[i].drivers) : 1e6});
  }
  return own;
}

void fit_lines(BeliefFit& fit, const Members& members) {
  const double smallest = smallest_noise(fit.kind, members);
  const double null = fit.kind == ForecastKind::interval ? 0 : 1;
  const std::vector<Readout> own = own_factors(fit.kind, members, smallest);
  const RandomEffects biases = random_effects(own);
  fit.bias = {biases.mean, biases.se};
  fit.between = std::sqrt(biases.tau2);
  std::vector<Squares> around;
  std::vector<Squares> raw;
  std::size_t i = 0;
  for (const auto& [name, group] : members) {
    const auto count = static_cast<double>(group.size());
    around.push_back({squares_around(fit.kind, group, biases.groups[i].estimate), count});
    raw.push_back({squares_around(fit.kind, group, null), count});
    ++i;
  }
  const RandomEffects spreads = pool_spreads(around, smallest);
  const RandomEffects raws = pool_spreads(raw, smallest);
  fit.spread = std::exp(spreads.mean);
  fit.average_raw_spread = std::exp(raws.mean);
  i = 0;
  for (const auto& [name, group] : members) {
    fit.groups[name] = {group.size(),
                        own[i],
                        biases.groups[i],
                        std::exp(spreads.groups[i].estimate),
                        std::exp(raws.groups[i].estimate),
                        spreads.groups[i].se};
    ++i;
  }
}

// ---- probabilities ----

/// Shift and slope with their precision matrix.
struct Logistic {
  double shift = 0;
  double slope = 1;
  double shift_se = 0;
  double slope_se = 0;
};

Logistic fit_logistic(std::span<const PastForecast> forecasts) {
  constexpr double shift_precision = 1 / (1.5 * 1.5);
  constexpr double slope_precision = 1 / (0.5 * 0.5);
  constexpr int most_steps = 50;
  Logistic fit;
  for (int step = 0; step < most_steps; ++step) {
    double g0 = -shift_precision * fit.shift;
    double g1 = -slope_precision * (fit.slope - 1);
    double h00 = shift_precision;
    double h01 = 0;
    double h11 = slope_precision;
    for (const PastForecast& forecast : forecasts) {
      const double x = log_odds(forecast.centre);
      const double p = logistic(fit.shift + fit.slope * x);
      g0 += forecast.outcome - p;
      g1 += (forecast.outcome - p) * x;
      h00 += p * (1 - p);
      h01 += p * (1 - p) * x;
      h11 += p * (1 - p) * x * x;
    }
    const double determinant = h00 * h11 - h01 * h01;
    const double shift_step = (h11 * g0 - h01 * g1) / determinant;
    const double slope_step = (h00 * g1 - h01 * g0) / determinant;
    // The posterior is log-concave; a bounded step keeps Newton from overshooting at its ends.
    fit.shift += std::clamp(shift_step, -1.0, 1.0);
    fit.slope += std::clamp(slope_step, -1.0, 1.0);
    fit.shift_se = std::sqrt(h11 / determinant);
    fit.slope_se = std::sqrt(h00 / determinant);
    if (std::abs(shift_step) + std::abs(slope_step) < 1e-12) {
      break;
    }
  }
  return fit;
}

void fit_probabilities(BeliefFit& fit,
                       std::span<const PastForecast> forecasts,
                       const Members& members) {
  const Logistic all = fit_logistic(forecasts);
  fit.slope = {all.slope, all.slope_se};
  fit.spread = 1;
  std::vector<Readout> own;
  for (const auto& [name, group] : members) {
    double score = 0;
    double information = 0;
    for (const PastForecast* const one : group) {
      const double p = logistic(all.shift + all.slope * log_odds(one->centre));
      score += one->outcome - p;
      information += p * (1 - p);
    }
    own.push_back({all.shift + score / information, 1 / std::sqrt(information)});
  }
  const RandomEffects shifts = random_effects(own);
  // The common shift is that of the regression, whose prior keeps it in reason; groups differ from
  // it.
  fit.bias = {all.shift, all.shift_se};
  fit.between = std::sqrt(shifts.tau2);
  std::size_t i = 0;
  for (const auto& [name, group] : members) {
    const double variance = own[i].se * own[i].se;
    const double weight = shifts.tau2 / (shifts.tau2 + variance);
    const Readout pooled{all.shift + weight * (own[i].estimate - all.shift),
                         std::hypot(std::sqrt(weight * variance), (1 - weight) * all.shift_se)};
    fit.groups[name] = {group.size(), own[i], pooled, 1, 1, 0};
    ++i;
  }
}

}  // namespace

Corrected correction(ForecastKind kind, const PastForecast& forecast, const Terms& terms) {
  switch (kind) {
    case ForecastKind::interval:
      return {forecast.centre + terms.bias.estimate * forecast.spread,
              forecast.spread * std::hypot(terms.spread, terms.bias.se)};
    case ForecastKind::point:
      return {terms.bias.estimate * forecast.centre,
              std::hypot(terms.spread, terms.bias.se * forecast.centre)};
    case ForecastKind::probability:
      break;
  }
  const double x = terms.bias.estimate + terms.slope.estimate * log_odds(forecast.centre);
  return {std::clamp(logistic(x), surest / 2, 1 - surest / 2), 0};
}

double BeliefFit::raw_spread(const std::string& group) const {
  const auto found = groups.find(group);
  return found == groups.end() ? average_raw_spread : found->second.raw_spread;
}

Corrected BeliefFit::correct(const PastForecast& forecast) const {
  const auto found = groups.find(forecast.group);
  if (found == groups.end()) {
    return correction(
        kind, forecast, {{bias.estimate, std::hypot(bias.se, between)}, slope, spread});
  }
  return correction(kind, forecast, {found->second.bias, slope, found->second.spread});
}

BeliefFit fit_beliefs(ForecastKind kind, std::span<const PastForecast> forecasts) {
  BET_EXPECT(!forecasts.empty());
  BeliefFit fit;
  fit.kind = kind;
  const Members members = by_group(forecasts);
  if (kind == ForecastKind::probability) {
    fit_probabilities(fit, forecasts, members);
  } else {
    fit_lines(fit, members);
  }
  return fit;
}

}  // namespace betledger::forecast
