#pragma once

#include <cstdint>
#include <string>

namespace betledger::ledger {

/// The last entry of a ledger: its number and its hash.
struct Head {
  std::int64_t seq = 0;
  std::string hash;
};

}  // namespace betledger::ledger
