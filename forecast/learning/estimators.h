#pragma once

#include <span>

#include "forecast/learning/calibration.h"

namespace betledger::forecast {

// How past forecasts of a person or a team compare with what came, and what to do with the next
// one. Groups are pooled in part: with few forecasts a group is taken for the average one.
// docs/statistics-learning.md has the model.

/// \pre two forecasts or more; intervals: spread > 0; probabilities: centre in [0, 1]
[[nodiscard]] Calibration calibrate(ForecastKind kind, std::span<const PastForecast> forecasts);

/// The correction for a forecast of `group`; of an unknown group that of the average one. \pre as
/// above
[[nodiscard]] Corrected correct(const Calibration& calibration, const PastForecast& forecast);

/// True where leaving each forecast out in turn shows that the correction helps: by two standard
/// errors.
[[nodiscard]] bool worth_offering(const Calibration& calibration);

}  // namespace betledger::forecast
