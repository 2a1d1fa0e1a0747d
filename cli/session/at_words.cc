#include "cli/session/at_words.h"

#include <optional>

#include "cli/words/count.h"
#include "ledger/book/about_field.h"

namespace betledger::cli {

Diagnostics at_words(const Call& call, const Diagnostics& findings, const WordNames& names) {
  Diagnostics placed;
  for (const Diagnostic& finding : findings) {
    const auto pointer = ledger::field_of(finding);
    if (!pointer) {
      placed.push_back(finding);
      continue;
    }
    const std::size_t slash = pointer->find('/');
    const std::string field = pointer->substr(0, slash);
    const auto which = slash == std::string::npos ? std::optional<std::uint64_t>{}
                                                  : parse_count(pointer->substr(slash + 1));
    const auto named = names.find(field);
    placed.push_back(call.arguments.complaint(named == names.end() ? field : named->second,
                                              finding.code,
                                              finding.message,
                                              finding.hint,
                                              which));
  }
  return placed;
}

}  // namespace betledger::cli
