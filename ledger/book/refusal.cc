#include "ledger/book/refusal.h"

#include <utility>

#include <fmt/format.h>

#include "core/text.h"

namespace betledger::ledger {

Diagnostic refusal(std::string code, std::string message, std::string hint) {
  return {std::move(code), Severity::error, {}, {}, std::move(message), std::move(hint)};
}

Diagnostic unknown_name(std::string code,
                        const std::string& noun,
                        const std::string& name,
                        const std::vector<std::string>& known,
                        const std::string& otherwise) {
  return refusal(std::move(code),
                 fmt::format("there is no {} {}", noun, printable(name)),
                 meant_or(name, known, otherwise));
}

std::string meant_or(const std::string& given,
                     const std::vector<std::string>& known,
                     const std::string& otherwise) {
  const auto close = did_you_mean(given, known);
  return close ? fmt::format("did you mean {}?", *close) : otherwise;
}

}  // namespace betledger::ledger
