#pragma once

#include <string_view>

#include "core/result.h"
#include "ledger/book/event.h"
#include "ledger/text/node.h"

namespace betledger::ledger {

/// The name in the file, e.g. "metric_defined".
[[nodiscard]] std::string_view kind_of(const Event& event) noexcept;
/// The payload as docs/ledger-format.md freezes it; decode(kind_of(e), encode(e)) is e. Decoding
/// reports everything that is not as documented (L008, L009, and the nouns' own codes).
[[nodiscard]] Node encode(const Event& event);
[[nodiscard]] Result<Event> decode(std::string_view kind, const Node& payload);

}  // namespace betledger::ledger
