#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/calendar.h"
#include "core/number.h"
#include "core/result.h"
#include "ledger/book/bet.h"
#include "tree/tree_spec.h"

namespace betledger::ledger {

/// When to stop a bet, as written at planning: `[METRIC] [lift|shift|value] <|> NUMBER after
/// DURATION`.
///
/// | written                              | stops if, so long after delivery,                  |
/// |--------------------------------------|----------------------------------------------------|
/// | `lift < 1% after 5w`                 | the bet lifts its first effect's metric by less    |
/// | `orders lift < 0.5% after 4w`        | ... or the metric named, which it must act on      |
/// | `return_share shift > 0.2pp after 4w`| the bet shifts it by more; pp only for a fraction  |
/// | `return_share > 8% after 2w`         | the metric's own value is higher, whatever the why |
struct KillRule {
  enum class Measure : std::uint8_t { lift, shift, value };
  enum class Side : std::uint8_t { below, above };

  std::string metric;  // empty: that of the bet's first effect
  Measure measure = Measure::lift;
  Side side = Side::below;
  double bound = 0;
  NumberKind written = NumberKind::plain;  // percent, points or plain
  Duration after;

  friend bool operator==(const KillRule&, const KillRule&) = default;
};

/// Reads all of `text`; the failure (A121) says what was expected.
[[nodiscard]] Result<KillRule> parse_kill_rule(std::string_view text);
[[nodiscard]] std::string format_kill_rule(const KillRule& rule);

/// The rule of a bet as actuals can decide it, its metric filled in. Fails (A121) where the text is
/// only words, or asks for what nobody can know: a metric that is not in the tree, the effect on a
/// metric that the bet does not act on (or acts on in the other way), a bound in the wrong unit.
/// \pre the bet has one: stop_when is not empty
[[nodiscard]] Result<KillRule> kill_rule_of(const Bet& bet, const tree::TreeSpec& tree);

}  // namespace betledger::ledger
