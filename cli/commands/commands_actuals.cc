// actuals import, check
#include "cli/commands/commands.h"
#include "cli/process/files.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "forecast/history/correlation.h"
#include "forecast/history/innovations.h"
#include "forecast/history/link_evidence.h"
#include "ledger/actuals/actuals_import.h"
#include "ledger/actuals/actuals_table.h"
#include "ledger/text/csv.h"
#include "reports/ledger/check_report.h"
#include "reports/ledger/ledger_report.h"
#include "tree/identity.h"

namespace betledger::cli {
namespace {

Result<ExitCode> run_import(const Call& call) {
  using Mode = ledger::Ledger::Mode;
  const std::string given = call.arguments.text("FILE");
  const std::string source = given == "-" ? "standard input" : given;
  const std::string text = read_file(given);
  const bool dry_run = call.arguments.has("dry-run");
  auto session = open_ledger(call, dry_run ? Mode::read : Mode::write);
  if (!session) {
    return session.error();
  }
  expect_head(call, session->book);
  const auto period = period_option(call).value_or(session->book.tree.period);
  const auto table = ledger::parse_actuals(text, source, period);
  if (!table) {
    return table.error();
  }
  const auto plan = ledger::plan_import(
      session->book,
      *table,
      {.source = source, .today = today(call), .skip_unknown = call.arguments.has("skip-unknown")});
  Diagnostics findings = plan ? plan->warnings : plan.error();
  ledger::add_excerpts(findings, text);
  if (!plan) {
    return findings;
  }
  call.console.warn(findings);
  call.console.warn(plan->too_late);
  const bool news = !plan->events.empty() && !dry_run;
  if (news) {
    const auto entries = record(call, session.value(), plan->events);
    if (!entries) {
      return entries.error();
    }
  }
  print_recorded(call, reports::ImportPage{*plan, source, news}, provenance_of(session->book));
  return ExitCode::fine;
}

Command import_command() {
  return {
      .name = "actuals import",
      .summary = "record values of metrics from a CSV file",
      .description =
          "Reads a long file (date,metric,value) or a wide one (date, then a column per metric); "
          "commas, semicolons or tabs, decimal points only. A value that differs from the one "
          "recorded before is a revision: both stay in the ledger and the newer one counts. An "
          "empty field is a missing value, never zero. If anything is wrong, nothing is recorded.",
      .positionals = {{.name = "FILE",
                       .summary = "the CSV file; - is standard input",
                       .kind = ValueKind::path}},
      .options =
          std::vector<Option>{dry_run_option(),
                              {.name = "skip-unknown",
                               .summary = "leave out columns that are no metric of the tree"},
                              period_kind_option("what a date stands for", "the tree's period"),
                              format_option()} +
          writing_options(),
      .examples = {{"betledger actuals import history.csv",
                    "Records the history of the tree's metrics."},
                   {"betledger actuals import --dry-run history.csv",
                    "Shows what is new and what would be revised."}},
      .run = run_import};
}

/// What `check` found in the data.
struct DataCheck {
  Diagnostics findings;
  std::vector<tree::IdentityResidual> residuals;
  std::vector<forecast::LinkEvidence> links;
};

/// What the data themselves show, what the baselines fitted to them do, and what they say of links.
DataCheck check_data_of(const tree::MetricTree& tree,
                        const tree::History& history,
                        std::optional<Day> as_of) {
  DataCheck check{tree::check_data(tree, history, as_of),
                  tree::identity_residuals(tree, history),
                  forecast::link_evidence(tree, forecast::innovations_of(tree, history))};
  for (auto&& more :
       {forecast::check_comovements(tree, history), forecast::check_links(tree, check.links)}) {
    check.findings.insert(check.findings.end(), more.begin(), more.end());
  }
  return check;
}

Result<ExitCode> run_check(const Call& call) {
  const auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  const auto tree = tree::MetricTree::build(session->book.tree);
  if (!tree) {
    call.console.err(render(tree.error()));
    return ExitCode::findings;
  }
  const bool both = call.arguments.has("data") == call.arguments.has("structure");
  const bool data = both || call.arguments.has("data");
  const bool structure = both || call.arguments.has("structure");
  const auto as_of = call.arguments.day("as-of");
  const auto history = session->book.history(as_of);
  const auto structure_findings = structure ? tree::check_structure(*tree) : Diagnostics{};
  const auto found = data ? check_data_of(*tree, history, as_of) : DataCheck{};
  print(
      call,
      reports::CheckPage{
          *tree, structure, data, structure_findings, found.findings, found.residuals, found.links},
      provenance_of(session->book));
  for (const Diagnostics* const findings : {&structure_findings, &found.findings}) {
    for (const Diagnostic& finding : *findings) {
      if (finding.severity != Severity::note) {
        return ExitCode::findings;
      }
    }
  }
  return ExitCode::fine;
}

Command check_command() {
  return {
      .name = "check",
      .summary = "what is questionable about the tree and its data",
      .description =
          "Lists everything at once: the structure of the tree (orphans, missing owners, too many "
          "drivers, no guardrail, ...) and its data (missing, stale or short history, gaps, values "
          "outside the support, identities that do not hold, baselines that move together, and for "
          "each link whether history supports it, contradicts it or cannot test it). Exit code 1 "
          "if there is an error or a warning; notes alone give 0. `betledger explain CODE` tells "
          "more about a finding.",
      .options = {{.name = "data", .summary = "only the data"},
                  {.name = "structure", .summary = "only the structure"},
                  {.name = "as-of",
                   .kind = ValueKind::day,
                   .value = "DATE",
                   .summary = "look at the data up to this day",
                   .fallback = "the newest value"},
                  format_option()},
      .examples = {{"betledger check", "Structure and data."},
                   {"betledger check --data --as-of 2011-06-26", "The data as of that day."}},
      .run = run_check};
}

}  // namespace

std::vector<Command> actuals_commands() {
  return {import_command(), check_command()};
}

}  // namespace betledger::cli
