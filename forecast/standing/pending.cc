#include "forecast/standing/pending.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "core/contract.h"
#include "core/normal.h"
#include "forecast/plan/model_timing.h"
#include "forecast/plan/to_model.h"
#include "forecast/plan/variable_keys.h"

namespace betledger::forecast {
namespace {

using ledger::BetRecord;
using std::chrono::days;

constexpr int points = 500;
constexpr double hopeless = 1e-12;  // less than this counts as impossible
constexpr double rounding = 1e-9;   // of sums of days in periods

/// The largest normal score at which the distribution is still below `bound`.
double score_below(const Distribution& distribution, double bound) {
  double low = -30;
  double high = 30;
  for (int i = 0; i < 80; ++i) {
    const double middle = (low + high) / 2;
    (distribution.from_normal(middle) < bound ? low : high) = middle;
  }
  return low;
}

bool is_pending(const BetRecord& record) {
  return !record.delivered_on && !record.stopped_on &&
         record.status != ledger::BetStatus::withdrawn;
}

/// The latest day of delivery that a delay leaves possible, but for one chance in a million.
std::optional<Day> latest_day(const Timeline& timeline, double start, const Distribution& delay) {
  constexpr double century = 36'525;
  if (delay.highest() > century) {
    return std::nullopt;
  }
  const double farthest = start + std::max(0.0, delay.quantile(1 - 1e-6)) + rounding;
  const int near = static_cast<int>(std::floor(farthest * average_days(timeline.kind))) - 32;
  Day day = timeline.start + days{near};
  while (timeline.position(day + days{1}) <= farthest) {
    day += days{1};
  }
  return day;
}

std::vector<std::string> awaited(const Plan& now, const BetRecord& record) {
  std::vector<std::string> names;
  for (const std::string& need : record.terms.needs) {
    const bool waits = std::any_of(now.bets.begin(), now.bets.end(), [&](const BetRecord& other) {
      return other.terms.key == need && is_pending(other);
    });
    if (waits) {
      names.push_back(need);
    }
  }
  return names;
}

/// Every value under `least` becomes `least`.
Distribution held_above(const Distribution& delay, double least) {
  Empirical held;
  for (int i = 0; i < points; ++i) {
    held.values.push_back(std::max(least, delay.quantile((i + 0.5) / points)));
  }
  return Distribution::make(std::move(held)).value();
}

Pending pending_of(const Plan& now, const BetRecord& record, Day as_of) {
  const Timeline& timeline = now.cycle.timeline;
  const sim::Profile profile = timing_of(record, timeline);
  Pending pending;
  pending.bet = record.terms.key;
  pending.planned = record.terms.delivery.value();
  pending.chance = pending.planned;
  pending.passed = timeline.position(as_of + days{1}) - profile.start;
  pending.latest = latest_day(timeline, profile.start, profile.delay);
  pending.waits_for = awaited(now, record);
  pending.delay = profile.delay;
  if (pending.passed <= 0) {
    return pending;
  }
  if (!pending.waits_for.empty()) {
    pending.delay = held_above(profile.delay, pending.passed);
    return pending;
  }
  const auto rest = at_least(profile.delay, pending.passed, pending.not_yet);
  if (!rest) {
    pending.chance = 0;
    pending.overdue = true;
    return pending;
  }
  const double coming = pending.planned * pending.not_yet;
  pending.chance = coming / (1 - pending.planned + coming);
  pending.delay = *rest;
  return pending;
}

template <class Keyed>
Keyed& by_key(std::vector<Keyed>& items, const std::string& key) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Keyed& item) { return item.key == key; });
  BET_EXPECT(found != items.end());
  return *found;
}

}  // namespace

std::optional<Distribution> at_least(const Distribution& delay, double passed, double& not_yet) {
  if (delay.is_constant() || std::holds_alternative<Empirical>(delay.family())) {
    passed -= rounding;  // a value is not lost for its last digit
  }
  not_yet = 1;
  if (passed <= delay.lowest()) {
    return delay;
  }
  not_yet = 0;
  if (passed > delay.highest()) {
    return std::nullopt;
  }
  if (const auto* uniform = std::get_if<Uniform>(&delay.family())) {
    not_yet = (uniform->high - passed) / (uniform->high - uniform->low);
    return not_yet < hopeless
               ? std::nullopt
               : std::optional{Distribution::make(Uniform{passed, uniform->high}).value()};
  }
  not_yet = normal_survival(score_below(delay, passed));
  if (not_yet < hopeless) {
    not_yet = 0;
    return std::nullopt;
  }
  Empirical rest;
  for (int i = 0; i < points; ++i) {
    const double above =
        not_yet * (i + 0.5) / points;  // kept as a tail, so that no digits are lost
    rest.values.push_back(std::max(passed, delay.from_normal(-normal_quantile(above))));
  }
  return Distribution::make(std::move(rest)).value();
}

std::vector<Pending> pending_bets(const Plan& now, Day as_of) {
  std::vector<Pending> all;
  for (const BetRecord& record : now.bets) {
    if (is_pending(record)) {
      all.push_back(pending_of(now, record, as_of));
    }
  }
  return all;
}

sim::Model to_model_at(const Standing& standing) {
  sim::Model model = to_model(standing.now, standing.baselines);
  for (Pending& pending : pending_bets(standing.now, standing.as_of)) {
    by_key(model.gates, keys::delivered(pending.bet)).probability = pending.chance;
    by_key(model.profiles, keys::timing(pending.bet)).delay = std::move(pending.delay);
  }
  return model;
}

}  // namespace betledger::forecast
