#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/words/option.h"
#include "core/diagnostic.h"

namespace betledger::cli {

/// What is wrong with `text` as a value of `option`, which messages call `label` (code, message and
/// hint; no position).
[[nodiscard]] std::optional<Diagnostic> check_value(const Option& option,
                                                    const std::string& label,
                                                    std::string_view text);

}  // namespace betledger::cli
