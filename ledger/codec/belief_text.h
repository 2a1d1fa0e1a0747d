#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/distribution.h"
#include "ledger/codec/decode_value.h"
#include "ledger/text/node.h"

namespace betledger::ledger {

/// What the numbers of a distribution are numbers of: how they are written and read.
enum class BeliefUnit : std::uint8_t {
  lift,    // 3%; the percent sign is required
  shift,   // 0.1pp or a plain number: which of the two, the metric decides (see authored.h)
  plain,   // elasticities, slopes, levels
  share,   // levels of a fraction: 3% or 0.03
  length,  // 1w, as days
};

/// Reads a distribution in one of its forms:
///   3%                              certain
///   {p10: 1%, p50: 3%, p90: 7%}     stated quantiles, any levels; `low` and `high` are bounds
///   normal(3%, 1%)                  also uniform(low, high), triangular(low, mode, high),
///                                   pert(low, mode, high), beta(alpha, beta), empirical(a, b,
///                                   ...), lognormal(median=3%, sdlog=0.5) or lognormal(p10=1%,
///                                   p90=9%)
/// A bare interval, `2% to 8%`, is refused with what it could mean.
[[nodiscard]] std::optional<Distribution> decode_belief(const Node& node,
                                                        What what,
                                                        BeliefUnit unit,
                                                        Findings& findings);
/// The canonical form; in a shift the numbers are percentage points if `points`.
[[nodiscard]] Node encode_belief(const Distribution& belief, BeliefUnit unit, bool points = false);

/// Levels of a metric: in [0, 1] for a fraction, above zero for a positive one. Quantiles get the
/// bounds of the support unless they state their own; `low: none` and `high: none` keep them open.
[[nodiscard]] std::optional<Distribution> decode_level(const Node& node,
                                                       What what,
                                                       tree::Support support,
                                                       Findings& findings);
[[nodiscard]] Node encode_level(const Distribution& level, tree::Support support);

/// A length of time in days as it is written: weeks where they are whole, else days.
[[nodiscard]] std::string format_days(double days);

// The parts, for those who read a belief's numbers again.
[[nodiscard]] std::optional<double> parse_in(BeliefUnit unit, std::string_view text);
[[nodiscard]] std::string format_in(BeliefUnit unit, double value, bool points);
[[nodiscard]] std::optional<double> decode_in(const Node& node,
                                              What what,
                                              BeliefUnit unit,
                                              Findings& findings);
/// `{p10: 1%, p90: 7%}`, a mapping: see belief_text_quantiles.cc.
[[nodiscard]] std::optional<Quantiles> decode_quantiles(const Node& node,
                                                        What what,
                                                        BeliefUnit unit,
                                                        Findings& findings);
/// A number that could not be read in its unit.
void refuse_in(
    BeliefUnit unit, const Position& at, std::string_view text, What what, Findings& findings);
/// `name(arguments)`: see belief_text_call.cc.
[[nodiscard]] std::optional<Family> decode_call(const Node& node,
                                                What what,
                                                BeliefUnit unit,
                                                Findings& findings);
/// Two numbers that say an interval but not which one; nothing if the text is no such thing.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> bare_interval(
    std::string_view text);
void refuse_interval(const Node& node,
                     What what,
                     const std::string& low,
                     const std::string& high,
                     Findings& findings);

}  // namespace betledger::ledger
