#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "forecast/learning/effect_learning.h"
#include "forecast/learning/prior_check.h"
#include "forecast/learning/role_table.h"

namespace betledger::forecast {

/// What one past experiment says of one of its arms: the relative difference to the rest of its
/// test (or to its control), over the test's pooled rate or mean. About the log ratio while it is
/// small.
struct Contrast {
  std::string experiment;
  std::string arm;
  std::string metric;
  Readout readout;
  double weight = 1;
  std::optional<Readout> held_out;  // the same from the other half
};

struct PastExperiments {
  std::vector<Contrast> contrasts;
  std::size_t experiments = 0;
  std::size_t skipped = 0;    // tests, or readouts, that say nothing
  bool against_rest = false;  // arms against the rest of their test: centred by construction
  std::string layout;         // "estimates", "arms" or "moments"

  [[nodiscard]] std::vector<PastEffect> effects() const;
  [[nodiscard]] std::vector<HeldOut> held_out() const;
};

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
