#include "cli/run.h"

#include "cli/help.h"
#include "cli/parse.h"
#include "cli/version.h"
#include "core/diagnostic.h"

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
    console.out(group_help(request.group));
  } else {
    console.out(overview_help());
  }
  return ExitCode::fine;
}

ExitCode dispatch(const std::vector<std::string>& words,
                  const Environment& environment,
                  Console& console) {
  const auto request = parse_command_line(words);
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
  const Call call{*request->command, request->arguments, environment, console};
  const auto done = request->command->run(call);
  return done ? *done : fail(console, done.error());
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
