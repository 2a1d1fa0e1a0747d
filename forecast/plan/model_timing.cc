#include "forecast/plan/model_timing.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "core/contract.h"
#include "forecast/plan/variable_keys.h"

namespace betledger::forecast {
namespace {

std::vector<double> times(std::vector<double> values, double factor) {
  for (double& value : values) {
    value *= factor;
  }
  return values;
}

std::optional<double> times(std::optional<double> value, double factor) {
  return value ? std::optional{*value * factor} : std::nullopt;
}

/// A family in another unit.
struct InUnit {
  double factor;

  Distribution::Family operator()(const Constant& d) const { return Constant{d.value * factor}; }
  Distribution::Family operator()(const Normal& d) const {
    return Normal{d.mean * factor, d.sd * factor};
  }
  Distribution::Family operator()(const LogNormal& d) const {
    return LogNormal{d.median * factor, d.sdlog};
  }
  Distribution::Family operator()(const Uniform& d) const {
    return Uniform{d.low * factor, d.high * factor};
  }
  Distribution::Family operator()(const Triangular& d) const {
    return Triangular{d.low * factor, d.mode * factor, d.high * factor};
  }
  Distribution::Family operator()(const Pert& d) const {
    return Pert{d.low * factor, d.mode * factor, d.high * factor};
  }
  Distribution::Family operator()(const Beta& d) const {
    constexpr int points = 500;
    const Distribution beta = Distribution::make(d).value();
    Empirical grid;
    for (int i = 0; i < points; ++i) {
      grid.values.push_back(beta.quantile((i + 0.5) / points) * factor);
    }
    return grid;
  }
  Distribution::Family operator()(const Quantiles& d) const {
    return Quantiles{
        d.levels, times(d.values, factor), times(d.lower, factor), times(d.upper, factor)};
  }
  Distribution::Family operator()(const Empirical& d) const {
    return Empirical{times(d.values, factor)};
  }
};

sim::Ramp ramp_of(const ledger::Bet& bet) {
  if (bet.ramp.count <= 0) {
    return sim::Ramp::step;
  }
  return bet.ramp_shape == ledger::RampShape::linear ? sim::Ramp::linear : sim::Ramp::s_curve;
}

}  // namespace

Distribution scaled(const Distribution& distribution, double factor) {
  BET_EXPECT(factor > 0);
  return factor == 1
             ? distribution
             : Distribution::make(std::visit(InUnit{factor}, distribution.family())).value();
}

sim::Profile timing_of(const ledger::BetRecord& record, const Timeline& timeline) {
  const ledger::Bet& bet = record.terms;
  sim::Profile profile;
  profile.key = keys::timing(bet.key);
  if (record.delivered_on) {
    profile.start = timeline.position(*record.delivered_on);
    profile.scale = record.delivered_share;
  } else {
    profile.start = timeline.position(std::max(bet.start, record.started_on.value_or(bet.start)));
    profile.delay = scaled(bet.delay_days, 1 / average_days(timeline.kind));
  }
  profile.ramp = ramp_of(bet);
  profile.ramp_periods = timeline.periods(bet.ramp);
  if (bet.half_life) {
    profile.half_life = timeline.periods(*bet.half_life);
  }
  if (record.stopped_on) {
    profile.end = timeline.position(*record.stopped_on + std::chrono::days{1});
  }
  return profile;
}

std::vector<double> coverage(const Timeline& timeline, Day start, Day end) {
  std::vector<double> shares;
  for (int t = 0; t < static_cast<int>(timeline.count); ++t) {
    const Day first = timeline.start_of(t);
    const Day next = timeline.start_of(t + 1);
    const auto covered = std::min(next, end + std::chrono::days{1}) - std::max(first, start);
    const double days = static_cast<double>(std::max(covered, std::chrono::days{0}).count());
    shares.push_back(days / static_cast<double>((next - first).count()));
  }
  return shares;
}

}  // namespace betledger::forecast
