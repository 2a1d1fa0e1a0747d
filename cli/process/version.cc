// The build says these facts (cmake/BetCli.cmake).
#include "cli/process/version.h"

#include <fmt/format.h>

#include "ledger/store/ledger_schema.h"

namespace betledger::cli {

std::string_view version() noexcept {
  return BET_VERSION;
}

std::string_view default_executor() noexcept {
  return BET_EXECUTOR;
}

std::string version_text() {
  return fmt::format(
      "betledger {}\n"
      "ledger format {}\n"
      "compiler {}, {}\n"
      "executor {}\n"
      "libraries {}\n",
      BET_VERSION,
      ledger::format_version,
      BET_COMPILER,
      BET_BUILD_TYPE,
      BET_EXECUTOR,
      BET_LIBRARIES);
}

}  // namespace betledger::cli
