#pragma once

#include <optional>
#include <string>

#include "core/calendar.h"

namespace betledger::ledger {

/// Who writes, when, and on which condition. The layer has no clock: the caller says.
struct Stamp {
  std::string actor;                       // 1 to 200 printable characters
  Instant at{};                            // years 1900 to 2200
  std::string idempotency_key;             // a second append with the same key is not written again
  std::optional<std::string> expect_head;  // hash (or its first 8+ digits) that must be the head
};

}  // namespace betledger::ledger
