// gap, digest, why
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "cli/session/standing.h"
#include "forecast/gap/gap.h"
#include "reports/page/csv.h"
#include "reports/quarter/gap_report.h"
#include "reports/quarter/gap_tables.h"

namespace betledger::cli {
namespace {

/// The gap report of the call's day, and the book it rests on.
struct Answer {
  forecast::Gap gap;
  reports::Provenance provenance;
};

Result<Answer> answer_to(const Call& call, bool wants_actions) {
  auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  Diagnostics warnings;
  auto standing = standing_of(call, session.value(), warnings);
  if (!standing) {
    return standing.error();
  }
  const auto executor = executor_of(call);
  forecast::GapSettings settings = gap_settings_of(call);
  settings.wants_actions = wants_actions;
  return Answer{forecast::make_gap(std::move(standing).value(), settings, *executor),
                provenance_of(session->book)};
}

Result<ExitCode> run_gap(const Call& call) {
  const bool csv = format_of(call) == reports::Format::csv;
  if (call.arguments.has("table") && !csv) {
    return call.arguments.complaint(
        "table", "U009", "--table goes with --format csv", "the other formats hold all tables");
  }
  const auto answer = answer_to(call, true);
  if (!answer) {
    return answer.error();
  }
  const forecast::Gap& gap = answer->gap;
  if (csv) {
    call.console.out(
        reports::to_csv(reports::gap_table(gap, call.arguments.text("table", "landing"))));
  } else {
    print(call, gap, answer->provenance);
  }
  const double least = call.arguments.probability("fail-below", 0);
  if (gap.landing.target && gap.landing.target->with.value < least) {
    call.console.err(fmt::format("the chance to meet the target is {:.1f}%, below {:.1f}%\n",
                                 100 * gap.landing.target->with.value,
                                 100 * least));
    return ExitCode::findings;
  }
  return ExitCode::fine;
}

Command gap_command() {
  return {
      .name = "gap",
      .summary = "where the cycle lands given what was seen, why, and what can be done",
      .description =
          "Holds the plan of record against the actuals so far: where each metric lands, the "
          "chance to meet the target now and at commit, and what the data say of every bet and "
          "link. Nothing of the plan is estimated again: it is the yardstick.\n\n"
          "--as-of looks at a day of the cycle, --recorded-by at what the ledger knew on a day. "
          "--fail-below makes the exit code 1 when the chance is lower.",
      .options =
          standing_options() + sampler_options() +
          std::vector<Option>{{.name = "fail-below",
                               .kind = ValueKind::probability,
                               .value = "P",
                               .summary = "exit 1 if P(target) is below this"},
                              format_option(),
                              {.name = "table",
                               .kind = ValueKind::choice,
                               .value = "NAME",
                               .summary = "which table --format csv writes",
                               .choices = {reports::gap_tables.begin(), reports::gap_tables.end()},
                               .fallback = "landing"}},
      .examples = {{"betledger gap", "Where the open cycle lands."},
                   {"betledger gap --as-of 2011-08-14 --format json",
                    "The same by a day of the cycle, for a program."},
                   {"betledger gap --format csv --table bridge",
                    "From plan to landing at every metric, for a spreadsheet."}},
      .run = run_gap};
}

Result<ExitCode> run_why(const Call& call) {
  const auto answer = answer_to(call, false);
  if (!answer) {
    return answer.error();
  }
  const tree::MetricTree& tree = answer->gap.standing.locked.tree;
  const std::string metric = call.arguments.text("metric", tree.metric(tree.focus()).key);
  if (!tree.find(metric)) {
    std::vector<std::string> keys;
    for (const tree::Metric& each : tree.spec().metrics) {
      keys.push_back(each.key);
    }
    return call.arguments.complaint(
        "metric",
        "U030",
        fmt::format("the plan of record has no metric '{}'", metric),
        suggestion(metric, keys, "`betledger standing` shows its metrics"));
  }
  print(call, reports::WhyPage{answer->gap, metric}, answer->provenance);
  return ExitCode::fine;
}

Result<ExitCode> run_digest(const Call& call) {
  const auto answer = answer_to(call, true);
  if (!answer) {
    return answer.error();
  }
  const reports::Format format =
      call.arguments.has("format") ? format_of(call) : reports::Format::markdown;
  call.console.out(
      render(reports::DigestPage{answer->gap}, answer->provenance, format, style_of(call)));
  return ExitCode::fine;
}

Command digest_command() {
  return {.name = "digest",
          .summary = "the week as a chat message: P(target), signals beyond noise, what to do",
          .description =
              "A short Markdown message: the chance to meet the target, metrics that left what the "
              "plan foresaw, bets past their kill rule or that the data speak against, and what "
              "would still help. Noise is not news: a week without signals says so.",
          .options = standing_options() + sampler_options() + std::vector<Option>{format_option()},
          .examples = {{"betledger digest", "This week's message."}},
          .run = run_digest};
}

Command why_command() {
  return {.name = "why",
          .summary = "why a metric lands elsewhere than planned, down to the granular cause",
          .description =
              "Asks why as often as it takes: from a metric to the input that explains most of its "
              "gap, over links to what moved them, down to a drift of a baseline, a bet that came "
              "late, a belief that did not hold.",
          .positionals = {{.name = "metric",
                           .summary = "where to start; the focus metric if not given",
                           .required = false}},
          .options = standing_options() + sampler_options() + std::vector<Option>{format_option()},
          .examples = {{"betledger why", "Why the focus metric lands where it does."},
                       {"betledger why orders --format markdown", "The same of an input."}},
          .run = run_why};
}

}  // namespace

std::vector<Command> gap_commands() {
  return {gap_command(), digest_command(), why_command()};
}

}  // namespace betledger::cli
