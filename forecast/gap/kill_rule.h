#pragma once

#include <optional>
#include <string>

#include "forecast/standing/standing.h"
#include "ledger/book/kill_rule.h"

namespace betledger::forecast {

/// What the posterior says of the effect that a kill rule is about.
struct EffectNow {
  double mean = 0;    // of the effect, nil where it does not work; in the unit of the rule's bound
  double beyond = 0;  // P(the effect lies on the side of the bound where the bet is to be stopped)
  double before = 0;  // the same as it was believed
  bool is_informed = false;  // has what was seen a say in it?
};

enum class KillState : std::uint8_t {
  words,        // the rule is only words: a person must judge
  not_due,      // not delivered, or not long enough ago
  kept,         // due, and the bet passes
  broken,       // due, and the bet is to be stopped
  cannot_tell,  // due, but the actuals do not say
  due,          // due, and about an effect: the gap report judges it, with the posterior
};
[[nodiscard]] std::string_view name(KillState state) noexcept;

struct KillAnswer {
  KillState state = KillState::words;
  std::optional<ledger::KillRule> rule;  // nothing: only words
  std::optional<Day> due;                // the first day on which it counts, if delivered
  std::string why;                       // one sentence without a full stop
};

/// How sure the posterior must be of an effect before the rule is called broken, or kept.
inline constexpr double kill_certainty = 0.8;

/// The rule that a bet is stopped by, as far as actuals can decide it: for a rule about an effect
/// the gap report asks the posterior for it; nothing for a rule about a value, or for words.
[[nodiscard]] std::optional<ledger::KillRule> kill_rule_about_effect(const Standing& standing,
                                                                     const ledger::Bet& bet);

/// Judges the kill rule of a bet of `now`; nothing if it has none. A rule counts from the day on
/// that lies its time after delivery. A value is judged by the newest known period that starts on
/// or after that day; an effect by `effect`: broken where P(beyond) >= kill_certainty and its odds
/// are at least the tree's `data_odds` times those of before, kept where P(beyond) <=
/// 1 - kill_certainty; else, and where nothing seen bears on it, nobody can tell yet. Without
/// `effect` such a rule is `due`.
[[nodiscard]] std::optional<KillAnswer> judge_kill_rule(const Standing& standing,
                                                        const ledger::BetRecord& record,
                                                        const std::optional<EffectNow>& effect);

}  // namespace betledger::forecast
