// experiment record, list, withdraw
#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/mistake.h"
#include "cli/session/lookup.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/words/count.h"
#include "core/number.h"
#include "forecast/standing/experiments_outside.h"
#include "reports/learn/experiment_report.h"
#include "reports/ledger/amounts.h"
#include "reports/page/page.h"

namespace betledger::cli {
namespace {

using ledger::Experiment;
using Mode = ledger::Ledger::Mode;

/// How the numbers of an experiment are written, and what counts make of them.
struct Scale {
  NumberKind kind = NumberKind::plain;
  bool relative = false;
};

/// The effect or link that the command names, and its scale; U016, U017 where there is none.
Result<Scale> find_subject(const Call& call, const ledger::Book& book, Experiment& experiment) {
  const bool has_bet = call.arguments.has("bet");
  if (has_bet == call.arguments.has("link")) {
    return mistake("U009",
                   "an experiment is on one bet or on one link",
                   "give either --bet KEY or --link \"from->to\"");
  }
  if (has_bet) {
    const auto bet = find_bet(call, book, "bet");
    if (!bet) {
      return bet.error();
    }
    experiment.bet = bet->terms.key;
    experiment.metric = call.arguments.text("metric", bet->terms.hypothesis.metric);
    for (const ledger::Effect& effect : bet->terms.effects) {
      if (effect.metric == experiment.metric) {
        return Scale{reports::kind_of_amount(book, effect), effect.action == ledger::Action::lift};
      }
    }
    return call.arguments.complaint(
        call.arguments.has("metric") ? "metric" : "bet",
        "U017",
        fmt::format("bet {} has no effect on {}", experiment.bet, experiment.metric),
        fmt::format("`betledger bet show {}` lists its effects", experiment.bet));
  }
  experiment.link = call.arguments.text("link");
  std::vector<std::string> known;
  for (const tree::Link& link : book.tree.links) {
    known.push_back(link.key());
    if (known.back() == experiment.link) {
      experiment.metric = call.arguments.text("metric", link.to);
      return Scale{};
    }
  }
  return call.arguments.complaint("link",
                                  "U017",
                                  fmt::format("there is no link {}", experiment.link),
                                  suggestion(experiment.link, known, "write it as \"from->to\""));
}

std::string example_of(NumberKind kind) {
  return kind == NumberKind::percent ? "2.5%" : kind == NumberKind::points ? "0.4pp" : "12.5";
}

Result<double> number_option(const Call& call, const std::string& name, NumberKind kind) {
  const std::string text = call.arguments.text(name);
  if (const auto value = parse_number(text, kind)) {
    return *value;
  }
  return call.arguments.complaint(
      name,
      "U005",
      fmt::format("--{}: `{}` is not a number in the unit of the effect", name, text),
      fmt::format("write it as {}", example_of(kind)));
}

/// "events/units".
Result<std::pair<std::uint64_t, std::uint64_t>> counts_option(const Call& call,
                                                              const std::string& name) {
  const std::string text = call.arguments.text(name);
  const auto slash = text.find('/');
  if (slash != std::string::npos) {
    const auto events = parse_count(std::string_view{text}.substr(0, slash));
    const auto units = parse_count(std::string_view{text}.substr(slash + 1));
    if (events && units) {
      return std::pair{*events, *units};
    }
  }
  return call.arguments.complaint(name,
                                  "U005",
                                  fmt::format("--{}: `{}` is not events/units", name, text),
                                  "write the number with the event, a slash, and all: 500/10000");
}

Diagnostic no_error(const Call& call, const Scale& scale) {
  return call.arguments.complaint(
      "se",
      "U005",
      "--se: a standard error is above 0: no measurement is exact",
      fmt::format("write the error that the readout gives, e.g. {}", example_of(scale.kind)));
}

Result<ExitCode> estimate_of(const Call& call, const Scale& scale, Experiment& experiment) {
  const auto estimate = number_option(call, "estimate", scale.kind);
  if (parse_number(call.arguments.text("se"), NumberKind::plain) == 0.0) {
    return no_error(call, scale);
  }
  const auto se = number_option(call, "se", scale.kind);
  if (!estimate) {
    return estimate.error();
  }
  if (!se) {
    return se.error();
  }
  if (*se <= 0) {
    return no_error(call, scale);
  }
  experiment.estimate = *estimate;
  experiment.se = *se;
  return ExitCode::fine;
}

Result<ExitCode> counts_of(const Call& call, const Scale& scale, Experiment& experiment) {
  const auto control = counts_option(call, "control");
  const auto treatment = counts_option(call, "treatment");
  if (!control) {
    return control.error();
  }
  if (!treatment) {
    return treatment.error();
  }
  experiment.counts = ledger::ExperimentCounts{
      control->second, control->first, treatment->second, treatment->first};
  if (const auto why = ledger::objection(*experiment.counts)) {
    return call.arguments.complaint(
        "treatment", "U005", "the counts say nothing: " + *why, "write events/units: 571/10200");
  }
  if (experiment.bet.empty()) {
    return call.arguments.complaint("control",
                                    "U009",
                                    "counts of a metric do not say how strong a link is",
                                    "give its strength with --estimate and --se");
  }
  ledger::estimate_from_counts(experiment, scale.relative);
  return ExitCode::fine;
}

Result<ExitCode> read_measure(const Call& call, const Scale& scale, Experiment& experiment) {
  const auto& arguments = call.arguments;
  const bool estimates = arguments.has("estimate") && arguments.has("se");
  const bool counts = arguments.has("control") && arguments.has("treatment");
  const bool any_estimate = arguments.has("estimate") || arguments.has("se");
  const bool any_count = arguments.has("control") || arguments.has("treatment");
  if (estimates == counts || any_estimate != estimates || any_count != counts) {
    return mistake("U009",
                   "a readout is an estimate with its error, or the counts of both arms",
                   "give --estimate and --se, or --control and --treatment");
  }
  return estimates ? estimate_of(call, scale, experiment) : counts_of(call, scale, experiment);
}

Result<ExitCode> run_record(const Call& call) {
  auto session = open_ledger(call, Mode::write);
  if (!session) {
    return session.error();
  }
  Experiment experiment;
  const auto scale = find_subject(call, session->book, experiment);
  if (!scale) {
    return scale.error();
  }
  const auto measured = read_measure(call, *scale, experiment);
  if (!measured) {
    return measured;
  }
  experiment.exposure = call.arguments.probability("exposure", 1);
  experiment.on = call.arguments.day("on").value_or(today(call));
  experiment.source = call.arguments.text("source");
  if (experiment.on > today(call)) {
    return call.arguments.complaint("on",
                                    "U023",
                                    format_day(experiment.on) + " has not come yet",
                                    "record an experiment once it is read out");
  }
  const auto entries = record(call, session.value(), {ledger::ExperimentRecorded{experiment}});
  if (!entries) {
    return entries.error();
  }
  const std::string& on = experiment.bet.empty() ? experiment.link : experiment.bet;
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
  return record_and_finish(
      call,
      session.value(),
      {ledger::ExperimentWithdrawn{static_cast<std::int64_t>(call.arguments.count("ENTRY", 0)),
                                   call.arguments.text("because")}});
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
