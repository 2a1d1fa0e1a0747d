#include "cli/words/option.h"

#include <algorithm>

namespace betledger::cli {

std::span<const Option> global_options() {
  static const std::vector<Option> options{
      {.name = "ledger",
       .kind = ValueKind::path,
       .value = "FILE",
       .summary = "the ledger file",
       .fallback = "BETLEDGER, then betledger.db here or in a folder above"},
      {.name = "actor",
       .kind = ValueKind::text,
       .value = "NAME",
       .summary = "who writes",
       .fallback = "BETLEDGER_ACTOR, then USER"},
      {.name = "quiet", .summary = "say nothing but errors; no table of what was recorded"},
      {.name = "no-color", .summary = "no colours on a terminal"},
      {.name = "help", .summary = "show this help", .letter = 'h'},
  };
  return options;
}

const Option* find_option(std::span<const Option> options, std::string_view name) noexcept {
  const auto found = std::find_if(
      options.begin(), options.end(), [name](const Option& option) { return option.name == name; });
  return found == options.end() ? nullptr : &*found;
}

}  // namespace betledger::cli
