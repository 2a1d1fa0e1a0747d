#include "forecast/estimators.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/contract.h"
#include "forecast/belief_fit.h"

namespace betledger::forecast {
namespace {

constexpr std::size_t most_left_out_singly = 2000;
constexpr std::size_t fold_count = 200;

double score_of(ForecastKind kind, const PastForecast& forecast, const Corrected& corrected) {
  if (kind == ForecastKind::probability) {
    return -std::log(forecast.outcome > 0.5 ? corrected.centre : 1 - corrected.centre);
  }
  // Scores of intervals are in spreads, so that forecasts in different units can be averaged.
  const double unit = kind == ForecastKind::interval ? forecast.spread : 1;
  return crps_normal(corrected.centre, corrected.spread, forecast.outcome) / unit;
}

/// As it was stated. A point states no spread: it gets that of the errors which points had.
Corrected as_stated(const BeliefFit& fit, const PastForecast& forecast) {
  switch (fit.kind) {
    case ForecastKind::interval:
      return {forecast.centre, forecast.spread};
    case ForecastKind::point:
      return {forecast.centre, fit.raw_spread(forecast.group)};
    case ForecastKind::probability:
      break;
  }
  return {std::clamp(forecast.centre, surest, 1 - surest), 0};
}

LeaveOneOut leave_one_out(ForecastKind kind, std::span<const PastForecast> forecasts) {
  const std::size_t n = forecasts.size();
  LeaveOneOut result;
  result.folds = n > most_left_out_singly;
  const std::size_t folds = result.folds ? fold_count : n;
  double square = 0;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<PastForecast> others;
    for (std::size_t i = 0; i < n; ++i) {
      if (i % folds != fold) {
        others.push_back(forecasts[i]);
      }
    }
    const BeliefFit fit = fit_beliefs(kind, others);
    for (std::size_t i = fold; i < n; i += folds) {
      const double raw = score_of(kind, forecasts[i], as_stated(fit, forecasts[i]));
      const double corrected = score_of(kind, forecasts[i], fit.correct(forecasts[i]));
      result.raw += raw;
      result.corrected += corrected;
      square += (raw - corrected) * (raw - corrected);
    }
  }
  const auto count = static_cast<double>(n);
  result.raw /= count;
  result.corrected /= count;
  result.gain = result.raw - result.corrected;
  const double variance = std::max(0.0, square / count - result.gain * result.gain);
  result.gain_se = std::sqrt(variance / std::max(1.0, count - 1));
  return result;
}

void add_coverage(Calibration& calibration, std::span<const PastForecast> forecasts) {
  constexpr double z90 = 1.2815515655446004;
  double hits = 0;
  for (const PastForecast& forecast : forecasts) {
    hits += std::abs(forecast.outcome - forecast.centre) <= z90 * forecast.spread ? 1 : 0;
  }
  const auto count = static_cast<double>(forecasts.size());
  calibration.covered = hits / count;
  calibration.coverage = wilson_interval(hits, count);
}

}  // namespace

Calibration calibrate(ForecastKind kind, std::span<const PastForecast> forecasts) {
  BET_EXPECT(forecasts.size() >= 2);
  const BeliefFit fit = fit_beliefs(kind, forecasts);
  Calibration calibration;
  calibration.kind = kind;
  calibration.count = forecasts.size();
  calibration.bias = fit.bias;
  calibration.between = fit.between;
  calibration.slope = fit.slope;
  calibration.spread = fit.spread;
  for (const auto& [name, group] : fit.groups) {
    GroupCalibration one{name, group.count, group.own, group.bias, group.spread, 1, 1};
    constexpr double z95 = 1.959963984540054;
    one.spread_low = group.spread * std::exp(-z95 * group.log_spread_se);
    one.spread_high = group.spread * std::exp(z95 * group.log_spread_se);
    calibration.groups.push_back(std::move(one));
  }
  calibration.score = leave_one_out(kind, forecasts);
  if (kind == ForecastKind::interval) {
    add_coverage(calibration, forecasts);
  }
  return calibration;
}

Corrected correct(const Calibration& calibration, const PastForecast& forecast) {
  Readout bias{calibration.bias.estimate, std::hypot(calibration.bias.se, calibration.between)};
  double spread = calibration.spread;
  for (const GroupCalibration& group : calibration.groups) {
    if (group.group == forecast.group) {
      bias = group.pooled;
      spread = group.spread;
    }
  }
  return correction(calibration.kind, forecast, {bias, calibration.slope, spread});
}

bool worth_offering(const Calibration& calibration) {
  return calibration.score.gain > 2 * calibration.score.gain_se && calibration.score.gain > 0;
}

}  // namespace betledger::forecast
