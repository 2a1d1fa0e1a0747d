#include "forecast/gap/kill_rule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/odds.h"

namespace betledger::forecast {
namespace {

using ledger::KillRule;
using std::chrono::days;

bool is_beyond(const KillRule& rule, double value) {
  return rule.side == KillRule::Side::below ? value < rule.bound : value > rule.bound;
}

std::string shown(const KillRule& rule, double value) {
  switch (rule.written) {
    case NumberKind::percent:
      return format_percent(value);
    case NumberKind::points:
      return format_rounded(value * 100) + "pp";
    case NumberKind::plain:
    case NumberKind::fraction:
      break;
  }
  return format_rounded(value);
}

std::string_view side_of(const KillRule& rule) {
  return rule.side == KillRule::Side::below ? "below" : "above";
}

Day due_day(const KillRule& rule, Day delivered) {
  return delivered + days{static_cast<int>(std::ceil(rule.after.days()))};
}

void judge_value(const Standing& standing, const KillRule& rule, KillAnswer& answer) {
  const Timeline& timeline = standing.locked.cycle.timeline;
  const auto id = standing.locked.tree.find(rule.metric);
  BET_EXPECT(id.has_value());
  const auto& values = standing.observed[id->value()].values;
  std::size_t periods = 0;
  std::size_t beyond = 0;
  std::optional<std::size_t> newest;
  for (std::size_t t = 0; t < values.size(); ++t) {
    if (timeline.start_of(static_cast<int>(t)) >= *answer.due && values[t]) {
      ++periods;
      beyond += is_beyond(rule, *values[t]) ? 1U : 0U;
      newest = t;
    }
  }
  if (!newest) {
    answer.state = KillState::cannot_tell;
    answer.why = fmt::format("no whole {} of {} is known since {}",
                             name(timeline.kind),
                             rule.metric,
                             format_day(*answer.due));
    return;
  }
  const bool is_broken = is_beyond(rule, *values[*newest]);
  answer.state = is_broken ? KillState::broken : KillState::kept;
  answer.why = fmt::format("{} was {} in the {} of {}, {}{} {}; {} in {} of {} {}{} since {}",
                           rule.metric,
                           shown(rule, *values[*newest]),
                           name(timeline.kind),
                           format_day(timeline.start_of(static_cast<int>(*newest))),
                           is_broken ? "" : "not ",
                           side_of(rule),
                           shown(rule, rule.bound),
                           side_of(rule),
                           beyond,
                           periods,
                           name(timeline.kind),
                           periods == 1 ? "" : "s",
                           format_day(*answer.due));
}

void judge_effect(const Standing& standing,
                  const KillRule& rule,
                  const std::optional<EffectNow>& effect,
                  KillAnswer& answer) {
  const auto measure = rule.measure == KillRule::Measure::lift ? "lift" : "shift";
  if (!effect) {
    answer.state = KillState::due;
    answer.why =
        fmt::format("`betledger gap` judges it: it estimates the {} of {}", measure, rule.metric);
    return;
  }
  if (!effect->is_informed) {
    answer.state = KillState::cannot_tell;
    answer.why = "nothing seen bears on it";
    return;
  }
  const double raised = odds(effect->beyond) / odds(effect->before);
  const bool is_sure = effect->beyond >= kill_certainty;
  const bool is_moved = raised >= standing.locked.tree.spec().review.data_odds;
  answer.state = is_sure && is_moved                    ? KillState::broken
                 : effect->beyond <= 1 - kill_certainty ? KillState::kept
                                                        : KillState::cannot_tell;
  answer.why =
      fmt::format("the {} of {} is estimated at {}; it is {} {} with probability {}, {} before{}",
                  measure,
                  rule.metric,
                  shown(rule, effect->mean),
                  side_of(rule),
                  shown(rule, rule.bound),
                  format_percent(effect->beyond, 0),
                  format_percent(effect->before, 0),
                  is_sure && !is_moved ? ": the data hardly tell" : "");
}

}  // namespace

std::string_view name(KillState state) noexcept {
  constexpr std::array<std::string_view, 6> names{
      "in words", "not due", "kept", "broken", "cannot tell", "due"};
  return names[static_cast<std::size_t>(state)];
}

std::optional<KillRule> kill_rule_about_effect(const Standing& standing, const ledger::Bet& bet) {
  if (bet.stop_when.empty()) {
    return std::nullopt;
  }
  const auto rule = ledger::kill_rule_of(bet, standing.locked.tree.spec());
  return rule && rule->measure != KillRule::Measure::value ? std::optional{*rule} : std::nullopt;
}

std::optional<KillAnswer> judge_kill_rule(const Standing& standing,
                                          const ledger::BetRecord& record,
                                          const std::optional<EffectNow>& effect) {
  const ledger::Bet& bet = record.terms;
  if (bet.stop_when.empty()) {
    return std::nullopt;
  }
  KillAnswer answer;
  const auto rule = ledger::kill_rule_of(bet, standing.locked.tree.spec());
  if (!rule) {
    answer.why = rule.error().front().message;
    return answer;
  }
  answer.rule = *rule;
  answer.state = KillState::not_due;
  if (!record.delivered_on) {
    answer.why = record.stopped_on ? "stopped before it was delivered" : "not delivered yet";
    return answer;
  }
  answer.due = due_day(*rule, *record.delivered_on);
  if (record.stopped_on) {
    answer.why = "stopped on " + format_day(*record.stopped_on);
  } else if (standing.as_of + days{1} < *answer.due) {
    answer.why = fmt::format("counts from {} on, {} after its delivery",
                             format_day(*answer.due),
                             format_duration(rule->after));
  } else if (rule->measure == KillRule::Measure::value) {
    judge_value(standing, *rule, answer);
  } else {
    judge_effect(standing, *rule, effect, answer);
  }
  return answer;
}

}  // namespace betledger::forecast
