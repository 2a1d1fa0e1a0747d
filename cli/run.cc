#include "cli/run.h"

#include <functional>
#include <set>

#include "cli/commands/commands.h"
#include "cli/process/version.h"
#include "cli/words/help.h"
#include "cli/words/parse.h"
#include "core/diagnostic.h"
#include "core/error.h"

namespace betledger::cli {
namespace {

ExitCode fail(const Console& console, const Diagnostics& why) {
  console.err(render(why));
  return exit_code_of(why);
}

ExitCode show_help(const Request& request, const Console& console) {
  if (request.command != nullptr) {
    console.out(command_help(*request.command));
  } else if (!request.group.empty()) {
    console.out(group_help(commands(), request.group));
  } else {
    console.out(overview_help(commands()));
  }
  return ExitCode::fine;
}

ExitCode run_once(const Call& call) {
  const auto done = call.command.run(call);
  return done ? *done : fail(call.console, done.error());
}

/// Nothing is recorded or printed before the head is compared, so a command that lost a race can
/// start over on the newer ledger. Who gave --expect-head wants to look first.
ExitCode run_again_while_it_moves(const Call& call) {
  constexpr int most_attempts = 8;
  std::set<std::string, std::less<>> said;
  Console once = call.console;
  once.err = [&said, &call](std::string_view text) {
    if (said.emplace(text).second) {
      call.console.err(text);
    }
  };
  const Call quieter{call.command, call.arguments, call.environment, once};
  for (int attempt = 1;; ++attempt) {
    try {
      return run_once(quieter);
    } catch (const HeadMoved& moved) {
      if (call.arguments.has("expect-head")) {
        throw;
      }
      if (attempt == most_attempts) {
        throw HeadMoved{{}, moved.actual};
      }
    }
  }
}

ExitCode dispatch(const std::vector<std::string>& words,
                  const Environment& environment,
                  Console& console) {
  const auto request = parse_command_line(commands(), words);
  if (!request) {
    return fail(console, request.error());
  }
  if (request->kind == Request::Kind::version) {
    console.out(version_text());
    return ExitCode::fine;
  }
  if (request->kind == Request::Kind::help) {
    return show_help(*request, console);
  }
  console.quiet = request->arguments.has("quiet");
  return run_again_while_it_moves(
      Call{*request->command, request->arguments, environment, console});
}

}  // namespace

ExitCode run(const std::vector<std::string>& words,
             const Environment& environment,
             Console console) noexcept {
  try {
    return dispatch(words, environment, console);
  } catch (...) {
    std::string message;
    const ExitCode code = exit_code_of_exception(message);
    console.err(message);
    return code;
  }
}

}  // namespace betledger::cli
