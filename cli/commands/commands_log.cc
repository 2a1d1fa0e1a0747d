// log, show, verify
#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "ledger/store/verify.h"
#include "reports/ledger/ledger_report.h"

namespace betledger::cli {
namespace {

using Mode = ledger::Ledger::Mode;

/// The newest first, at most --limit of them, none recorded before --since.
Result<ExitCode> run_log(const Call& call) {
  const auto session = open_ledger(call, Mode::read);
  if (!session) {
    return session.error();
  }
  auto entries = session->ledger.entries();
  std::reverse(entries.begin(), entries.end());
  if (const auto since = call.arguments.day("since")) {
    entries.erase(
        std::remove_if(entries.begin(),
                       entries.end(),
                       [&](const ledger::Entry& entry) { return entry.recorded_at < *since; }),
        entries.end());
  }
  const auto limit = call.arguments.count("limit", entries.size());
  const std::size_t all = entries.size();
  if (limit < all) {
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(limit), entries.end());
  }
  print(call, reports::LogPage{entries}, provenance_of(session->book));
  if (limit < all) {
    call.console.say(fmt::format("{} of {} entries\n", limit, all));
  }
  return ExitCode::fine;
}

Command log_command() {
  return {.name = "log",
          .summary = "what was recorded, newest first",
          .description = "Lists the entries of the ledger: number, time, who, what.",
          .options = {{.name = "limit",
                       .kind = ValueKind::count,
                       .value = "N",
                       .summary = "at most so many",
                       .fallback = "all",
                       .least = 1},
                      {.name = "since",
                       .kind = ValueKind::day,
                       .value = "DATE",
                       .summary = "only what was recorded on this day (UTC) or later"},
                      format_option()},
          .examples = {{"betledger log --limit 5", "The last five entries."}},
          .run = run_log};
}

Result<ExitCode> run_show(const Call& call) {
  const auto session = open_ledger(call, Mode::read);
  if (!session) {
    return session.error();
  }
  const auto seq = call.arguments.count("SEQ", 0);
  const auto head = static_cast<std::uint64_t>(session->book.head_seq);
  if (seq < 1 || seq > head) {
    return call.arguments.complaint(
        "SEQ",
        "U019",
        fmt::format("there is no entry {}: they run from 1 to {}", seq, head),
        "`betledger log` shows them");
  }
  const auto entries = entries_at(session->ledger, {static_cast<std::int64_t>(seq)});
  print(call, reports::EntryPage{entries.front()}, provenance_of(session->book));
  return ExitCode::fine;
}

Command show_command() {
  return {.name = "show",
          .summary = "one entry of the ledger, whole",
          .description = "Shows everything in one entry: who, when, the payload and the hashes.",
          .positionals = {{.name = "SEQ",
                           .summary = "its number, as `log` prints it",
                           .kind = ValueKind::count}},
          .options = {format_option()},
          .examples = {{"betledger show 1", "The first entry."}},
          .run = run_show};
}

Result<ExitCode> run_verify(const Call& call) {
  const auto file = find_ledger(call);
  if (!file) {
    return file.error();
  }
  const auto verification = ledger::verify(*file);
  // A broken ledger has no head to name.
  reports::Provenance provenance;
  if (verification.findings.empty()) {
    provenance = provenance_of(ledger::Ledger::open(*file, Mode::read).book());
  }
  print(call, verification, provenance);
  return verification.findings.empty() ? ExitCode::fine : ExitCode::findings;
}

Command verify_command() {
  return {.name = "verify",
          .summary = "is the ledger what was written?",
          .description =
              "Checks the chain of hashes, every payload, the database file, its triggers, and its "
              "tables "
              "against a replay. Exit code 1 if anything is wrong.",
          .options = {format_option()},
          .examples = {{"betledger verify", "Checks the ledger of this folder."}},
          .run = run_verify};
}

}  // namespace

std::vector<Command> log_commands() {
  return {log_command(), show_command(), verify_command()};
}

}  // namespace betledger::cli
