// apply, export
#include <algorithm>

#include <fmt/format.h>

#include "cli/command_table.h"
#include "cli/files.h"
#include "cli/lookup.h"
#include "cli/session.h"
#include "core/text.h"
#include "ledger/proposal.h"
#include "reports/ledger_report.h"

namespace betledger::cli {
namespace {

// ---- apply ----

/// A reason given for the whole file goes to every event that can carry one.
void give_reason(std::vector<ledger::Event>& events, const std::string& because) {
  for (ledger::Event& event : events) {
    if (auto* const amended = std::get_if<ledger::BetAmended>(&event)) {
      amended->because = because;
    } else if (auto* const withdrawn = std::get_if<ledger::BetWithdrawn>(&event)) {
      withdrawn->because = because;
    }
  }
}

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
  const auto authored = ledger::read_authored(files, session->book, warnings);
  call.console.warn(warnings);
  if (!authored) {
    return authored.error();
  }
  auto proposal = ledger::propose(session->book, *authored);
  give_reason(proposal.events, call.arguments.text("because"));
  const bool news = !proposal.events.empty() && !dry_run;
  if (news) {
    const auto entries = record(call, session.value(), proposal.events);
    if (!entries) {
      return entries.error();
    }
  }
  print(call, reports::ProposalPage{proposal, news}, provenance_of(session->book));
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

// ---- export ----

/// Every cycle that has bets or a capacity, as a file of its own.
std::vector<std::string> cycles_with_bets(const ledger::Book& book) {
  std::vector<std::string> keys;
  for (const auto& [key, record] : book.cycles) {
    if (!record.bets.empty() || !record.capacity_person_weeks.empty()) {
      keys.push_back(key);
    }
  }
  return keys;
}

/// The cycle whose bets are meant: --cycle, or the only one there is.
Result<std::string> exported_cycle(const Call& call, const ledger::Book& book) {
  const auto keys = cycles_with_bets(book);
  const std::string given = call.arguments.text("cycle");
  if (std::find(keys.begin(), keys.end(), given) != keys.end()) {
    return given;
  }
  if (given.empty() && keys.size() == 1) {
    return keys.front();
  }
  if (given.empty() && !keys.empty()) {
    return mistake(
        "U009", "there are bets of several cycles", "add --cycle with one of: " + join(keys, ", "));
  }
  const auto meant = did_you_mean(given, keys);
  return call.arguments.complaint(
      "cycle",
      "U015",
      given.empty() ? "there are no bets in this ledger yet"
                    : fmt::format("there are no bets of a cycle {}", given),
      meant ? fmt::format("did you mean {}?", *meant) : "`betledger cycle list` shows the cycles");
}

/// tree.yaml and bets.yaml; bets-KEY.yaml where there are several cycles.
Result<ExitCode> export_folder(const Call& call,
                               const ledger::Book& book,
                               const std::string& what) {
  const std::filesystem::path folder = call.arguments.text("output");
  std::vector<std::pair<std::filesystem::path, std::string>> files;
  if (what != "bets") {
    files.emplace_back(folder / "tree.yaml", ledger::export_tree(book));
  }
  if (what != "tree") {
    auto keys = cycles_with_bets(book);
    if (call.arguments.has("cycle")) {
      const auto key = exported_cycle(call, book);
      if (!key) {
        return key.error();
      }
      keys = {*key};
    }
    for (const std::string& key : keys) {
      const std::string name = keys.size() == 1 ? "bets.yaml" : fmt::format("bets-{}.yaml", key);
      files.emplace_back(folder / name, ledger::export_bets(book, key));
    }
  }
  std::error_code ignored;  // a folder that cannot be made shows when its first file is written
  std::filesystem::create_directories(folder, ignored);
  for (const auto& [file, text] : files) {
    write_file(file, text);
    call.console.out(file.string() + "\n");
  }
  return ExitCode::fine;
}

Result<ExitCode> run_export(const Call& call) {
  const auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  const std::string what = call.arguments.text("WHAT");
  if (what == "tree" && call.arguments.has("cycle")) {
    if (const auto cycle = find_cycle(call, session->book, "cycle"); !cycle) {
      return cycle.error();
    }
  }
  if (call.arguments.has("output")) {
    return export_folder(call, session->book, what);
  }
  if (what.empty()) {
    return mistake("U009",
                   "two files do not fit one output",
                   "`betledger export tree`, `betledger export bets`, or both into a folder "
                   "with --output FOLDER");
  }
  if (what == "tree") {
    call.console.out(ledger::export_tree(session->book));
    return ExitCode::fine;
  }
  const auto key = exported_cycle(call, session->book);
  if (!key) {
    return key.error();
  }
  call.console.out(ledger::export_bets(session->book, *key));
  return ExitCode::fine;
}

Command export_command() {
  return {
      .name = "export",
      .summary = "write the canonical tree and bets files",
      .description =
          "Writes what the ledger holds as authoring files, in canonical form: applying them again "
          "changes nothing, and exporting what was applied gives the same bytes.",
      .positionals = {{.name = "WHAT",
                       .summary = "one of the two; without it both, into --output",
                       .required = false,
                       .choices = {"tree", "bets"}}},
      .options = {{.name = "cycle",
                   .kind = ValueKind::text,
                   .value = "KEY",
                   .summary = "the cycle whose bets to write",
                   .fallback = "the only one"},
                  {.name = "output",
                   .kind = ValueKind::path,
                   .value = "FOLDER",
                   .summary = "write tree.yaml and bets.yaml into this folder",
                   .letter = 'o'}},
      .examples = {{"betledger export tree", "The tree on standard output."},
                   {"betledger export -o plan", "Both files in the folder plan."}},
      .run = run_export};
}

}  // namespace

std::vector<Command> start_commands() {
  return {init_command(), apply_command(), export_command()};
}

}  // namespace betledger::cli
