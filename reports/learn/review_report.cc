#include "reports/learn/review_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/calendar.h"
#include "core/number.h"
#include "ledger/book/cycle.h"
#include "reports/contracts/review.h"
#include "reports/page/csv.h"
#include "reports/page/figures.h"
#include "reports/page/json_page.h"
#include "reports/quarter/bridge_report.h"
#include "reports/quarter/gap_page.h"

namespace betledger::reports {
namespace {

using forecast::Review;

void add_target(Document& page, const Review& review) {
  const auto& landing = review.gap.landing;
  if (!landing.target) {
    page.paragraph("No target was set for this cycle.");
    return;
  }
  std::string text =
      "Target: " + ledger::format_target({landing.target->metric, landing.target->bound}) + ".  ";
  if (const auto met = forecast::target_met(review)) {
    const auto score =
        std::find_if(review.scores.begin(), review.scores.end(), [&](const forecast::Score& s) {
          return !s.period && s.metric == landing.target->metric;
        });
    text += (*met ? "Met: " : "Not met: ") + format_rounded(score->actual, 5) + " came";
  } else {
    text += "The chance to meet it is " +
            share_with_error(landing.target->with.value, landing.target->with.se) + " now";
  }
  if (landing.at_commit) {
    text += "; at commit the chance was " +
            share_with_error(landing.at_commit->value, landing.at_commit->se);
  }
  page.paragraph(text + ".");
}

std::string focus_of(const Review& review) {
  const auto& tree = review.gap.standing.locked.tree;
  return tree.metric(tree.focus()).key;
}

Document review_page(const Review& review, const Provenance& provenance) {
  const auto& standing = review.gap.standing;
  const auto& timeline = standing.locked.cycle.timeline;
  Document page;
  page.title(fmt::format("{}: what {} taught, as of {}{}",
                         standing.locked.tree.spec().title,
                         cycle_in_title(standing),
                         format_day(standing.as_of),
                         is_over(standing) ? "" : " (provisional)"));
  if (!is_over(standing)) {
    page.paragraph(
        fmt::format("The cycle is not over: {} of {} {}s are known, and this judges by "
                    "what was seen so far: its verdicts are provisional, and what comes can change "
                    "them.",
                    standing.periods_known,
                    timeline.count,
                    name(timeline.kind)));
  }
  add_target(page, review);
  add_commits(page, standing);
  add_corrections(page, standing);
  add_scores(page, review);
  add_bridge(page, review.gap.bridge, view_of(review.gap, focus_of(review)));
  add_verdicts(page, review);
  add_proposals(page, review);
  add_learning(page, review);
  add_trust(page, review.gap, provenance);
  return page;
}

}  // namespace

std::string render(const Review& review,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  switch (format) {
    case Format::json:
      return to_json(contract_of(review, provenance.version));
    case Format::csv:
      return to_csv(score_table(review));
    case Format::table:
    case Format::markdown:
      break;
  }
  return review_page(review, provenance).write(format, style);
}

}  // namespace betledger::reports
