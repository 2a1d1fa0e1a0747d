// The sections of the plan page about risk: variance shares and the tornado; then the assumptions.

#include <algorithm>
#include <map>

#include "core/number.h"
#include "core/text.h"
#include "forecast/projection/fan.h"
#include "reports/ledger/corrections.h"
#include "reports/page/page.h"
#include "reports/page/width.h"
#include "reports/plan/fan_chart.h"
#include "reports/plan/plan_page.h"

namespace betledger::reports {
namespace {

using forecast::Forecast;

constexpr std::size_t most_rows = 8;

void add_variance(Document& page, const Forecast& forecast) {
  const auto& shares = forecast.attribution.variance;
  if (shares.empty()) {
    return;
  }
  page.heading(
      "Where the risk sits: share of the variance of the focus metric, its outermost 1% drawn in");
  Table table{{{"source"},
               {"alone", Align::right},
               {"± se", Align::right},
               {"with all it touches", Align::right},
               {"± se", Align::right}},
              {}};
  for (std::size_t i = 0; i < std::min(shares.size(), most_rows); ++i) {
    table.rows.push_back({shares[i].source,
                          format_percent(shares[i].first_order.value),
                          format_percent(shares[i].first_order.se),
                          format_percent(shares[i].total.value),
                          format_percent(shares[i].total.se)});
  }
  page.table(std::move(table));
  if (shares.size() > most_rows) {
    const std::size_t more = shares.size() - most_rows;
    page.paragraph((more == 1 ? "1 more source, with "
                              : std::to_string(more) + " more sources, each with at most ") +
                   format_percent(shares[most_rows].total.value) +
                   "; --format json has all of them.");
  }
}

void add_tornado(Document& page, const Forecast& forecast) {
  const auto& swings = forecast.attribution.tornado;
  if (swings.empty()) {
    return;
  }
  page.heading(
      "Tornado: mean of the focus metric where a gate is closed and open, or its driver is low and "
      "high");
  const std::size_t rows = std::min(swings.size(), most_rows);
  BarAxis axis{swings.front().low, 0, swings.front().high, 36};
  std::size_t width = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    axis.low = std::min({axis.low, swings[i].low, swings[i].high});
    axis.high = std::max({axis.high, swings[i].low, swings[i].high});
    width = std::max(width, display_width(swings[i].source));
  }
  const auto& tree = forecast.plan.tree;
  const auto& focus = *std::ranges::find(
      forecast.metrics, tree.metric(tree.focus()).key, &forecast::MetricFan::metric);
  axis.middle = focus.rollup_with.mean;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < rows; ++i) {
    lines.push_back("  " + pad(swings[i].source, width) + "  " +
                    pad(format_rounded(swings[i].low, 4), 10, Align::right) + "  " +
                    pad(format_rounded(swings[i].high, 4), 10, Align::right) + "  " +
                    swing_bar(swings[i].low, swings[i].high, axis));
  }
  page.lines(std::move(lines));
}

/// "random walk + ETS(A,Ad,N) + Theta + AR: orders, price" once per pool.
void add_pools(std::vector<std::string>& items, const Forecast& forecast) {
  for (const auto& baseline : forecast.baselines) {
    std::string members;
    for (const auto& member : baseline.members) {
      members += (members.empty() ? "" : ", ") + member.name;
    }
    items.push_back("baseline of " + baseline.metric + " from " +
                    counted(baseline.points, "period") + " to " + format_day(baseline.last) + ": " +
                    members);
  }
  for (const auto& metric : forecast.plan.tree.spec().metrics) {
    if (!metric.is_component() &&
        std::ranges::none_of(forecast.baselines,
                             [&](const auto& baseline) { return baseline.metric == metric.key; })) {
      items.push_back("baseline of " + metric.key + " is stated, not fitted");
    }
  }
}

}  // namespace

void add_risk(Document& page, const Forecast& forecast) {
  add_variance(page, forecast);
  add_tornado(page, forecast);
}

void add_assumptions(Document& page, const Forecast& forecast) {
  page.heading("Assumptions");
  const auto& scale = forecast.plan.tree.spec().confidence;
  std::vector<std::string> items;
  items.push_back("confidence in a link: high " + format_number(scale.high.value()) + ", medium " +
                  format_number(scale.medium.value()) + ", low " +
                  format_number(scale.low.value()));
  if (forecast.plan.data_cut) {
    items.push_back("history up to " + format_day(*forecast.plan.data_cut));
  }
  for (const auto& [team, optimism] : forecast.plan.optimism) {
    items.push_back("effects stated by " + (team.empty() ? "all other teams" : team) +
                    (optimism.is_on ? " are read with " + correction_in_words(optimism)
                                    : " are read as stated"));
  }
  add_pools(items, forecast);
  for (const auto& clamp : forecast.clamps) {
    items.push_back(clamp.metric + " was held at the bound of its support in " +
                    format_percent(clamp.share, 2) + " of its values");
  }
  page.list(std::move(items));
}

}  // namespace betledger::reports
