#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/text/node.h"

namespace betledger::ledger {

enum class Ruling : std::uint8_t { accepted, rejected, annotated };
[[nodiscard]] std::string_view name(Ruling ruling) noexcept;

/// What the steward makes of one proposal of a cycle's review. Who approved is the entry's actor.
struct Decision {
  std::string cycle;
  std::string proposal;  // "L3": its id in the review
  std::string link;      // from->to, what it is about
  Ruling ruling = Ruling::annotated;
  std::string because;  // never empty
  Node evidence;        // the proposal as it was shown, with what it was computed from
};

/// The end of a cycle: what was learned has become what the next one starts from.
struct Close {
  std::string cycle;
  double half_life = 8;  // cycles after which half of what was learned is forgotten; > 0
  std::string next;      // the cycle that the pending bets are carried over to; may be empty
  std::vector<std::string> carried;  // those bets
  std::string because;               // may be empty
  Node summary;                      // what was shown: new terms of links, plan run again
};

}  // namespace betledger::ledger
