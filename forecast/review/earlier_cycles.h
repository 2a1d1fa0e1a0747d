#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ledger/book/book.h"

namespace betledger::forecast {

/// By link: closed cycles before `cycle` that had evidence for it. A decision has it, whatever was
/// decided; where nobody decided, the close of the cycle has (`undecided` of its summary).
[[nodiscard]] std::map<std::string, std::uint32_t> cycles_with_evidence(const ledger::Book& book,
                                                                        const std::string& cycle);

}  // namespace betledger::forecast
