#include "reports/plan/forecast_report.h"

#include "core/calendar.h"
#include "core/number.h"
#include "forecast/projection/contract.h"
#include "reports/page/csv.h"
#include "reports/page/json_page.h"
#include "reports/plan/plan_page.h"

namespace betledger::reports {
namespace {

void add_rows(Table& table,
              const std::string& metric,
              const std::string& period,
              const char* side,
              const sim::Summary& values) {
  constexpr std::array<const char*, 7> names{"p05", "p10", "p25", "p50", "p75", "p90", "p95"};
  table.rows.push_back({metric, period, side, "mean", format_number(values.mean)});
  table.rows.push_back({metric, period, side, "se", format_number(values.se)});
  for (std::size_t q = 0; q < names.size(); ++q) {
    table.rows.push_back({metric, period, side, names[q], format_number(values.quantiles[q])});
  }
}

}  // namespace

Table fan_table(const std::vector<forecast::MetricFan>& fans) {
  Table table{{{"metric"}, {"period"}, {"side"}, {"statistic"}, {"value"}}, {}};
  for (const auto& fan : fans) {
    add_rows(table, fan.metric, "rollup", "with", fan.rollup_with);
    add_rows(table, fan.metric, "rollup", "without", fan.rollup_without);
    for (const auto& period : fan.periods) {
      add_rows(table, fan.metric, format_day(period.start), "with", period.with);
      add_rows(table, fan.metric, format_day(period.start), "without", period.without);
    }
  }
  return table;
}

std::string render(const forecast::Forecast& forecast,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  switch (format) {
    case Format::json:
      return to_json(forecast::contract_of(forecast, provenance.version));
    case Format::csv:
      return to_csv(fan_table(forecast.metrics));
    case Format::table:
    case Format::markdown:
      break;
  }
  return plan_page(forecast, provenance).write(format, style);
}

}  // namespace betledger::reports
