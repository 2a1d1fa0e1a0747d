#pragma once

#include <vector>

#include "forecast/baseline/baseline.h"
#include "forecast/plan/plan.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// The seam: bets become gates, profiles and interventions; groups are the funded bets in order,
/// nodes the metrics in dependency order. Confidence words are read on the tree's scale.
///
/// | variable                    | key                       | what the ledger knows already |
/// |-----------------------------|---------------------------|------------------------------------------|
/// | delivered, and all it needs | `bet:KEY/delivered`       | delivered: 1; stopped before that: 0
/// | | the effect is not nil       | `bet:KEY/works`           | | | ... an effect's own chance  |
/// `bet:KEY/works/METRIC`    |                                          | | amount |
/// `bet:KEY/amount/METRIC`   |                                          | | start, delay, ramp,
/// decay   | `bet:KEY/timing`          | the day and share delivered; the stop    | | the link is
/// real            | `link:FROM->TO`           |                                          | |
/// occasion                    | `event:NAME`              | |
///
/// A team whose effects are corrected (Plan::optimism): their amounts are `widened`, and its
/// interventions share the factor `optimism:TEAM`.
///
/// \pre a plan from make_plan or scenarios::apply, and its fit_baselines
[[nodiscard]] sim::Model to_model(const Plan& plan, const std::vector<Baseline>& baselines);

}  // namespace betledger::forecast
