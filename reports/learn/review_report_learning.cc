#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "reports/contracts/review.h"
#include "reports/learn/calibration_report.h"
#include "reports/learn/review_report.h"
#include "reports/page/figures.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using forecast::BetVerdict;
using forecast::Leverage;
using forecast::Review;
using forecast::Verdict;

/// "+1.8% (0.0 to 6.3)".
std::string in_words(const inference::Belief& belief, tree::Action action) {
  const bool lift = action == tree::Action::lift;
  const auto end = [lift](double value) {
    return lift ? fmt::format("{:.1f}", 100 * value + 0.0) : format_rounded(value, 2);
  };
  return fmt::format(
      "{} ({} to {})", amount_text(belief.mean, action), end(belief.p10), end(belief.p90));
}

/// Of the verdict itself; of one that the data left open the likeliest outcome's.
std::string chance_of(const BetVerdict& verdict) {
  double p = 0;
  switch (verdict.verdict) {
    case Verdict::not_separable:
      return verdict.at_least_one ? "one: " + format_percent(verdict.at_least_one->probability, 0)
                                  : "";
    case Verdict::inconclusive:
      return "";
    case Verdict::validated:
      p = verdict.probabilities.at(Verdict::exceeded);
      [[fallthrough]];
    default:
      return format_percent(p + verdict.probabilities.at(verdict.verdict), 0);
  }
}

std::string delivered_text(double share) {
  return format_percent(std::min(share, 1.0), 0) + (share > early_above ? ", early" : "");
}

bool is_refuted(const BetVerdict& verdict) {
  return verdict.verdict == Verdict::hypothesis_failure || verdict.verdict == Verdict::link_failure;
}

void add_surprises(Document& page, const Review& review) {
  std::vector<std::string> items;
  for (const Leverage& metric : review.metrics) {
    const bool easy = metric.above >= review.rules.sure;
    const bool stubborn = metric.below >= review.rules.sure;
    if (metric.is_informed && easy != stubborn) {
      items.push_back(fmt::format("{} was {}: {} came of {} believed",
                                  metric.source,
                                  easy ? "surprisingly easy" : "stubborn",
                                  amount_text(metric.realised, metric.action),
                                  amount_text(metric.believed, metric.action)));
    }
  }
  page.heading("Surprisingly easy and stubborn metrics");
  if (items.empty()) {
    page.paragraph("None: no metric moved more or less than was believed, as far as is known.");
  } else {
    page.list(std::move(items));
  }
}

void add_velocity(Document& page, const Review& review) {
  const forecast::Velocity& v = review.velocity;
  page.heading("Learning velocity");
  page.paragraph(fmt::format("{} of {} decided, {:.2f} bits learned of bets and links{}.",
                             v.decided,
                             counted(v.bets, "bet"),
                             v.bits,
                             v.person_weeks > 0
                                 ? fmt::format(", {:.3f} for each of {} person-weeks delivered",
                                               v.bits / v.person_weeks,
                                               format_rounded(v.person_weeks, 3))
                                 : ""));
  std::vector<std::string> items;
  const std::string noun{name(review.gap.standing.locked.cycle.timeline.kind)};
  for (std::size_t b = 0; b < review.verdicts.size(); ++b) {
    const BetVerdict& verdict = review.verdicts[b];
    if (is_refuted(verdict)) {
      const ledger::Bet& terms = review.gap.standing.now.bets[b].terms;
      items.push_back(fmt::format("{}: refuted after {:.1f} {}s of effect time{}",
                                  verdict.bet,
                                  verdict.periods_live,
                                  noun,
                                  terms.stop_when.empty()
                                      ? ", without a kill rule"
                                      : ", by a rule set before: " + terms.stop_when));
    }
  }
  if (!items.empty()) {
    page.paragraph("Good failures, each a hypothesis that need not be paid for again:");
    page.list(std::move(items));
  }
}

