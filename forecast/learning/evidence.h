#pragma once

#include <cstdint>

#include "forecast/learning/spike_slab.h"

namespace betledger::forecast {

// What an experiment says, what its significance hides, and how old evidence fades. Closed forms.

/// Units and events in the control and the treatment of an A/B test.
struct AbCounts {
  double control = 0;  // units; events 0 <= control_events <= control
  double control_events = 0;
  double treatment = 0;
  double treatment_events = 0;
};

/// Whose rate gives the standard error. `pooled`: the test's, the same for both arms; an arm that
/// did well by chance has no smaller error for it, which would bias what is shrunk by it. `own`:
/// each arm's own, for a confidence interval.
enum class RateError : std::uint8_t { pooled, own };

/// Treatment rate less control rate. \pre units > 0; somebody has and somebody lacks the event
[[nodiscard]] Readout rate_difference(const AbCounts& counts, RateError error);
/// Log of the ratio of the rates. \pre also: events in both arms
[[nodiscard]] Readout rate_log_ratio(const AbCounts& counts, RateError error);
/// The difference over the pooled rate: near the log ratio, and finite where an arm has no event.
[[nodiscard]] Readout rate_relative_difference(const AbCounts& counts);

/// Gelman and Carlin (2014): of a true effect measured with standard error `se` and called
/// significant at two-sided `alpha`.
struct SignAndMagnitude {
  double power = 0;
  double wrong_sign = 0;    // among the significant (type S)
  double exaggeration = 0;  // mean |estimate| of the significant over the truth (type M)
};
/// \pre effect != 0, se > 0, 0 < alpha < 1
[[nodiscard]] SignAndMagnitude sign_and_magnitude(double effect, double se, double alpha = 0.05);

/// Of experiments picked because their estimate is above a threshold.
struct WinnersCurse {
  double p_selected = 0;
  double mean_estimate = 0;  // given selected, and so on
  double mean_truth = 0;
  double p_real = 0;
  double shrink_ratio = 0;  // mean_truth / mean_estimate
};
/// \pre sd, se > 0
[[nodiscard]] WinnersCurse winners_curse(const SpikeSlab& prior, double se, double threshold);

/// A count of successes and failures whose past counts `kept` times at every further outcome.
struct BetaBelief {
  double successes = 1;
  double failures = 1;
  [[nodiscard]] double mean() const { return successes / (successes + failures); }
};
[[nodiscard]] BetaBelief discounted(const BetaBelief& belief, bool success, double kept);
/// What the outcomes that count add up to in the long run: 1 / (1 - kept).
[[nodiscard]] double limiting_outcomes(double kept);

/// A normal belief.
struct NormalBelief {
  double mean = 0;
  double sd = 1;
};
/// A step of a discount filter (West and Harrison 1997): the variance grows to 1 / kept of itself,
/// then the readout is taken in. \pre 0 < kept <= 1
struct Filtered {
  NormalBelief belief;
  double gain = 0;
};
[[nodiscard]] Filtered discounted(const NormalBelief& belief, const Readout& readout, double kept);
/// What the gain tends to: 1 - kept.
[[nodiscard]] double limiting_gain(double kept);

/// `count` values with this mean.
struct MeanOf {
  double count = 0;
  double mean = 0;
};
/// The mean of values with standard deviation `sd` after `fresh`, where `past` counts `kept` times
/// (Ibrahim and Chen 2000) and nothing was known before.
[[nodiscard]] NormalBelief power_prior(const MeanOf& past,
                                       const MeanOf& fresh,
                                       double sd,
                                       double kept);

}  // namespace betledger::forecast
