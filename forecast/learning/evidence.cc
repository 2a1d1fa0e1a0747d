#include "forecast/learning/evidence.h"

#include <cmath>

#include "core/contract.h"
#include "core/normal.h"

namespace betledger::forecast {
namespace {

struct Rates {
  double control;
  double treatment;
  double pooled;
};

Rates rates_of(const AbCounts& counts) {
  BET_EXPECT(counts.control > 0 && counts.treatment > 0 && counts.control_events >= 0 &&
             counts.treatment_events >= 0 && counts.control_events <= counts.control &&
             counts.treatment_events <= counts.treatment);
  const double events = counts.control_events + counts.treatment_events;
  const double units = counts.control + counts.treatment;
  BET_EXPECT(events > 0 && events < units);
  return {counts.control_events / counts.control,
          counts.treatment_events / counts.treatment,
          events / units};
}

double variance_of_difference(const AbCounts& counts, const Rates& rates, RateError error) {
  const double control = error == RateError::own ? rates.control : rates.pooled;
  const double treatment = error == RateError::own ? rates.treatment : rates.pooled;
  return control * (1 - control) / counts.control + treatment * (1 - treatment) / counts.treatment;
}

}  // namespace

Readout rate_difference(const AbCounts& counts, RateError error) {
  const Rates rates = rates_of(counts);
  return {rates.treatment - rates.control, std::sqrt(variance_of_difference(counts, rates, error))};
}

Readout rate_log_ratio(const AbCounts& counts, RateError error) {
  const Rates rates = rates_of(counts);
  BET_EXPECT(rates.control > 0 && rates.treatment > 0);
  const double control = error == RateError::own ? rates.control : rates.pooled;
  const double treatment = error == RateError::own ? rates.treatment : rates.pooled;
  const double variance =
      (1 - control) / (control * counts.control) + (1 - treatment) / (treatment * counts.treatment);
  return {std::log(rates.treatment / rates.control), std::sqrt(variance)};
}

Readout rate_relative_difference(const AbCounts& counts) {
  const Rates rates = rates_of(counts);
  const Readout difference = rate_difference(counts, RateError::pooled);
  return {difference.estimate / rates.pooled, difference.se / rates.pooled};
}

SignAndMagnitude sign_and_magnitude(double effect, double se, double alpha) {
  BET_EXPECT(effect != 0 && se > 0 && alpha > 0 && alpha < 1);
  const double limit = normal_quantile(1 - alpha / 2);
  const double z = std::abs(effect) / se;
  const double right = normal_survival(limit - z);
  const double wrong = normal_survival(limit + z);
  // E |Z| over both tails of Z ~ N(z, 1).
  const double absolute = z * (right - wrong) + normal_pdf(limit - z) + normal_pdf(limit + z);
  return {right + wrong, wrong / (right + wrong), absolute / (right + wrong) / z};
}

WinnersCurse winners_curse(const SpikeSlab& prior, double se, double threshold) {
  BET_EXPECT(prior.sd > 0 && se > 0);
  const double total = std::hypot(prior.sd, se);
  const double z_nil = threshold / se;
  const double z_real = (threshold - prior.mean) / total;
  const double nil = (1 - prior.p_real) * normal_survival(z_nil);
  const double real = prior.p_real * normal_survival(z_real);
  // Mass times mean of a normal above the threshold: mean * survival + sd * density.
  const double estimate_nil = (1 - prior.p_real) * se * normal_pdf(z_nil);
  const double excess_real = prior.p_real * total * normal_pdf(z_real);
  const double weight = prior.sd * prior.sd / (total * total);
  WinnersCurse curse;
  curse.p_selected = nil + real;
  curse.mean_estimate = (estimate_nil + real * prior.mean + excess_real) / curse.p_selected;
  curse.mean_truth = (real * prior.mean + weight * excess_real) / curse.p_selected;
  curse.p_real = real / curse.p_selected;
  curse.shrink_ratio = curse.mean_truth / curse.mean_estimate;
  return curse;
}

BetaBelief discounted(const BetaBelief& belief, bool success, double kept) {
  return {kept * belief.successes + (success ? 1 : 0), kept * belief.failures + (success ? 0 : 1)};
}

double limiting_outcomes(double kept) {
  BET_EXPECT(kept >= 0 && kept < 1);
  return 1 / (1 - kept);
}

Filtered discounted(const NormalBelief& belief, const Readout& readout, double kept) {
  BET_EXPECT(kept > 0 && kept <= 1 && belief.sd > 0 && readout.se > 0);
  const double before = belief.sd * belief.sd / kept;
  const double noise = readout.se * readout.se;
  const double gain = before / (before + noise);
  return {{belief.mean + gain * (readout.estimate - belief.mean), std::sqrt(gain * noise)}, gain};
}

double limiting_gain(double kept) {
  return 1 - kept;
}

NormalBelief power_prior(const MeanOf& past, const MeanOf& fresh, double sd, double kept) {
  const double count = kept * past.count + fresh.count;
  BET_EXPECT(count > 0 && sd > 0);
  return {(kept * past.count * past.mean + fresh.count * fresh.mean) / count,
          sd / std::sqrt(count)};
}

}  // namespace betledger::forecast