/// Offered, never added: foretelling is not causing.
void add_drivers(Document& page, const Review& review) {
  if (review.new_drivers.empty()) {
    return;
  }
  const std::string noun{name(review.gap.standing.locked.cycle.timeline.kind)};
  std::vector<std::string> items;
  for (const forecast::NewDriver& driver : review.new_drivers) {
    items.push_back(fmt::format("{} -> {}, {} later: correlation {:.2f} ± {:.2f} over {} pairs",
                                driver.from,
                                driver.to,
                                counted(driver.lag, noun),
                                driver.correlation,
                                driver.se,
                                driver.points));
  }
  page.paragraph(
      "Surprises that foretell others where the tree has no link. Add one with a hypothesis, not "
      "for "
      "this alone: of those named 5% are expected to be chance, and a common cause looks the "
      "same.");
  page.list(std::move(items));
}

void add_estimators(Document& page, const Review& review) {
  const forecast::Estimators& estimators = review.estimators;
  if (!estimators.by_team && !estimators.by_owner) {
    page.heading("Estimators");
    page.paragraph(
        fmt::format("{} so far that can be held against what was believed: two are the least.",
                    counted(estimators.readouts.size(), "effect")));
    return;
  }
  if (estimators.by_team) {
    add_calibration(page, *estimators.by_team, "team");
  }
  if (estimators.by_owner) {
    add_calibration(page, *estimators.by_owner, "owner");
  }
  page.paragraph(
      "`betledger optimism apply` reads the next forecast's effects by what all cycles say of each "
      "team; with --dry-run it only shows it.");
  page.paragraph(
      "Outcomes are what the data alone say of each effect, without what was believed; their "
      "errors "
      "are in the spreads. Bets that were not executed, cannot be told apart or left no mark in "
      "the "
      "data do not count.");
}

}  // namespace

void add_verdicts(Document& page, const Review& review) {
  const bool is_provisional = !is_over(review.gap.standing);
  page.heading(is_provisional ? "Bets: provisional verdicts" : "Bets: verdicts");
  Table table{{{"bet"},
               {"verdict"},
               {"chance", Align::right},
               {"believed"},
               {"realised"},
               {"delivered", Align::right}},
              {}};
  std::vector<std::string> reasons;
  for (const BetVerdict& verdict : review.verdicts) {
    table.rows.push_back(
        {verdict.bet,
         std::string{name(verdict.verdict)} + (is_provisional ? " (provisional)" : ""),
         chance_of(verdict),
         in_words(verdict.believed, verdict.action),
         verdict.delivered > 0 ? in_words(verdict.realised, verdict.action) : "-",
         delivered_text(verdict.delivered)});
    reasons.push_back(verdict.bet + ": " + verdict.because);
  }
  if (table.rows.empty()) {
    page.paragraph("The plan had no bets.");
    return;
  }
  page.table(std::move(table));
  page.list(std::move(reasons));
  const auto& rules = review.rules;
  page.paragraph(fmt::format(
      "Effects are means with P10 and P90, and count the chance that a bet does not "
      "work at all. A verdict needs {} and "
      "odds that the data raised {} times; validated is {} of the believed effect or "
      "more, exceeded {} times; executed is {} of the planned effect time; two bets on one "
      "metric can be told apart up to {} of their time in common.",
      format_percent(rules.sure, 0),
      format_rounded(rules.data_odds, 2),
      format_percent(rules.as_believed, 0),
      format_rounded(rules.exceeded, 2),
      format_percent(rules.executed, 0),
      format_percent(rules.overlap, 0)));
  page.paragraph(
      review.rules_to_come
          ? "These rules are those of the tree that the plan was locked with. The tree has others "
            "by "
            "now: they judge the next plan."
          : "These rules are those of the tree that the plan was locked with (`review:` in its "
            "file).");
}

void add_learning(Document& page, const Review& review) {
  add_surprises(page, review);
  add_velocity(page, review);
  add_estimators(page, review);
  add_next(page, review);
  add_drivers(page, review);
}

}  // namespace betledger::reports
