#include "ledger/book/decision.h"

#include <array>

namespace betledger::ledger {

std::string_view name(Ruling ruling) noexcept {
  constexpr std::array<std::string_view, 3> names{"accepted", "rejected", "annotated"};
  return names[static_cast<std::size_t>(ruling)];
}

}  // namespace betledger::ledger
