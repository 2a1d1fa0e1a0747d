#include "reports/plan/plan_page.h"

#include <algorithm>
#include <string>

#include "core/calendar.h"
#include "core/number.h"
#include "forecast/projection/fan.h"
#include "ledger/book/cycle.h"
#include "reports/page/figures.h"
#include "reports/plan/fan_chart.h"

namespace betledger::reports {
namespace {

using forecast::Forecast;
using forecast::MetricFan;

const MetricFan& fan_of(const Forecast& forecast, const std::string& key) {
  return *std::ranges::find(forecast.metrics, key, &MetricFan::metric);
}

std::string rollup_in_words(const tree::Rollup& rollup) {
  switch (rollup.kind) {
    case tree::RollupKind::sum:
      return "sum over the cycle";
    case tree::RollupKind::mean:
      return "mean over the cycle";
    case tree::RollupKind::last:
      return "in the last period";
    case tree::RollupKind::weighted:
      return "mean over the cycle, weighted by " + rollup.weighted_by;
  }
  return {};
}

std::vector<std::string> summary_row(std::string side, const sim::Summary& values) {
  return {std::move(side),
          format_rounded(values.quantiles[1], 4),
          format_rounded(values.quantiles[3], 4),
          format_rounded(values.quantiles[5], 4),
          with_error(values.mean, values.se)};
}

void add_target(Document& page, const Forecast& forecast) {
  if (!forecast.target) {
    page.paragraph("No target is set for this cycle.");
    return;
  }
  const auto& target = *forecast.target;
  page.paragraph("Target: " + ledger::format_target({target.metric, target.bound}) +
                 ".  The chance to meet it is " +
                 share_with_error(target.with.value, target.with.se) + " with the bets and " +
                 share_with_error(target.without.value, target.without.se) + " without.");
}

void add_focus(Document& page, const Forecast& forecast) {
  const auto& tree = forecast.plan.tree;
  const MetricFan& focus = fan_of(forecast, tree.metric(tree.focus()).key);
  page.heading(focus.name + " (" + focus.unit + "), " + rollup_in_words(focus.rollup_rule));
  Table table{
      {{"", Align::left},
       {"P10", Align::right},
       {"P50", Align::right},
       {"P90", Align::right},
       {"mean ± standard error", Align::right}},
      {summary_row("without bets", focus.rollup_without),
       summary_row("with bets", focus.rollup_with),
       {"difference", "", "", "", with_error(focus.difference.value, focus.difference.se)}}};
  page.table(std::move(table));
  add_target(page, forecast);
  const std::string period{name(forecast.plan.cycle.timeline.kind)};
  page.heading("By " + period +
               ": ● median with bets, ○ without; ━ 50 %, ─ 80 %, · 90 % of the runs with bets");
  page.lines(fan_chart(focus.periods, 64));
}

std::string percent_of(const sim::Share& share) {
  return share_percent(share.value, share.se);
}

std::vector<std::string> watch_row(const Forecast& forecast, const forecast::Watch& watch) {
  const MetricFan& fan = fan_of(forecast, watch.metric);
  std::string limit = "-";
  if (watch.limit) {
    limit =
        ledger::format_target({watch.metric, watch.limit->bound}).substr(watch.metric.size() + 1) +
        " kept: " + percent_of(watch.limit->with) + " (without bets " +
        percent_of(watch.limit->without) + ")";
  }
  // Not one run in which it changed: no bet reaches it.
  const bool untouched = watch.better.value == 0 && watch.worse.value == 0;
  return {watch.metric,
          watch.guardrail ? "guardrail" : "focus input",
          format_rounded(fan.rollup_without.quantiles[3], 3) + " → " +
              format_rounded(fan.rollup_with.quantiles[3], 3),
          untouched ? "-" : percent_of(watch.better),
          untouched ? "-" : percent_of(watch.worse),
          limit};
}

void add_watches(Document& page, const Forecast& forecast) {
  if (forecast.watches.empty()) {
    return;
  }
  page.heading("Focus inputs and guardrails: without → with bets");
  Table table{{{"metric"},
               {"is a"},
               {"median", Align::right},
               {"P(better)", Align::right},
               {"P(worse)", Align::right},
               {"limit"}},
              {}};
  for (const auto& watch : forecast.watches) {
    table.rows.push_back(watch_row(forecast, watch));
  }
  page.table(std::move(table));
}

/// How many runs the bets and the risk were told from, where that is not all.
std::string runs_of_attribution(const Forecast& forecast) {
  const auto& attribution = forecast.attribution;
  const std::uint64_t least = std::min(attribution.runs, attribution.variance_runs);
  if (least == 0 || least >= forecast.settings.runs) {
    return "";
  }
  return " What each bet is worth was told from the first " + std::to_string(attribution.runs) +
         " of them, who carries the risk from " + std::to_string(attribution.variance_runs) + ".";
}

}  // namespace

Document plan_page(const Forecast& forecast, const Provenance& provenance) {
  const auto& cycle = forecast.plan.cycle;
  Document page;
  page.title(forecast.plan.tree.spec().title + ": plan for " + cycle.key + ", " +
             format_day(cycle.timeline.start) + " to " + format_day(cycle.timeline.last_day()));
  add_focus(page, forecast);
  add_bets(page, forecast);
  add_watches(page, forecast);
  add_risk(page, forecast);
  add_assumptions(page, forecast);
  if (forecast.interrupted) {
    page.paragraph(
        "Interrupted: fewer runs than were asked for, and nothing on what each bet is worth.");
  }
  page.paragraph("Computed from ledger " + provenance.ledger.substr(0, 8) + " at entry " +
                 std::to_string(provenance.head_seq) + " (" + provenance.head_hash.substr(0, 8) +
                 "), " + std::to_string(forecast.settings.runs) + " runs, seed " +
                 std::to_string(forecast.settings.seed) + ", betledger " + provenance.version +
                 "." + runs_of_attribution(forecast) +
                 " Standard errors are of the simulation alone.");
  return page;
}

}  // namespace betledger::reports
