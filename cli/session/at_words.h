#pragma once

#include <functional>
#include <map>
#include <string>

#include "cli/words/command.h"
#include "core/result.h"

namespace betledger::cli {

/// Names of options and words by the request's fields, where they are not the same.
using WordNames = std::map<std::string, std::string, std::less<>>;

/// Findings about fields of a request (ledger/book/about_field.h), each shown at the word of the
/// command line that said it.
[[nodiscard]] Diagnostics at_words(const Call& call,
                                   const Diagnostics& findings,
                                   const WordNames& names = {});

}  // namespace betledger::cli
