#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "forecast/learning/calibration.h"
#include "forecast/learning/role_table.h"

namespace betledger::forecast {

struct PastForecasts {
  ForecastKind kind = ForecastKind::point;
  std::vector<PastForecast> by_forecaster;
  std::vector<PastForecast> by_team;  // the same with the team as group; empty without teams
  std::size_t skipped = 0;            // without an outcome, or without a forecast
};

/// forecaster, team, item (what was forecast); outcome; and one of p10,p50,p90 | probability |
/// forecast.
[[nodiscard]] const std::vector<std::string>& forecast_roles();

/// Reads forecasts with their outcomes. An interval is taken for a normal with its median and the
/// distance of its p10 and p90. Refused with every place that is wrong (C- and E-codes).
[[nodiscard]] Result<PastForecasts> read_forecasts(std::string_view text,
                                                   const RoleSettings& settings);

}  // namespace betledger::forecast
