#include "reports/quarter/bridge_report.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "ledger/text/json_values.h"
#include "reports/page/figures.h"
#include "reports/page/json_page.h"
#include "reports/page/width.h"

namespace betledger::reports {
namespace {

using forecast::Bridge;
using forecast::Contribution;
using forecast::Factor;
using forecast::MetricBridge;

constexpr std::size_t most_rows = 12;
constexpr double least_share = 0.02;  // of the largest amount, to be a row of its own
constexpr std::size_t bar_columns = 30;

std::string label(const Factor& factor) {
  return factor.source.empty() ? forecast::name(factor.kind)
                               : std::string{forecast::name(factor.kind)} + " " + factor.source;
}

/// "+1,230" or "-0.5": digits as its standard error supports.
std::string signed_text(double value, double se) {
  const std::string text = se > 0 ? with_error(value, se) : format_rounded(value, 4);
  return value > 0 ? "+" + text : text;
}

/// A row of the waterfall: from where to where.
struct Row {
  std::string name;
  std::string amount;
  double from = 0;
  double to = 0;
  bool is_end = false;
};

std::vector<Row> rows_of(const Bridge& bridge, const MetricBridge& metric, const char* landing) {
  std::vector<Contribution> sorted = by_size(metric);
  // Decimals that were rounded when they were recorded are no news.
  const double rounding = 1e-8 * std::max(std::abs(metric.plan), std::abs(metric.landing));
  while (!sorted.empty() && std::abs(sorted.back().amount) < rounding) {
    sorted.pop_back();
  }
  std::vector<Row> rows{{"plan", format_rounded(metric.plan, 5), metric.plan, metric.plan, true}};
  double at = metric.plan;
  std::size_t shown = 0;
  while (shown < sorted.size() && shown < most_rows &&
         std::abs(sorted[shown].amount) >= least_share * std::abs(sorted.front().amount)) {
    const Contribution& one = sorted[shown++];
    rows.push_back({label(bridge.factors[one.factor]),
                    signed_text(one.amount, one.se),
                    at,
                    at + one.amount,
                    false});
    at += one.amount;
  }
  if (shown + 1 == sorted.size()) {  // a single one has a name
    const Contribution& one = sorted[shown++];
    rows.push_back({label(bridge.factors[one.factor]),
                    signed_text(one.amount, one.se),
                    at,
                    at + one.amount,
                    false});
  } else if (shown < sorted.size()) {
    double squares = 0;
    for (std::size_t i = shown; i < sorted.size(); ++i) {
      squares += sorted[i].se * sorted[i].se;
    }
    rows.push_back({fmt::format("other ({})", sorted.size() - shown),
                    signed_text(metric.landing - at, std::sqrt(squares)),
                    at,
                    metric.landing,
                    false});
  }
  rows.push_back(
      {landing, format_rounded(metric.landing, 5), metric.landing, metric.landing, true});
  return rows;
}

/// `█` what adds, `░` what takes away, `│` where plan and landing are.
std::string bar(const Row& row, double low, double high) {
  const double scale = high > low ? static_cast<double>(bar_columns - 1) / (high - low) : 0;
  const auto column = [&](double value) {
    return static_cast<std::size_t>(std::lround((value - low) * scale));
  };
  const std::size_t first = column(std::min(row.from, row.to));
  const std::size_t last = column(std::max(row.from, row.to));
  std::string text(first, ' ');
  for (std::size_t i = first; i <= last; ++i) {
    text += row.is_end ? "│" : row.to >= row.from ? "█" : "░";
  }
  return text;
}

std::vector<std::string> waterfall(const std::vector<Row>& rows) {
  double low = rows.front().from;
  double high = low;
  std::size_t name_width = 0;
  std::size_t amount_width = 0;
  for (const Row& row : rows) {
    low = std::min({low, row.from, row.to});
    high = std::max({high, row.from, row.to});
    name_width = std::max(name_width, display_width(row.name));
    amount_width = std::max(amount_width, display_width(row.amount));
  }
  std::vector<std::string> lines;
  for (const Row& row : rows) {
    lines.push_back("  " + pad(row.name, name_width) + "  " +
                    pad(row.amount, amount_width, Align::right) + "  " + bar(row, low, high));
  }
  return lines;
}

void add_metric_rows(Table& table,
                     const Bridge& bridge,
                     const MetricBridge& metric,
                     const char* landing) {
  table.rows.push_back({metric.metric, "plan", "", format_number(metric.plan), ""});
  for (const Contribution& one : by_size(metric)) {
    const Factor& factor = bridge.factors[one.factor];
    table.rows.push_back({metric.metric,
                          forecast::name(factor.kind),
                          factor.source,
                          format_number(one.amount),
                          format_number(one.se)});
  }
  table.rows.push_back(
      {metric.metric, landing, "", format_number(metric.landing), format_number(metric.se)});
}

}  // namespace

namespace {

/// The rest of a report leads with medians.
void add_medians(Document& page, const MetricBridge& metric, const BridgeView& view) {
  if (!view.plan_median || !view.landing_median) {
    return;
  }
  page.paragraph(fmt::format(
      "The bridge adds up means: plan {} (median {}), {} {}{}. Medians do not add up, and lie "
      "below the mean where the upper tail is the longer.",
      format_rounded(metric.plan, 5),
      format_rounded(*view.plan_median, 5),
      landing_name(view),
      format_rounded(metric.landing, 5),
      view.is_over ? "" : fmt::format(" (median {})", format_rounded(*view.landing_median, 5))));
}

}  // namespace

void add_bridge(Document& page, const Bridge& bridge, const BridgeView& view) {
  const MetricBridge& metric = metric_of(bridge, view);
  const char* landing = landing_name(view);
  page.heading(fmt::format("Bridge of {} ({}): from plan to {}", view.metric, view.unit, landing));
  if (metric.contributions.empty()) {
    page.paragraph(
        fmt::format("Plan and {} are the same: {}.", landing, format_rounded(metric.landing, 5)));
    return;
  }
  add_medians(page, metric, view);
  page.lines(waterfall(rows_of(bridge, metric, landing)));
  std::string text = fmt::format(
      "Gap {}. Amounts are Shapley values{} and sum to it exactly; ± is one standard error over {} "
      "pairs of a run of the plan and one of where the cycle lands.",
      signed_text(metric.gap(), 0),
      bridge.is_exact ? "" : ", sampled in random orders of the factors,",
      format_rounded(static_cast<double>(bridge.pairs), 7));
  page.paragraph(std::move(text));
  for (const Contribution& one : metric.contributions) {
    const Factor::Kind kind = bridge.factors[one.factor].kind;
    if (kind == Factor::Kind::correlation) {
      page.paragraph(fmt::format(
          "Of the gap, {} is `correlation`: baselines that move together, which the plan drew one "
          "by "
          "one. It was there before anything was seen, and P(target) at commit lacks it too.",
          signed_text(one.amount, one.se)));
    } else if (kind == Factor::Kind::sampling && one.amount != 0) {
      page.paragraph(
          fmt::format("Of the gap, {} is `sampling`: what plan and {} as reported, from other "
                      "runs, differ from "
                      "the pairs'.",
                      signed_text(one.amount, one.se),
                      landing));
    }
  }
}

Table bridge_table(const Bridge& bridge, const BridgeView& view) {
  Table table{{{"metric"}, {"kind"}, {"source"}, {"amount"}, {"se"}}, {}};
  for (const MetricBridge& metric : bridge.metrics) {
    if (view.metric.empty() || view.metric == metric.metric) {
      add_metric_rows(table, bridge, metric, landing_name(view));
    }
  }
  return table;
}

}  // namespace betledger::reports
