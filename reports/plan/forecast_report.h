#pragma once

#include <string>
#include <vector>

#include "forecast/projection/fan.h"
#include "forecast/projection/forecast.h"
#include "reports/page/document.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// The plan page: target and P(target) with and without bets, both fans of the focus metric
/// (roll-up and per period), funded bets with uplift, Shapley and effort, overlap (naive sum
/// against joint), tornado, which bet, link or baseline carries the risk, focus inputs, guardrails
/// at risk, cut list, capacity used per team, assumptions (pool members, confidence scale, clamps,
/// data cut), how sure the computer is (standard errors, runs, seed, head).
///
/// - table, markdown: the page;
/// - csv: `metric,period,side,statistic,value`, period = the first day of a period or `rollup`;
/// - json: betledger.forecast/1 as the machine contract says, complete.
[[nodiscard]] std::string render(const forecast::Forecast& forecast,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// `metric,period,side,statistic,value`, period = the first day of a period or `rollup`.
[[nodiscard]] Table fan_table(const std::vector<forecast::MetricFan>& fans);

}  // namespace betledger::reports
