// The sections of the plan page about bets: worth, overlap, cut list, capacity.

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "core/number.h"
#include "reports/page/figures.h"
#include "reports/plan/plan_page.h"

namespace betledger::reports {
namespace {

using forecast::BetWorth;
using forecast::Forecast;

/// Two standard errors from nothing: below that a mean cannot be told from zero.
bool told_from_zero(const sim::Estimate& estimate) {
  return std::abs(estimate.value) >= 2 * estimate.se;
}

std::string marked(double value, double se) {
  return with_error(value, se) + (told_from_zero({value, se}) ? "" : " (not told from 0)");
}

void add_worth(Document& page, const Forecast& forecast) {
  Table table{{{"bet"},
               {"team"},
               {"pw", Align::right},
               {"uplift ± se", Align::right},
               {"P10", Align::right},
               {"P90", Align::right},
               {"P(>0)", Align::right},
               {"Shapley ± se", Align::right},
               {"ΔP(target)", Align::right}},
              {}};
  for (std::size_t b = 0; b < forecast.attribution.bets.size(); ++b) {
    const BetWorth& worth = forecast.attribution.bets[b];
    const auto& bet = forecast.plan.bets[b].terms;
    table.rows.push_back(
        {worth.bet,
         bet.team,
         format_rounded(bet.total_effort(), 3),
         with_error(worth.uplift.mean, worth.uplift.se),
         format_rounded(worth.uplift.quantiles[1], 3),
         format_rounded(worth.uplift.quantiles[5], 3),
         share_percent(worth.probability_positive.value, worth.probability_positive.se),
         with_error(worth.shapley.value, worth.shapley.se),
         worth.target
             ? fmt::format("{:.2f} ± {:.2f}", 100 * worth.target->value, 100 * worth.target->se)
             : "-"});
  }
  page.table(std::move(table));
}

void add_overlap(Document& page, const Forecast& forecast) {
  const auto& overlap = forecast.attribution.overlap;
  std::string text = "Overlap: each bet alone would add up to " +
                     with_error(overlap.naive_sum.value, overlap.naive_sum.se) +
                     "; together they add " + with_error(overlap.joint.value, overlap.joint.se) +
                     ". ";
  if (!told_from_zero(overlap.excess)) {
    text += "The difference cannot be told from nothing.";
  } else {
    // On a focus metric that is desired down, bets that work add less than nothing.
    const auto& tree = forecast.plan.tree;
    const bool down = tree.metric(tree.focus()).desired == tree::Desired::down;
    text += (overlap.excess.value > 0) != down ? "They overlap by " : "They help each other by ";
    text += with_error(std::abs(overlap.excess.value), overlap.excess.se) + ".";
  }
  page.paragraph(text);
  std::vector<std::string> unclear;
  for (const BetWorth& worth : forecast.attribution.bets) {
    if (!told_from_zero({worth.uplift.mean, worth.uplift.se})) {
      unclear.push_back(worth.bet + ": uplift " + marked(worth.uplift.mean, worth.uplift.se));
    }
  }
  if (!unclear.empty()) {
    page.list(std::move(unclear));
  }
}

void add_cut_list(Document& page, const Forecast& forecast) {
  std::vector<std::string> items;
  for (const auto& record : forecast.plan.cut) {
    const auto& bet = record.terms;
    items.push_back(bet.key + " (" + bet.team + ", " + format_rounded(bet.total_effort(), 3) +
                    " pw): " + bet.hypothesis.action);
  }
  if (!items.empty()) {
    page.heading("Cut list: proposed, not funded");
    page.list(std::move(items));
  }
}

void add_capacity(Document& page, const Forecast& forecast) {
  std::map<std::string, double> used;
  for (const auto& record : forecast.plan.bets) {
    for (const auto& [team, effort] : record.terms.effort_person_weeks) {
      used[team] += effort;
    }
  }
  std::vector<std::string> items;
  for (const auto& [team, capacity] : forecast.plan.capacity_person_weeks) {
    items.push_back(team + " " + format_rounded(used[team], 3) + " of " +
                    format_rounded(capacity, 3) + (used[team] > capacity ? " (over)" : ""));
  }
  if (items.empty()) {
    return;
  }
  std::string text = "Capacity in person-weeks: ";
  for (std::size_t i = 0; i < items.size(); ++i) {
    text += (i == 0 ? "" : ", ") + items[i];
  }
  page.paragraph(text + ".");
}

}  // namespace

void add_bets(Document& page, const Forecast& forecast) {
  if (forecast.plan.bets.empty()) {
    page.heading("No bets are funded in this cycle");
    add_cut_list(page, forecast);
    return;
  }
  if (!forecast.attribution.bets.empty()) {
    const auto& focus = forecast.plan.tree.metric(forecast.plan.tree.focus());
    page.heading("What each bet is worth, in " + focus.unit + " of " + focus.key +
                 " over the cycle" + (forecast.plan.cycle.target ? "; ΔP(target) in points" : ""));
    add_worth(page, forecast);
    add_overlap(page, forecast);
  }
  add_capacity(page, forecast);
  add_cut_list(page, forecast);
}

}  // namespace betledger::reports
