#include "forecast/learning/random_effects.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

struct Weighted {
  double mean = 0;
  double sum = 0;      // of w = 1 / (v + tau2)
  double squares = 0;  // of w^2
};

Weighted weigh(std::span<const Readout> readouts, double tau2) {
  Weighted all;
  for (const Readout& readout : readouts) {
    const double w = 1 / (readout.se * readout.se + tau2);
    all.mean += w * readout.estimate;
    all.sum += w;
    all.squares += w * w;
  }
  all.mean /= all.sum;
  return all;
}

/// The slope of the restricted log-likelihood in tau^2, times two.
double slope(std::span<const Readout> readouts, double tau2) {
  const Weighted all = weigh(readouts, tau2);
  double sum = all.squares / all.sum - all.sum;
  for (const Readout& readout : readouts) {
    const double w = 1 / (readout.se * readout.se + tau2);
    const double miss = readout.estimate - all.mean;
    sum += w * w * miss * miss;
  }
  return sum;
}

double between_groups(std::span<const Readout> readouts) {
  if (readouts.size() < 2 || slope(readouts, 0) <= 0) {
    return 0;
  }
  double low = 0;
  double high = 0;
  for (const Readout& readout : readouts) {
    const double miss = readout.estimate - readouts.front().estimate;
    high = std::max(high, miss * miss);
  }
  constexpr int most_steps = 200;
  for (int step = 0; step < most_steps && high - low > 1e-14 * high; ++step) {
    const double middle = (low + high) / 2;
    (slope(readouts, middle) > 0 ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

RandomEffects random_effects(std::span<const Readout> readouts) {
  BET_EXPECT(!readouts.empty());
  RandomEffects result;
  result.tau2 = between_groups(readouts);
  const Weighted all = weigh(readouts, result.tau2);
  result.mean = all.mean;
  result.se = 1 / std::sqrt(all.sum);
  const Weighted equal = weigh(readouts, 0);
  for (const Readout& readout : readouts) {
    const double variance = readout.se * readout.se;
    const double total = variance + result.tau2;
    const double miss = readout.estimate - equal.mean;
    result.q += miss * miss / variance;
    const double own = result.tau2 / total;
    result.groups.push_back(
        {result.mean + own * (readout.estimate - result.mean),
         std::sqrt(own * variance + (1 - own) * (1 - own) * result.se * result.se)});
  }
  // Higgins and Thompson's typical sampling variance (2002).
  const double spread = equal.sum - equal.squares / equal.sum;
  if (readouts.size() > 1 && spread > 0) {
    const double typical = static_cast<double>(readouts.size() - 1) / spread;
    result.i2 = result.tau2 / (result.tau2 + typical);
  }
  return result;
}

}  // namespace betledger::forecast
