// baseline
#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/files.h"
#include "cli/process/version.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "core/number.h"
#include "forecast/baseline/path_quantiles.h"
#include "forecast/baseline/usual_support.h"
#include "ledger/actuals/actuals_table.h"
#include "reports/plan/baseline_report.h"

namespace betledger::cli {
namespace {

constexpr std::string_view usual_levels = "0.025,0.1,0.5,0.9,0.975";
constexpr std::size_t most_levels = 199;

Result<std::vector<double>> levels_option(const Call& call) {
  std::vector<double> levels;
  for (const std::string& item : split_list(call.arguments.text("levels", usual_levels))) {
    const auto level = parse_number(item, NumberKind::fraction);
    if (!level || *level <= 0 || *level >= 1 || levels.size() == most_levels) {
      return call.arguments.complaint(
          "levels",
          "U005",
          fmt::format(
              "--levels takes up to {} numbers between 0 and 1, not `{}`", most_levels, item),
          fmt::format("write them as {}", usual_levels));
    }
    levels.push_back(*level);
  }
  return levels;
}

forecast::UsualSupport support_option(const Call& call, const std::vector<Observation>& seen) {
  const std::string given = call.arguments.text("support", "auto");
  for (const auto support :
       {tree::Support::real, tree::Support::positive, tree::Support::fraction}) {
    if (given == tree::name(support)) {
      return {support, {}, {}};
    }
  }
  std::vector<double> values;
  values.reserve(seen.size());
  for (const Observation& observation : seen) {
    values.push_back(observation.value);
  }
  return forecast::usual_support(values);
}

/// D506 for values on the edge of a support.
Diagnostics notices_of(const std::string& metric, const forecast::UsualSupport& support) {
  if (!support.least) {
    return {};
  }
  return {{"D506",
           Severity::note,
           {},
           {},
           fmt::format("{}: there are values of exactly {}: fitted on its own scale, and {}",
                       metric,
                       support.most ? "0 or 1" : "0",
                       support.most ? "held between 0 and 1" : "held at 0 or above"),
           "if 0 means that nothing was counted, leave these periods empty"}};
}

void append_rows(const std::string& metric,
                 const forecast::PathQuantiles& quantiles,
                 std::vector<reports::QuantileRow>& rows) {
  const auto append = [&](const std::string& period, const std::vector<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      rows.push_back({metric, period, quantiles.levels[i], values[i]});
    }
  };
  for (std::size_t t = 0; t < quantiles.periods.size(); ++t) {
    append(std::to_string(t + 1), quantiles.periods[t]);
  }
  append("sum", quantiles.sum);
  append("mean", quantiles.mean);
}

/// One metric: fit, then quantiles of its horizon.
Result<forecast::PathQuantiles> forecast_column(const ledger::ActualsTable::Column& column,
                                                PeriodKind kind,
                                                const forecast::UsualSupport& support,
                                                std::uint32_t horizon,
                                                const std::vector<double>& levels) {
  const auto baseline = forecast::fit_baseline(
      to_series(kind, column.values),
      {.metric = column.metric, .support = support.support, .horizon = horizon});
  if (!baseline) {
    return baseline.error();
  }
  auto quantiles = forecast::path_quantiles(*baseline, levels);
  forecast::hold_within(support, quantiles);
  return quantiles;
}

Result<ExitCode> run_baseline(const Call& call) {
  const std::string file = call.arguments.text("history");
  const auto levels = levels_option(call);
  if (!levels) {
    return levels.error();
  }
  const auto table = ledger::parse_actuals(
      read_file(file), file == "-" ? "standard input" : file, period_option(call));
  if (!table) {
    return table.error();
  }
  const auto horizon = static_cast<std::uint32_t>(call.arguments.count("horizon", 13));
  // Metrics are independent, so the answer does not depend on who fits which.
  std::vector<std::optional<Result<forecast::PathQuantiles>>> fitted(table->columns.size());
  std::vector<forecast::UsualSupport> supports;
  Diagnostics notices;
  for (const auto& column : table->columns) {
    supports.push_back(support_option(call, column.values));
    const auto more = notices_of(column.metric, supports.back());
    notices.insert(notices.end(), more.begin(), more.end());
  }
  executor_of(call)->for_each(fitted.size(), [&](std::size_t i) {
    fitted[i] = forecast_column(table->columns[i], table->kind, supports[i], horizon, *levels);
  });
  call.console.warn(notices);
  std::vector<reports::QuantileRow> rows;
  Diagnostics errors;
  for (std::size_t i = 0; i < fitted.size(); ++i) {
    if (*fitted[i]) {
      append_rows(table->columns[i].metric, fitted[i]->value(), rows);
    } else {
      errors.insert(errors.end(), fitted[i]->error().begin(), fitted[i]->error().end());
    }
  }
  if (!errors.empty()) {
    return errors;
  }
  call.console.out(
      render(reports::BaselinePage{rows, std::string{version()}}, format_of(call), style_of(call)));
  return ExitCode::fine;
}

}  // namespace

std::vector<Command> baseline_commands() {
  return {
      {.name = "baseline",
       .summary = "quantiles of the coming periods for any CSV of history, without a ledger",
       .description =
           "Fits the pool of baseline models to each metric of a CSV file (date,metric,value or a "
           "column per metric) and gives quantiles for each of the coming periods and for their "
           "sum and mean. The CSV answer has the columns metric,period,level,value; period is "
           "1 to the horizon, then sum and mean.",
       .options =
           {{.name = "history",
             .kind = ValueKind::path,
             .value = "FILE",
             .summary = "the CSV file; - is standard input",
             .required = true},
            {.name = "horizon",
             .kind = ValueKind::count,
             .value = "H",
             .summary = "how many periods ahead",
             .fallback = "13",
             .least = 1,
             .most = 520},
            {.name = "levels",
             .kind = ValueKind::list,
             .value = "LEVELS",
             .summary = "the levels of the quantiles",
             .fallback = std::string{usual_levels}},
            {.name = "support",
             .kind = ValueKind::choice,
             .value = "KIND",
             .summary =
                 "where values can lie; auto: the narrowest that holds them all; zeros are fine",
             .choices = {"auto", "real", "positive", "fraction"},
             .fallback = "auto"},
            period_kind_option("what a date stands for", "told from the dates"),
            threads_option(),
            executor_option(),
            format_option()},
       .examples = {{"betledger baseline --history history.csv --horizon 13 --format csv",
                     "A quarter of weeks for every metric of the file."}},
       .run = run_baseline}};
}

}  // namespace betledger::cli
