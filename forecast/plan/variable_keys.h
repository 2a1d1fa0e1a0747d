#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/book/book.h"

// The stable names of what is random in a plan's model: the table over to_model says which is
// which. Draws depend on them (sim/model/model.h), and so does what a commit says of where its
// variance comes from: a name that changes changes both.

namespace betledger::forecast::keys {

/// "bet:KEY": all that is random of one bet.
[[nodiscard]] std::string bet(std::string_view bet);
/// "bet:KEY/delivered"
[[nodiscard]] std::string delivered(std::string_view bet);
/// "bet:KEY/works", of the effects that state no chance of their own.
[[nodiscard]] std::string works(std::string_view bet);
/// "bet:KEY/works/EFFECT", of one that does.
[[nodiscard]] std::string works(std::string_view bet, std::string_view effect);
/// "bet:KEY/amount/EFFECT"
[[nodiscard]] std::string amount(std::string_view bet, std::string_view effect);
/// "bet:KEY/timing"
[[nodiscard]] std::string timing(std::string_view bet);
/// EFFECT: the metric, and from a bet's second effect on the same metric on, "METRIC/2".
[[nodiscard]] std::string effect(std::string_view metric, int count);

/// "link:FROM->TO", of what tree::Link::key gives.
[[nodiscard]] std::string link(std::string_view link);
/// The link that such a key names; nothing for all others.
[[nodiscard]] std::optional<std::string> link_of(std::string_view key);

/// "baseline:METRIC"
[[nodiscard]] std::string baseline(std::string_view metric);
/// "event:NAME"
[[nodiscard]] std::string event(std::string_view occasion);
/// The factor that a bet's effects share: "optimism:TEAM", of a bet without a team
/// "optimism:bet/KEY".
[[nodiscard]] std::string optimism(const ledger::Bet& bet);

}  // namespace betledger::forecast::keys
