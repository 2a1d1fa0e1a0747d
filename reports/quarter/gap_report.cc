#include "reports/quarter/gap_report.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/calendar.h"
#include "core/number.h"
#include "core/text.h"
#include "forecast/gap/why.h"
#include "ledger/book/cycle.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/gap.h"
#include "reports/contracts/gap_rows.h"
#include "reports/page/csv.h"
#include "reports/page/figures.h"
#include "reports/page/json_page.h"
#include "reports/plan/fan_chart.h"
#include "reports/plan/forecast_report.h"
#include "reports/quarter/bridge_report.h"
#include "reports/quarter/gap_page.h"
#include "reports/quarter/gap_tables.h"
#include "reports/quarter/why_report.h"

namespace betledger::reports {
namespace {

using forecast::Gap;

std::string interval(const inference::Belief& belief, tree::Action action) {
  return fmt::format("{} ({} to {})",
                     amount_text(belief.p50, action),
                     amount_text(belief.p10, action),
                     amount_text(belief.p90, action));
}

constexpr const char* unseen = "nothing seen yet";

/// "60% → 83%", or what was believed where nothing bears on it.
std::string updated_text(const forecast::Updated& updated, bool is_informed) {
  const std::string prior = format_percent(updated.prior, 0);
  return is_informed ? prior + " → " + share_percent(updated.now.probability, updated.now.se)
                     : prior;
}

void add_target(Document& page, const Gap& gap) {
  const auto& landing = gap.landing;
  if (!landing.target) {
    page.paragraph("No target is set for this cycle.");
    return;
  }
  std::string text =
      "Target: " + ledger::format_target({landing.target->metric, landing.target->bound}) + ".  ";
  const auto met = target_met(gap);
  text += met ? std::string{*met ? "It is met" : "It is missed"}
              : "The chance to meet it is " +
                    share_with_error(landing.target->with.value, landing.target->with.se) + " now";
  if (landing.at_commit) {
    text += std::string{met ? "; the chance was " : ", and was "} +
            share_with_error(landing.at_commit->value, landing.at_commit->se) + " at commit";
  }
  page.paragraph(text + ".");
}

/// The focus metric, focus inputs and guardrails, or all if there are few.
std::vector<const forecast::LandingMetric*> shown(const Gap& gap) {
  const auto& plan = gap.standing.locked;
  std::vector<const forecast::LandingMetric*> metrics;
  for (std::uint32_t m = 0; m < plan.tree.size(); ++m) {
    const tree::Metric& metric = plan.tree.metric(MetricId{m});
    const auto& inputs = plan.cycle.focus_inputs;
    const bool is_input = std::find(inputs.begin(), inputs.end(), metric.key) != inputs.end();
    if (plan.tree.size() <= 12 || is_input || metric.guardrail ||
        MetricId{m} == plan.tree.focus()) {
      metrics.push_back(&gap.landing.metrics[m]);
    }
  }
  return metrics;
}

/// Says how little was seen of the periods that are over, where it is little.
void add_unseen(Document& page, const Gap& gap) {
  const auto& focus = gap.landing.metrics[gap.standing.locked.tree.focus().value()];
  const auto seen = std::count_if(
      focus.actual.begin(), focus.actual.end(), [](const auto& v) { return v.has_value(); });
  if (seen < static_cast<std::ptrdiff_t>(gap.standing.periods_known)) {
    page.paragraph(fmt::format(
        "{} was seen in {} of the {} that are over; the rest is simulated.",
        focus.fan.metric,
        seen,
        counted(gap.standing.periods_known, name(gap.standing.locked.cycle.timeline.kind))));
  }
}

void add_landing(Document& page, const Gap& gap) {
  const auto& tree = gap.standing.locked.tree;
  const auto& focus = gap.landing.metrics[tree.focus().value()];
  page.heading(focus.fan.name + " (" + focus.fan.unit + ") by " +
               std::string{name(gap.standing.locked.cycle.timeline.kind)} +
               ": what was seen, then where it goes");
  page.lines(fan_chart(focus.fan.periods, 64));
  page.heading("Where the cycle lands");
  Table table{{{"metric"},
               {"seen", Align::right},
               {"P10", Align::right},
               {"P50", Align::right},
               {"P90", Align::right},
               {"mean ± standard error", Align::right},
               {"P50 without bets", Align::right}},
              {}};
  for (const forecast::LandingMetric* metric : shown(gap)) {
    const auto& with = metric->fan.rollup_with;
    const auto seen = std::count_if(
        metric->actual.begin(), metric->actual.end(), [](const auto& v) { return v.has_value(); });
    table.rows.push_back({metric->fan.metric,
                          fmt::format("{}/{}", seen, gap.standing.periods_known),
                          format_rounded(with.quantiles[1], 4),
                          format_rounded(with.quantiles[3], 4),
                          format_rounded(with.quantiles[5], 4),
                          with_error(with.mean, with.se),
                          format_rounded(metric->fan.rollup_without.quantiles[3], 4)});
  }
  page.table(std::move(table));
  add_place(page, gap);
}

void add_bets(Document& page, const Gap& gap) {
  page.heading("Bets: what was believed and what the data say");
  Table table{
      {{"bet"}, {"state"}, {"metric"}, {"works", Align::right}, {"believed"}, {"now, if it works"}},
      {}};
  for (const BetRow& row : bet_rows(gap)) {
    const forecast::EffectOutlook& effect = row.effect;
    table.rows.push_back({row.is_first ? row.bet.bet : "",
                          row.is_first ? row.state : "",
                          effect.metric,
                          updated_text(effect.works, effect.is_informed),
                          interval(effect.prior, effect.action),
                          effect.is_informed ? interval(effect.now, effect.action) : unseen});
  }
  page.table(std::move(table));
}

void add_links(Document& page, const Gap& gap) {
  Table table{{{"link"}, {"real", Align::right}, {"believed strength"}, {"now, if real"}}, {}};
  for (const auto& link : gap.links) {
    table.rows.push_back(
        {link.link,
         updated_text(link.real, link.is_informed),
         median_with_range(link.prior.p10, link.prior.p50, link.prior.p90),
         link.is_informed ? median_with_range(link.now.p10, link.now.p50, link.now.p90) : unseen});
  }
  if (!table.rows.empty()) {
    page.heading("Links");
    page.table(std::move(table));
  }
}

Document gap_page(const Gap& gap, const Provenance& provenance) {
  const auto& standing = gap.standing;
  Document page;
  page.title(fmt::format("{}: {} as of {}, {} of {} {}s over",
                         standing.locked.tree.spec().title,
                         cycle_in_title(standing),
                         format_day(standing.as_of),
                         standing.periods_known,
                         standing.locked.cycle.timeline.count,
                         name(standing.locked.cycle.timeline.kind)));
  add_unseen(page, gap);
  add_target(page, gap);
  add_commits(page, standing);
  add_corrections(page, standing);
  add_landing(page, gap);
  const auto& tree = standing.locked.tree;
  add_bridge(page, gap.bridge, view_of(gap, tree.metric(tree.focus()).key));
  add_signals(page, gap);
  add_advice(page, gap);
  add_candidates(page, gap);
  add_bets(page, gap);
  add_links(page, gap);
  add_factors(page, gap);
  add_trust(page, gap, provenance);
  return page;
}

}  // namespace

std::string render(const WhyPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  const auto steps = forecast::why(page.gap.bridge, page.metric);
  const BridgeView view = view_of(page.gap, page.metric);
  switch (format) {
    case Format::json:
      return to_json(contract_of(page, provenance));
    case Format::csv:
      return to_csv(why_table(steps));
    case Format::table:
    case Format::markdown:
      break;
  }
  return why_document(steps, view).write(format, style);
}

std::string render(const DigestPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  if (format == Format::json || format == Format::csv) {
    return render(page.gap, provenance, format, style);
  }
  return digest_page(page.gap).write(format, style);
}

std::string render(const Gap& gap,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  switch (format) {
    case Format::json:
      return to_json(contract_of(gap, provenance.version));
    case Format::csv:
      return to_csv(gap_table(gap, "landing"));
    case Format::table:
    case Format::markdown:
      break;
  }
  return gap_page(gap, provenance).write(format, style);
}

}  // namespace betledger::reports
