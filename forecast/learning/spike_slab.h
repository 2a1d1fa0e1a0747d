#pragma once

#include <span>

namespace betledger::forecast {

// A belief about an effect or a link that may be nil: real with probability `p_real`, and then
// normal. George and McCulloch (1993). Normal readouts keep the form, so the posterior is the next
// prior, in any order.

struct SpikeSlab {
  double p_real = 0;  // in [0, 1]
  double mean = 0;    // if it is real
  double sd = 1;      // > 0
};

/// An estimate with its standard error, > 0.
struct Readout {
  double estimate = 0;
  double se = 1;
};

struct SpikeSlabUpdate {
  SpikeSlab posterior;
  double log_bayes_factor = 0;  // real against nil
  double mean = 0;              // of the effect, nil or real
  double sd = 0;
  double p_positive = 0;  // P(effect > 0)
};

/// Bayes' rule in closed form. \pre sd, se > 0, 0 <= p_real <= 1
[[nodiscard]] SpikeSlabUpdate update(const SpikeSlab& prior, const Readout& readout);

/// Independent readouts of one effect as one: the mean weighted by 1 / se^2. \pre not empty
[[nodiscard]] Readout pooled(std::span<const Readout> readouts);

/// A posterior that is `kept` (in [0, 1]) of the way from the prior: log-odds and precision move in
/// proportion, as if every observation counted `kept` times. 1: the posterior, 0: the prior.
[[nodiscard]] SpikeSlab forget(const SpikeSlab& prior, const SpikeSlab& posterior, double kept);
/// What is kept after `elapsed` if half is after `half_life`, in the same unit. \pre half_life > 0
[[nodiscard]] double kept_after(double elapsed, double half_life);

}  // namespace betledger::forecast
