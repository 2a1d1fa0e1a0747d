// apply

#include "cli/commands/commands.h"
#include "cli/process/files.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "ledger/authoring/proposal.h"
#include "reports/ledger/ledger_report.h"

namespace betledger::cli {
namespace {

Result<ExitCode> run_apply(const Call& call) {
  using Mode = ledger::Ledger::Mode;
  std::vector<ledger::AuthoredFile> files;
  for (const std::string& name : call.arguments.all("FILE")) {
    files.push_back({.name = name == "-" ? "standard input" : name, .text = read_file(name)});
  }
  const bool dry_run = call.arguments.has("dry-run");
  auto session = open_ledger(call, dry_run ? Mode::read : Mode::write);
  if (!session) {
    return session.error();
  }
  expect_head(call, session->book);
  Diagnostics warnings;
  const auto proposal =
      ledger::propose_files(session->book, files, call.arguments.text("because"), warnings);
  call.console.warn(warnings);
  if (!proposal) {
    return proposal.error();
  }
  const bool news = !proposal->events.empty() && !dry_run;
  if (news) {
    const auto entries = record(call, session.value(), proposal->events);
    if (!entries) {
      return entries.error();
    }
  }
  print_recorded(call, reports::ProposalPage{*proposal, news}, provenance_of(session->book));
  return ExitCode::fine;
}

Command apply_command() {
  return {
      .name = "apply",
      .summary = "record what the tree and bets files say",
      .description =
          "Reads authoring files (which of the two a file is, its top-level keys tell), checks "
          "them "
          "all and the whole they make with the ledger, shows the difference to the ledger and "
          "records it in one step: everything or, if anything is wrong, nothing. A file states its "
          "tree, or its cycle's bets, completely: what it leaves out is retired or withdrawn.",
      .positionals = {{.name = "FILE",
                       .summary = "tree.yaml, bets.yaml; - is standard input",
                       .repeats = true,
                       .kind = ValueKind::path}},
      .options = std::vector<Option>{dry_run_option(), because_option(false), format_option()} +
                 writing_options(),
      .examples = {{"betledger apply tree.yaml bets.yaml", "Records the tree and the bets."},
                   {"betledger apply --dry-run bets.yaml",
                    "Shows what would change; in a pull request, for example."}},
      .run = run_apply};
}

}  // namespace

std::vector<Command> start_commands() {
  return {init_command(), apply_command()};
}

}  // namespace betledger::cli
