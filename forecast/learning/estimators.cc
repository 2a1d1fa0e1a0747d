#include "forecast/learning/estimators.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/contract.h"
#include "forecast/learning/belief_fit.h"

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

/// For each forecast the number of what it is a forecast of; without a name it is of its own.
std::vector<std::size_t> items_of(std::span<const PastForecast> forecasts, std::size_t& count) {
  std::map<std::string, std::size_t> known;
  std::vector<std::size_t> items;
  count = 0;
  for (const PastForecast& forecast : forecasts) {
    if (forecast.item.empty()) {
      items.push_back(count++);
      continue;
    }
    const auto [place, fresh] = known.try_emplace(forecast.item, count);
    count += fresh ? 1U : 0U;
    items.push_back(place->second);
  }
  return items;
}

LeaveOneOut leave_one_out(ForecastKind kind, std::span<const PastForecast> forecasts) {
  LeaveOneOut result;
  const std::vector<std::size_t> items = items_of(forecasts, result.items);
  result.folds = result.items > most_left_out_singly;
  const std::size_t folds = result.folds ? fold_count : result.items;
  const auto count = static_cast<double>(forecasts.size());
  std::vector<double> gains(result.items);  // summed over an item's forecasts
  std::vector<double> sizes(result.items);
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<PastForecast> others;
    for (std::size_t i = 0; i < forecasts.size(); ++i) {
      if (items[i] % folds != fold) {
        others.push_back(forecasts[i]);
      }
    }
    if (others.empty()) {
      return {};  // all forecasts are of one item: nothing can be left out
    }
    const BeliefFit fit = fit_beliefs(kind, others);
    for (std::size_t i = 0; i < forecasts.size(); ++i) {
      if (items[i] % folds == fold) {
        const double raw = score_of(kind, forecasts[i], as_stated(fit, forecasts[i]));
        const double corrected = score_of(kind, forecasts[i], fit.correct(forecasts[i]));
        result.raw += raw / count;
        result.corrected += corrected / count;
        gains[items[i]] += raw - corrected;
        sizes[items[i]] += 1;
      }
    }
  }
  result.gain = result.raw - result.corrected;
  double square = 0;
  for (std::size_t i = 0; i < gains.size(); ++i) {
    const double off = gains[i] - sizes[i] * result.gain;
    square += off * off;
  }
  const auto n = static_cast<double>(result.items);
  result.gain_se = std::sqrt(square * n / std::max(1.0, n - 1)) / count;
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

std::string_view name(ForecastKind kind) noexcept {
  switch (kind) {
    case ForecastKind::interval:
      return "interval";
    case ForecastKind::point:
      return "point";
    case ForecastKind::probability:
      break;
  }
  return "probability";
}

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
