// priors learn
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/files.h"
#include "cli/process/version.h"
#include "cli/session/roles.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "core/number.h"
#include "forecast/learning/read_experiments.h"
#include "forecast/learning/recorded_prior.h"
#include "reports/learn/priors_report.h"

namespace betledger::cli {
namespace {

Result<double> useful_option(const Call& call) {
  const std::string text = call.arguments.text("useful", "1%");
  const auto value = parse_number(text, NumberKind::fraction);
  if (value && *value >= 0) {
    return *value;
  }
  return call.arguments.complaint("useful",
                                  "U005",
                                  fmt::format("--useful: `{}` is not a size of 0 or more", text),
                                  "write the smallest effect that would be of use: 1%");
}

Result<ExitCode> run_learn(const Call& call) {
  const auto settings = role_settings(call);
  if (!settings) {
    return settings.error();
  }
  const auto useful = useful_option(call);
  if (!useful) {
    return useful.error();
  }
  const auto past = forecast::read_experiments(
      read_file(call.arguments.text("FILE")), *settings, call.arguments.text("control"));
  if (!past) {
    return past.error();
  }
  const auto learned = learn_prior(past->effects(), {.free_mean = !past->against_rest});
  reports::PriorsPage page{*past, learned, {}, *useful, settings->file, std::string{version()}};
  if (const auto held_out = past->held_out(); !held_out.empty()) {
    page.check = check_prior(learned.prior, held_out);
  }
  if (call.arguments.has("record")) {
    auto session = open_ledger(call, ledger::Ledger::Mode::write);
    if (!session) {
      return session.error();
    }
    const auto entries =
        record(call, session.value(), forecast::record_prior(learned, *past, settings->file));
    if (!entries) {
      return entries.error();
    }
  }
  call.console.out(render(page, format_of(call), style_of(call)));
  return ExitCode::fine;
}

}  // namespace

std::vector<Command> priors_commands() {
  return {
      {.name = "priors learn",
       .summary = "how often ideas work and how much they do, from past experiments",
       .description =
           "Fits a spike and slab to the results of past experiments, nil results too: the share "
           "of "
           "ideas that move their metric, and the size of those that do. Each result is then "
           "shrunk "
           "by it: what is to be expected of it, rather than what it claimed.\n\n"
           "The file is a CSV of one of three layouts. Estimates: estimate,se and, if you like, "
           "experiment, arm, metric. Arms: experiment,arm,impressions,clicks, a row per arm; each "
           "arm "
           "is compared with the rest of its test, or with --control. Moments: "
           "experiment_id, variant_id, metric_id, time_since_start, count_c, count_t, mean_c, "
           "mean_t, "
           "variance_c, variance_t, of which the last readout of each counts. Other names: "
           "--columns. "
           "held_estimate,held_se or held_impressions,held_clicks are a second half of the same "
           "experiments that the result is judged by.\n\n"
           "Positive is wanted: turn the sign where a fall is.",
       .positionals = {{.name = "FILE",
                        .summary = "the CSV file; - is standard input",
                        .kind = ValueKind::path}},
       .options =
           role_options() +
           std::vector<Option>{{.name = "control",
                                .kind = ValueKind::text,
                                .value = "ARM",
                                .summary = "the arm that others are compared with",
                                .fallback = "the rest of the test"},
                               {.name = "useful",
                                .kind = ValueKind::text,
                                .value = "SIZE",
                                .summary = "the smallest effect that would be of use",
                                .fallback = "1%"},
                               {.name = "record", .summary = "record the priors in the ledger"},
                               format_option()} +
           writing_options(),
       .examples = {{"betledger priors learn experiments.csv --where quarter=2011Q2",
                     "The experiments of one quarter."},
                    {"betledger priors learn headlines.csv --columns experiment=test,"
                     "impressions=views --record",
                     "Columns with other names; the priors go into the ledger."}},
       .run = run_learn}};
}

}  // namespace betledger::cli
