#include "forecast/learning/spike_slab.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "core/normal.h"

namespace betledger::forecast {
namespace {

double log_odds(double p) {
  return std::log(p) - std::log1p(-p);
}

/// The probability with the log-odds `x`, without overflow.
double logistic(double x) {
  return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

bool is_sure(double p) {
  return p <= 0 || p >= 1;
}

}  // namespace

SpikeSlabUpdate update(const SpikeSlab& prior, const Readout& readout) {
  BET_EXPECT(prior.sd > 0 && readout.se > 0 && prior.p_real >= 0 && prior.p_real <= 1);
  const double noise = readout.se * readout.se;
  const double slab = prior.sd * prior.sd;
  const double total = slab + noise;
  const double miss = readout.estimate - prior.mean;
  SpikeSlabUpdate result;
  // Normal densities of the estimate, slab against spike: the 2 pi cancel.
  result.log_bayes_factor =
      0.5 *
      (std::log(noise / total) + readout.estimate * readout.estimate / noise - miss * miss / total);
  SpikeSlab& after = result.posterior;
  after.p_real = is_sure(prior.p_real) ? prior.p_real
                                       : logistic(log_odds(prior.p_real) + result.log_bayes_factor);
  after.mean = (prior.mean * noise + readout.estimate * slab) / total;
  after.sd = std::sqrt(slab * noise / total);
  result.mean = after.p_real * after.mean;
  const double nil = 1 - after.p_real;
  result.sd = std::sqrt(after.p_real * (after.sd * after.sd + nil * after.mean * after.mean));
  result.p_positive = after.p_real * normal_cdf(after.mean / after.sd);
  return result;
}

Readout pooled(std::span<const Readout> readouts) {
  BET_EXPECT(!readouts.empty());
  double precision = 0;
  double sum = 0;
  for (const Readout& readout : readouts) {
    BET_EXPECT(readout.se > 0);
    const double weight = 1 / (readout.se * readout.se);
    precision += weight;
    sum += weight * readout.estimate;
  }
  return {sum / precision, 1 / std::sqrt(precision)};
}

SpikeSlab forget(const SpikeSlab& prior, const SpikeSlab& posterior, double kept) {
  BET_EXPECT(kept >= 0 && kept <= 1 && prior.sd > 0 && posterior.sd > 0);
  SpikeSlab next;
  next.p_real =
      is_sure(prior.p_real) || is_sure(posterior.p_real)
          ? (kept > 0 ? posterior.p_real : prior.p_real)
          : logistic((1 - kept) * log_odds(prior.p_real) + kept * log_odds(posterior.p_real));
  const double before = (1 - kept) / (prior.sd * prior.sd);
  const double after = kept / (posterior.sd * posterior.sd);
  next.mean = (before * prior.mean + after * posterior.mean) / (before + after);
  next.sd = 1 / std::sqrt(before + after);
  return next;
}

double kept_after(double elapsed, double half_life) {
  BET_EXPECT(elapsed >= 0 && half_life > 0);
  return std::exp2(-elapsed / half_life);
}

}  // namespace betledger::forecast
