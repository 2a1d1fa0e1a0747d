// explain, log, show, verify
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "cli/commands/codes.h"
#include "cli/commands/commands.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "core/text.h"
#include "forecast/plan/plan.h"
#include "reports/ledger/explain_report.h"
#include "reports/ledger/ledger_report.h"
#include "tree/metric_tree.h"

namespace betledger::cli {
namespace {

using Mode = ledger::Ledger::Mode;

// ---- explain ----

/// A letter and three digits.
bool looks_like_code(std::string_view text) {
  return text.size() == 4 && text[0] >= 'A' && text[0] <= 'Z' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<ExitCode> explain_code(const Call& call, const std::string& name) {
  if (const CodeInfo* const info = find_code(name)) {
    call.console.out(render(*info, format_of(call), style_of(call)));
    return ExitCode::fine;
  }
  std::vector<std::string> known;
  for (const CodeInfo* const info : all_codes()) {
    known.emplace_back(info->code);
  }
  return call.arguments.complaint(
      "NAME",
      "U017",
      fmt::format("no message has the code {}", name),
      suggestion(name, known, "codes are printed at the end of each message"));
}

std::vector<std::int64_t> entries_about(const ledger::Book& book, const std::string& key) {
  std::vector<std::int64_t> seqs;
  if (const auto found = book.tree_entries.find(key); found != book.tree_entries.end()) {
    seqs = found->second;
  }
  if (const auto found = book.actuals.find(key); found != book.actuals.end()) {
    for (const auto& [day, values] : found->second) {
      for (const ledger::Recorded& value : values) {
        seqs.push_back(value.seq);
      }
    }
  }
  return seqs;
}

/// The baseline a forecast of the next period would use; nothing where there is none to fit.
std::optional<forecast::Baseline> baseline_of(const ledger::Book& book,
                                              const tree::Metric& metric) {
  const auto history = book.history();
  const auto series = history.find(metric.key);
  if (metric.is_component() || series == history.end()) {
    return std::nullopt;
  }
  auto fitted =
      forecast::fit_baseline(series->second, {.metric = metric.key, .support = metric.support});
  return fitted ? std::optional{std::move(fitted).value()} : std::nullopt;
}

Result<ExitCode> explain_metric(const Call& call,
                                const Session& session,
                                const tree::Metric& metric) {
  const auto tree = tree::MetricTree::build(session.book.tree);
  if (!tree) {
    return tree.error();
  }
  const auto entries = entries_at(session.ledger, entries_about(session.book, metric.key));
  const auto baseline = baseline_of(session.book, metric);
  print(call,
        reports::MetricPage{session.book, *tree, metric, entries, baseline ? &*baseline : nullptr},
        provenance_of(session.book));
  return ExitCode::fine;
}

Result<ExitCode> unknown_name(const Call& call, const ledger::Book& book, const std::string& name) {
  std::vector<std::string> known = keys_of(book.bets);
  for (const tree::Metric& metric : book.tree.metrics) {
    known.push_back(metric.key);
  }
  for (const tree::Link& link : book.tree.links) {
    known.push_back(link.key());
  }
  return call.arguments.complaint(
      "NAME",
      "U017",
      fmt::format("{} is neither a metric, a bet, a link nor a code", name),
      suggestion(name, known, "a link is written \"from->to\", a code like T001"));
}

Result<ExitCode> run_explain(const Call& call) {
  const std::string name = call.arguments.text("NAME");
  if (looks_like_code(name)) {
    return explain_code(call, name);
  }
  const auto session = open_ledger(call, Mode::read);
  if (!session) {
    return session.error();
  }
  const ledger::Book& book = session->book;
  if (const tree::Metric* const metric = book.tree.find(name)) {
    return explain_metric(call, *session, *metric);
  }
  if (const auto bet = book.bets.find(name); bet != book.bets.end()) {
    const auto entries = entries_at(session->ledger, bet->second.entries);
    print(call, reports::BetPage{book, bet->second, entries}, provenance_of(book));
    return ExitCode::fine;
  }
  const auto link = std::find_if(book.tree.links.begin(),
                                 book.tree.links.end(),
                                 [&](const auto& candidate) { return candidate.key() == name; });
  if (link != book.tree.links.end()) {
    const auto entries = entries_at(session->ledger, entries_about(book, name));
    print(call, reports::LinkPage{book, *link, entries}, provenance_of(book));
    return ExitCode::fine;
  }
  return unknown_name(call, book, name);
}

Command explain_command() {
  return {
      .name = "explain",
      .summary = "why: a metric, a bet, a link, or the code of a message",
      .description =
          "Shows what stands behind a number: definition, parsed distribution, where the baseline "
          "came from, and who changed it when. For a code: what it means and what to do. A metric "
          "comes before a bet of the same key; `betledger bet show` shows the bet.",
      .positionals = {{.name = "NAME",
                       .summary = "a metric's or bet's key, \"from->to\", or a code"}},
      .options = {format_option()},
      .examples = {{"betledger explain net_revenue", "A metric."},
                   {"betledger explain \"catalogue_reach->new_buyers\"",
                    "A link; the quotes keep the shell away."},
                   {"betledger explain U010", "A code."}},
      .run = run_explain};
}

// ---- log, show ----

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

// ---- verify ----

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
  return {explain_command(), log_command(), show_command(), verify_command()};
}

}  // namespace betledger::cli
