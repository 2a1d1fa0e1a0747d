// explain
#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/codes.h"
#include "cli/commands/commands.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "reports/ledger/explain_report.h"
#include "tree/metric_tree.h"

namespace betledger::cli {
namespace {

using Mode = ledger::Ledger::Mode;

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

}  // namespace

std::vector<Command> explain_commands() {
  return {explain_command()};
}

}  // namespace betledger::cli
