#pragma once

#include <string>

#include "forecast/review/review.h"
#include "reports/page/document.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// The learn report: the target met or not, the locked forecast against what came, what moved as
/// expected, the bridge, a verdict per bet, proposals per link, surprisingly easy and stubborn
/// metrics, estimators, learning velocity, what to test next, how far to trust it.
///
/// - table, markdown: the page;
/// - csv: `metric,period,actual,p05,...,p95,crps,wis,pit,in_50,in_80,in_90,random_walk_wis,
///   seasonal_naive_wis`, period = the first day of a period or `rollup`;
/// - json: betledger.review/1 as the machine contract says, complete.
[[nodiscard]] std::string render(const forecast::Review& review,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

// Parts of the page, each with its own heading.
void add_scores(Document& page, const forecast::Review& review);
[[nodiscard]] Table score_table(const forecast::Review& review);
void add_verdicts(Document& page, const forecast::Review& review);
void add_proposals(Document& page, const forecast::Review& review);
void add_learning(Document& page, const forecast::Review& review);
/// Next experiments, by what they are worth.
void add_next(Document& page, const forecast::Review& review);

}  // namespace betledger::reports
