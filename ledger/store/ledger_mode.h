#pragma once

#include <cstdint>

namespace betledger::ledger {

/// What a ledger file is opened for.
enum class LedgerMode : std::uint8_t { read, write };

}  // namespace betledger::ledger
