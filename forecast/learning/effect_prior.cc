#include "forecast/learning/effect_prior.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/contract.h"
#include "core/normal.h"

namespace betledger::forecast {

double EffectPrior::sd() const {
  double square = 0;
  const auto widths = slab_widths(family);
  for (const double width : widths) {
    square += width * width / static_cast<double>(widths.size());
  }
  return scale * std::sqrt(square);
}

Shrunk shrink(const EffectPrior& prior, const Readout& readout) {
  BET_EXPECT(readout.se > 0 && prior.scale > 0);
  const auto widths = slab_widths(prior.family);
  const auto each = 1 / static_cast<double>(widths.size());
  const double noise = readout.se * readout.se;
  // Relative to the largest Bayes factor, which may be beyond all numbers.
  std::array<double, most_slab_widths> logs{};
  double most = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const SpikeSlab slab{0.5, prior.mean, prior.scale * widths[i]};
    logs[i] = update(slab, readout).log_bayes_factor;
    most = std::max(most, logs[i]);
  }
  double total = (1 - prior.base_rate) * std::exp(-most);
  Shrunk result;
  double square = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const double variance = prior.scale * prior.scale * widths[i] * widths[i];
    const double weight = prior.base_rate * each * std::exp(logs[i] - most);
    const double mean = (prior.mean * noise + readout.estimate * variance) / (variance + noise);
    const double sd = std::sqrt(variance * noise / (variance + noise));
    total += weight;
    result.p_real += weight;
    result.mean += weight * mean;
    square += weight * (mean * mean + sd * sd);
    result.p_positive += weight * normal_cdf(mean / sd);
  }
  result.p_real /= total;
  result.mean /= total;
  result.p_positive /= total;
  result.sd = std::sqrt(std::max(0.0, square / total - result.mean * result.mean));
  return result;
}

double p_above(const EffectPrior& prior, double least) {
  BET_EXPECT(least >= 0);
  const auto widths = slab_widths(prior.family);
  double above = 0;
  for (const double width : widths) {
    above += normal_survival((least - prior.mean) / (prior.scale * width));
  }
  return prior.base_rate * above / static_cast<double>(widths.size());
}

}  // namespace betledger::forecast
