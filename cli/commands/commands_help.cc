// schema, completion, help
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/process/version.h"
#include "cli/words/command_words.h"
#include "cli/words/completion.h"
#include "cli/words/help.h"
#include "cli/words/man_page.h"
#include "core/text.h"
#include "ledger/authoring/schema.h"
#include "reports/contracts/schemas.h"

namespace betledger::cli {
namespace {

constexpr std::array<std::string_view, 2> authoring_files{"tree", "bets"};

Result<ExitCode> run_schema(const Call& call) {
  const std::string kind = call.arguments.text("KIND");
  const bool is_file = std::ranges::find(authoring_files, kind) != authoring_files.end();
  call.console.out(is_file ? ledger::json_schema(kind) : reports::output_schema(kind));
  return ExitCode::fine;
}

std::vector<std::string> schema_kinds() {
  std::vector<std::string> kinds{authoring_files.begin(), authoring_files.end()};
  for (std::string& output : reports::outputs()) {
    kinds.push_back(std::move(output));
  }
  return kinds;
}

Command schema_command() {
  return {
      .name = "schema",
      .summary = "the JSON Schema of an authoring file or of an output",
      .description =
          "Prints the JSON Schema (draft 2020-12) of tree.yaml or bets.yaml: an editor with a YAML "
          "language server completes and checks the files with it. Or that of what a command "
          "prints with --format json, for programs that read it; `bet-list` is that of `bet show` "
          "without a bet.",
      .positionals = {{.name = "KIND",
                       .summary = "which file or output",
                       .choices = schema_kinds()}},
      .examples = {{"betledger schema tree > tree.schema.json",
                    "For `# yaml-language-server: $schema=...`"},
                   {"betledger schema gap > gap.schema.json", "What `gap --format json` holds."}},
      .run = run_schema};
}

Result<ExitCode> run_completion(const Call& call) {
  const std::string shell = call.arguments.text("SHELL");
  call.console.out(completion_script(commands(),
                                     shell == "bash"  ? Shell::bash
                                     : shell == "zsh" ? Shell::zsh
                                                      : Shell::fish));
  return ExitCode::fine;
}

Command completion_command() {
  return {.name = "completion",
          .summary = "completion of commands and options for a shell",
          .description = "Prints a script that completes commands, options and their values.",
          .positionals = {{.name = "SHELL",
                           .summary = "the shell",
                           .choices = {"bash", "zsh", "fish"}}},
          .examples = {{"source <(betledger completion bash)", "In ~/.bashrc."},
                       {"betledger completion fish > ~/.config/fish/completions/betledger.fish",
                        "For fish."}},
          .run = run_completion};
}

Result<ExitCode> run_help(const Call& call) {
  if (call.arguments.has("man")) {
    call.console.out(man_page(commands(), version()));
    return ExitCode::fine;
  }
  if (call.arguments.has("json")) {
    call.console.out(table_json(commands()));
    return ExitCode::fine;
  }
  const std::string name = join(call.arguments.all("COMMAND"), " ");
  if (name.empty()) {
    call.console.out(overview_help(commands()));
    return ExitCode::fine;
  }
  for (const Command& command : commands()) {
    if (command.name == name) {
      call.console.out(command_help(command));
      return ExitCode::fine;
    }
  }
  if (!commands_of_group(commands(), name).empty()) {
    call.console.out(group_help(commands(), name));
    return ExitCode::fine;
  }
  return unknown_command(commands(), name);
}

Command help_command() {
  return {.name = "help",
          .summary = "this overview, or what one command does",
          .description =
              "Shows the commands, or one of them with its options and an example that works.",
          .positionals = {{.name = "COMMAND",
                           .summary = "a command, one or two words",
                           .required = false,
                           .repeats = true}},
          .options = {{.name = "man", .summary = "the whole manual as a man page (roff)"},
                      {.name = "json", .summary = "the table of commands and options as JSON"}},
          .examples = {{"betledger help cycle open", "One command."},
                       {"betledger help --man > betledger.1", "The manual."}},
          .run = run_help};
}

}  // namespace

std::vector<Command> help_commands() {
  return {schema_command(), completion_command(), help_command()};
}

}  // namespace betledger::cli
