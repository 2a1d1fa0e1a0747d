#include "cli/process/environment.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <string_view>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/process/mistake.h"
#include "core/error.h"
#include "core/text.h"

namespace betledger::cli {
namespace {

constexpr int narrowest = 60;
constexpr int widest = 160;

constexpr std::array<VariableInfo, 4> all_variables{{
    {"BETLEDGER", "the ledger file, where --ledger is not given"},
    {"BETLEDGER_ACTOR", "who writes, where --actor is not given (else USER)"},
    {"BETLEDGER_NOW",
     "pins the clock, e.g. 2026-07-06T09:00:00Z: the same commands then write the same ledger, "
     "byte for byte"},
    {"NO_COLOR", "no colours, when it is set"},
}};

/// A variable that is set and not empty.
std::optional<std::string> variable(const char* name) {
  const char* const value = std::getenv(name);  // before any thread
  if (value == nullptr || *value == '\0') {
    return std::nullopt;
  }
  return value;
}

std::string actor_of_environment() {
  for (const char* const name : {"BETLEDGER_ACTOR", "USER", "LOGNAME"}) {
    if (auto actor = variable(name)) {
      return *actor;
    }
  }
  return "unknown";
}

int width_of_terminal() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return 100;
  }
  return std::clamp<int>(size.ws_col, narrowest, widest);
}

std::string random_nonce() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

}  // namespace

Result<Environment> read_environment() {
  Environment environment;
  environment.actor = actor_of_environment();
  if (auto ledger = variable("BETLEDGER")) {
    environment.ledger = *ledger;
  }
  if (const auto pinned = variable("BETLEDGER_NOW")) {
    const auto now = parse_instant(*pinned);
    if (!now) {
      return mistake("U014",
                     fmt::format("BETLEDGER_NOW is not a time: {}", *pinned),
                     "write it as 2026-07-06T09:00:00Z, or unset it");
    }
    environment.now = *now;
    environment.pinned_clock = true;
  } else {
    environment.now =
        std::chrono::time_point_cast<Instant::duration>(std::chrono::system_clock::now());
    environment.nonce = random_nonce();
  }
  std::error_code failed;
  environment.folder = std::filesystem::current_path(failed);
  if (failed) {
    throw StorageError{".", failed.message()};
  }
  if (::isatty(STDOUT_FILENO) == 1) {
    const std::string terminal = variable("TERM").value_or("dumb");
    environment.colour = terminal != "dumb" && !variable("NO_COLOR");
    environment.width = width_of_terminal();
  }
  return environment;
}

std::span<const VariableInfo> variables() noexcept {
  return all_variables;
}

}  // namespace betledger::cli
