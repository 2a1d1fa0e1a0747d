#include <csignal>
#include <string>
#include <vector>

#include <unistd.h>

#include "cli/process/interruption.h"
#include "cli/run.h"

namespace {

using betledger::cli::ExitCode;

/// A simulation under way answers with the runs that are done; else, or the second time, the
/// program ends. Nothing is half-written when it comes: the ledger commits a transaction as a
/// whole, files appear by renaming.
extern "C" void on_interrupt(int /*signal*/) {
  if (betledger::cli::ask_for_interruption()) {
    return;
  }
  constexpr char text[] = "\ninterrupted\n";
  [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, text, sizeof text - 1);
  ::_exit(static_cast<int>(ExitCode::interrupted));
}

int betledger_main(const std::vector<std::string>& words) {
  const auto console = betledger::cli::standard_console();
  try {
    const auto environment = betledger::cli::read_environment();
    if (!environment) {
      console.err(betledger::render(environment.error()));
      return static_cast<int>(betledger::cli::exit_code_of(environment.error()));
    }
    return static_cast<int>(betledger::cli::run(words, *environment, console));
  } catch (...) {
    std::string message;
    const ExitCode code = betledger::cli::exit_code_of_exception(message);
    console.err(message);
    return static_cast<int>(code);
  }
}

}  // namespace

int main(int argc, char** argv) {
  // A closed pipe shows as a failed write, which has its own exit code.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  static_cast<void>(std::signal(SIGINT, on_interrupt));
  return betledger_main({argv + (argc > 0 ? 1 : 0), argv + argc});
}
