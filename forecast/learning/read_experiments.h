#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "forecast/learning/past_experiments.h"
#include "forecast/learning/role_table.h"

namespace betledger::forecast {

/// The roles that a column can play; the layout is that of the columns found:
///   estimates  [experiment, arm, metric,] estimate, se [, held_estimate, held_se]
///   arms       experiment, impressions, clicks [, arm, held_impressions, held_clicks]
///   moments    experiment_id, count_c, count_t, mean_c, mean_t, variance_c, variance_t
///              [, variant_id, metric_id, time_since_start]: the last readout of each counts
[[nodiscard]] const std::vector<std::string>& experiment_roles();

inline constexpr std::size_t most_contrasts = 100'000;

/// Reads past experiments. `control` names the arm that others are compared with; empty: each arm
/// is compared with the rest of its test. Refused with every place that is wrong (C- and E-codes).
[[nodiscard]] Result<PastExperiments> read_experiments(std::string_view text,
                                                       const RoleSettings& settings,
                                                       const std::string& control);

}  // namespace betledger::forecast
