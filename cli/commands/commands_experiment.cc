// experiment record, list, withdraw
#include <optional>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/session/at_words.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/words/count.h"
#include "forecast/standing/experiments_outside.h"
#include "ledger/requests/experiment_readout.h"
#include "reports/learn/experiment_report.h"

namespace betledger::cli {
namespace {

using Mode = ledger::Ledger::Mode;

/// "events/units".
Result<std::optional<ledger::ExperimentArm>> counts_option(const Call& call,
                                                           const std::string& name) {
  if (!call.arguments.has(name)) {
    return std::optional<ledger::ExperimentArm>{};
  }
  const std::string text = call.arguments.text(name);
  const auto slash = text.find('/');
  if (slash != std::string::npos) {
    const auto events = parse_count(std::string_view{text}.substr(0, slash));
    const auto units = parse_count(std::string_view{text}.substr(slash + 1));
    if (events && units) {
      return std::optional{ledger::ExperimentArm{.events = *events, .units = *units}};
    }
  }
  return call.arguments.complaint(name,
                                  "U005",
                                  fmt::format("--{}: `{}` is not events/units", name, text),
                                  "write the number with the event, a slash, and all: 500/10000");
}

/// What the options say was measured; U005 for counts that are none.
Result<ledger::ExperimentReadout> readout_of(const Call& call) {
  const auto control = counts_option(call, "control");
  const auto treatment = counts_option(call, "treatment");
  if (!control) {
    return control.error();
  }
  if (!treatment) {
    return treatment.error();
  }
  return ledger::ExperimentReadout{.bet = call.arguments.text("bet"),
                                   .link = call.arguments.text("link"),
                                   .metric = call.arguments.text("metric"),
                                   .estimate = call.arguments.find("estimate"),
                                   .se = call.arguments.find("se"),
                                   .control = *control,
                                   .treatment = *treatment,
                                   .exposure = call.arguments.probability("exposure", 1),
                                   .on = call.arguments.day("on").value_or(today(call)),
                                   .source = call.arguments.text("source"),
                                   .today = today(call)};
}

Result<ExitCode> run_record(const Call& call) {
  auto session = open_ledger(call, Mode::write);
  if (!session) {
    return session.error();
  }
  const auto readout = readout_of(call);
  if (!readout) {
    return readout.error();
  }
  const auto recorded = ledger::record_experiment(session->book, *readout);
  if (!recorded) {
    return at_words(call, recorded.error());
  }
  const auto entries = record(call, session.value(), recorded->events);
  if (!entries) {
    return entries.error();
  }
  const std::string& on = readout->bet.empty() ? readout->link : readout->bet;
  call.console.warn(forecast::notes_on_experiments(
      session->ledger.book(), books_of(session.value()), [&on](const std::string& key) {
        return key == on;
      }));
  return ExitCode::fine;
}

Option text_option(std::string name, std::string value, std::string summary) {
  return {.name = std::move(name),
          .kind = ValueKind::text,
          .value = std::move(value),
          .summary = std::move(summary)};
}

Command record_command() {
  Option source = text_option("source", "TEXT", "where it can be looked up");
  source.required = true;
  return {
      .name = "experiment record",
      .summary = "record what an experiment measured, on a bet or on a link",
      .description =
          "Evidence on the amount of a bet's effect on a metric (relative for a lift, in the "
          "metric's unit for a shift) or on the strength of a link: an estimate with its standard "
          "error, or the counts of both arms, from which the difference of the rates is taken with "
          "the standard error of the test's pooled rate (an arm that did well by chance has no "
          "smaller error for it).\n\n"
          "--exposure is the share of the metric that the treatment reaches once it is everywhere: "
          "an effect of 4% on the readers of a letter that a quarter of buyers reads is 1% of the "
          "metric.",
      .options =
          std::vector<Option>{text_option("bet", "KEY", "the bet whose effect was measured"),
                              text_option("link", "LINK", "the link, as \"from->to\""),
                              {.name = "metric",
                               .kind = ValueKind::text,
                               .value = "KEY",
                               .summary = "which of the bet's effects",
                               .fallback = "the metric of its hypothesis"},
                              text_option("estimate", "X", "what was measured"),
                              text_option("se", "X", "its standard error"),
                              text_option("control", "N/ALL", "events and units of the control"),
                              text_option("treatment", "N/ALL", "and of the treatment"),
                              {.name = "exposure",
                               .kind = ValueKind::probability,
                               .value = "SHARE",
                               .summary = "share of the metric that it reaches",
                               .fallback = "100%"},
                              day_option(),
                              source} +
          writing_options(),
      .examples = {{"betledger experiment record --bet one_click --estimate 2.5% --se 1.2% "
                    "--source \"A/B readout 41\"",
                    "A lift with its standard error."},
                   {"betledger experiment record --bet one_click --control 500/10000 "
                    "--treatment 571/10200 --source \"A/B readout 42\"",
                    "The counts of both arms."}},
      .run = run_record};
}

Result<ExitCode> run_list(const Call& call) {
  const auto session = open_ledger(call, Mode::read);
  if (!session) {
    return session.error();
  }
  print(call, reports::ExperimentsPage{session->book}, provenance_of(session->book));
  return ExitCode::fine;
}

Command list_command() {
  return {.name = "experiment list",
          .summary = "the experiments, and what they say together",
          .description =
              "Every experiment with its entry's number, and for each effect or link "
              "the chance that it is real before and after them.",
          .options = {format_option()},
          .examples = {{"betledger experiment list", "All experiments of the ledger."}},
          .run = run_list};
}

Result<ExitCode> run_withdraw(const Call& call) {
  auto session = open_ledger(call, Mode::write);
  if (!session) {
    return session.error();
  }
  const auto entry = static_cast<std::int64_t>(call.arguments.count("ENTRY", 0));
  return record_and_finish(
      call,
      session.value(),
      ledger::withdraw_experiment(entry, call.arguments.text("because")).events);
}

Command withdraw_command() {
  return {.name = "experiment withdraw",
          .summary = "let an experiment no longer count, and say why",
          .description = "The entry stays in the ledger; from now on it is no evidence.",
          .positionals = {{.name = "ENTRY",
                           .summary = "its number, from `experiment list`",
                           .kind = ValueKind::count}},
          .options = std::vector<Option>{because_option(true)} + writing_options(),
          .examples = {{"betledger experiment withdraw 33 --because \"the assignment was broken\"",
                        "A faulty readout."}},
          .run = run_withdraw};
}

}  // namespace

std::vector<Command> experiment_commands() {
  return {record_command(), list_command(), withdraw_command()};
}

}  // namespace betledger::cli
