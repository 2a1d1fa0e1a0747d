// calibration
#include "cli/commands/commands.h"
#include "cli/process/files.h"
#include "cli/process/version.h"
#include "cli/session/roles.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "forecast/learning/calibration.h"
#include "forecast/learning/estimators.h"
#include "forecast/learning/past_forecasts.h"
#include "reports/learn/calibration_report.h"

namespace betledger::cli {
namespace {

Result<ExitCode> run_calibration(const Call& call) {
  const auto settings = role_settings(call);
  if (!settings) {
    return settings.error();
  }
  const auto past = forecast::read_forecasts(read_file(call.arguments.text("FILE")), *settings);
  if (!past) {
    return past.error();
  }
  const auto people = forecast::calibrate(past->kind, past->by_forecaster);
  std::optional<forecast::Calibration> teams;
  if (!past->by_team.empty()) {
    teams = forecast::calibrate(past->kind, past->by_team);
  }
  const reports::CalibrationPage page{
      people, teams ? &*teams : nullptr, past->skipped, settings->file, std::string{version()}};
  call.console.out(render(page, format_of(call), style_of(call)));
  return ExitCode::fine;
}

}  // namespace

std::vector<Command> calibration_commands() {
  return {
      {.name = "calibration",
       .summary = "how past forecasts of people and teams compare with what came",
       .description =
           "Bias and spread per forecaster and per team, partially pooled: who has few forecasts "
           "is taken for the average. Leaving each forecast out in turn tells whether correcting "
           "by "
           "the others would have helped, which is when a correction is offered.\n\n"
           "The file is a CSV with the column outcome and one of: forecast; p10,p50,p90; or "
           "probability (then the outcome is 1 or 0). Also forecaster, team, and item: what was "
           "forecast, where several forecast the same, which is then left out as a whole. Other "
           "names: --columns.",
       .positionals = {{.name = "FILE",
                        .summary = "the CSV file; - is standard input",
                        .kind = ValueKind::path}},
       .options = role_options() + std::vector<Option>{format_option()},
       .examples = {{"betledger calibration estimates.csv --where team=growth",
                     "The forecasts of one team."},
                    {"betledger calibration estimates.csv --columns outcome=actual --format json",
                     "Columns with other names, for a program."}},
       .run = run_calibration}};
}

}  // namespace betledger::cli
