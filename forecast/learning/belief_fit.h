#pragma once

#include <map>
#include <span>
#include <string>

#include "forecast/learning/calibration.h"

namespace betledger::forecast {

// The models behind `calibrate`.

/// The three numbers that turn a stated forecast into a corrected one.
struct Terms {
  Readout bias;
  Readout slope{1, 0};
  double spread = 1;
};
[[nodiscard]] Corrected correction(ForecastKind kind,
                                   const PastForecast& forecast,
                                   const Terms& terms);

struct FittedGroup {
  std::size_t count = 0;
  Readout own;
  Readout bias;  // partially pooled
  double spread = 1;
  double raw_spread = 1;  // of points: around the forecast as stated
  double log_spread_se = 0;
};

struct BeliefFit {
  ForecastKind kind = ForecastKind::point;
  Readout bias;  // of the average group
  double between = 0;
  Readout slope{1, 0};
  double spread = 1;
  double average_raw_spread = 1;
  std::map<std::string, FittedGroup> groups;

  [[nodiscard]] double raw_spread(const std::string& group) const;
  [[nodiscard]] Corrected correct(const PastForecast& forecast) const;
};

/// Intervals and points: outcome = centre + spread (bias + factor noise), and factor * centre +
/// noise; biases and logs of the spreads pooled over groups by random_effects. Probabilities: a
/// logistic regression of the outcome on the stated log-odds, with priors N(0, 1.5^2) on the shift
/// and N(1, 0.5^2) on the slope, then a shift per group, pooled likewise. O(forecasts)
[[nodiscard]] BeliefFit fit_beliefs(ForecastKind kind, std::span<const PastForecast> forecasts);

}  // namespace betledger::forecast
