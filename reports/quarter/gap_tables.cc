#include "reports/quarter/gap_tables.h"

#include <vector>

#include "core/calendar.h"
#include "core/contract.h"
#include "core/number.h"
#include "forecast/projection/fan.h"
#include "reports/contracts/gap_rows.h"
#include "reports/plan/forecast_report.h"
#include "reports/quarter/bridge_report.h"
#include "reports/quarter/gap_page.h"

namespace betledger::reports {
namespace {

using forecast::Gap;
using Row = std::vector<std::string>;

Table landing_table(const Gap& gap) {
  std::vector<forecast::MetricFan> fans;
  for (const auto& metric : gap.landing.metrics) {
    fans.push_back(metric.fan);
  }
  return fan_table(fans);
}

void add_belief(Row& row, const inference::Belief& belief) {
  for (const double value : {belief.p10, belief.p50, belief.p90}) {
    row.push_back(format_number(value));
  }
}

void add_chance(Row& row, const forecast::Updated& updated) {
  row.push_back(format_number(updated.prior));
  row.push_back(format_number(updated.now.probability));
  row.push_back(format_number(updated.now.se));
}

void add_advice(Row& row, const forecast::Decision* decision) {
  if (decision == nullptr) {
    row.insert(row.end(), 4, "");
    return;
  }
  row.emplace_back(name(decision->advice));
  row.push_back(format_number(decision->left.mean));
  row.push_back(format_number(decision->left.se));
  row.push_back(decision->why);
}

Table bets_table(const Gap& gap) {
  Table table{{{"bet"},
               {"metric"},
               {"action"},
               {"works_at_commit"},
               {"works_now"},
               {"works_se"},
               {"believed_p10"},
               {"believed_p50"},
               {"believed_p90"},
               {"now_p10"},
               {"now_p50"},
               {"now_p90"},
               {"informed"},
               {"advice"},
               {"still_adds"},
               {"still_adds_se"},
               {"why"}},
              {}};
  for (const BetRow& from : bet_rows(gap)) {
    const forecast::EffectOutlook& effect = from.effect;
    Row row{from.bet.bet, effect.metric, std::string{name(effect.action)}};
    add_chance(row, effect.works);
    add_belief(row, effect.prior);
    add_belief(row, effect.now);
    row.emplace_back(effect.is_informed ? "yes" : "no");
    add_advice(row, from.decision);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table links_table(const Gap& gap) {
  Table table{{{"link"},
               {"real_at_commit"},
               {"real_now"},
               {"real_se"},
               {"believed_p10"},
               {"believed_p50"},
               {"believed_p90"},
               {"now_p10"},
               {"now_p50"},
               {"now_p90"},
               {"informed"}},
              {}};
  for (const forecast::LinkOutlook& link : gap.links) {
    Row row{link.link};
    add_chance(row, link.real);
    add_belief(row, link.prior);
    add_belief(row, link.now);
    row.emplace_back(link.is_informed ? "yes" : "no");
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string day_of(const Gap& gap, std::uint32_t period) {
  return format_day(gap.standing.locked.cycle.timeline.start_of(static_cast<int>(period)));
}

Table signals_table(const Gap& gap) {
  Table table{{{"metric"},
               {"tier"},
               {"since"},
               {"p_value"},
               {"z"},
               {"last"},
               {"seen"},
               {"plan_p10"},
               {"plan_p50"},
               {"plan_p90"}},
              {}};
  if (gap.actions) {
    for (const forecast::Signal& signal : gap.actions->signals.found) {
      table.rows.push_back({signal.metric,
                            signal.tier == forecast::Signal::Tier::warning ? "warning" : "watch",
                            day_of(gap, signal.departure.since),
                            format_number(signal.departure.p),
                            format_number(signal.departure.z),
                            day_of(gap, signal.last),
                            format_number(signal.seen),
                            format_number(signal.band.p10),
                            format_number(signal.band.p50),
                            format_number(signal.band.p90)});
    }
  }
  return table;
}

Table candidates_table(const Gap& gap) {
  Table table{{{"candidate"},
               {"bet"},
               {"target_change"},
               {"target_change_se"},
               {"focus_change"},
               {"focus_change_se"},
               {"effort"},
               {"latest_start"}},
              {}};
  if (gap.actions) {
    for (const forecast::Candidate& candidate : gap.actions->candidates) {
      const auto& effect = candidate.starts.front().effect;
      table.rows.push_back({in_words(candidate.idea),
                            candidate.idea.bet,
                            format_number(effect.target_change.mean),
                            format_number(effect.target_change.se),
                            format_number(effect.focus_change.mean),
                            format_number(effect.focus_change.se),
                            format_number(candidate.idea.effort),
                            candidate.latest ? day_of(gap, *candidate.latest) : ""});
    }
  }
  return table;
}

}  // namespace

Table gap_table(const Gap& gap, std::string_view name) {
  if (name == "landing") {
    return landing_table(gap);
  }
  if (name == "bridge") {
    BridgeView every = view_of(gap, gap.bridge.metrics.front().metric);
    every.metric.clear();
    return bridge_table(gap.bridge, every);
  }
  if (name == "bets") {
    return bets_table(gap);
  }
  if (name == "links") {
    return links_table(gap);
  }
  if (name == "signals") {
    return signals_table(gap);
  }
  BET_EXPECT(name == "candidates");
  return candidates_table(gap);
}

}  // namespace betledger::reports
