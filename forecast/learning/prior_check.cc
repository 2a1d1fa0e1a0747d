#include "forecast/learning/prior_check.h"

#include <cmath>

#include "core/contract.h"

namespace betledger::forecast {

PriorCheck check_prior(const EffectPrior& prior, std::span<const HeldOut> held_out) {
  BET_EXPECT(!held_out.empty());
  constexpr double limit = 1.959963984540054;
  PriorCheck check;
  check.count = held_out.size();
  double product = 0;
  double square = 0;
  double shrunk_error = 0;
  double raw_error = 0;
  double judge_variance = 0;
  double seen_variance = 0;
  double significant_shrunk = 0;
  double significant_raw = 0;
  for (const HeldOut& one : held_out) {
    const double mean = shrink(prior, one.learned_on).mean;
    const double raw = one.learned_on.estimate;
    const double judge = one.judged_by.estimate;
    product += one.weight * mean * judge;
    square += one.weight * mean * mean;
    shrunk_error += one.weight * (mean - judge) * (mean - judge);
    raw_error += one.weight * (raw - judge) * (raw - judge);
    judge_variance += one.weight * one.judged_by.se * one.judged_by.se;
    if (std::abs(raw) > limit * one.learned_on.se) {
      const double sign = raw > 0 ? 1 : -1;
      check.significant += 1;
      check.predicted += sign * mean;
      check.seen += sign * judge;
      check.claimed += sign * raw;
      significant_shrunk += (mean - judge) * (mean - judge);
      significant_raw += (raw - judge) * (raw - judge);
      seen_variance += one.judged_by.se * one.judged_by.se;
    }
  }
  check.slope = square > 0 ? product / square : 0;
  check.error_ratio = raw_error > 0 ? shrunk_error / raw_error : 0;
  check.truth_ratio = raw_error > judge_variance
                          ? (shrunk_error - judge_variance) / (raw_error - judge_variance)
                          : 0;
  if (check.significant > 0) {
    const auto count = static_cast<double>(check.significant);
    check.predicted /= count;
    check.seen /= count;
    check.claimed /= count;
    check.significant_ratio = significant_raw > 0 ? significant_shrunk / significant_raw : 0;
    check.seen_se = std::sqrt(seen_variance) / count;
  }
  return check;
}

}  // namespace betledger::forecast
