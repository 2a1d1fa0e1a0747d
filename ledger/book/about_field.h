#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"

namespace betledger::ledger {

/// A refusal of one field of a request, e.g. of the day of a step. Its file is `#/on`: the field as
/// a JSON pointer in a fragment (RFC 6901, section 6), `#/set/1` for the second of several. Whoever
/// made the request shows it where the field was written: on a command line, in a form.
[[nodiscard]] Diagnostic about_field(std::string_view field,
                                     std::string code,
                                     std::string message,
                                     std::string hint);

/// The field that a finding is about; nothing: it is about none, or about a place in a file.
[[nodiscard]] std::optional<std::string> field_of(const Diagnostic& finding);

}  // namespace betledger::ledger
