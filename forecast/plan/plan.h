#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "forecast/baseline/baseline.h"
#include "ledger/book/book.h"
#include "sim/model/model.h"
#include "sim/tasks/executor.h"
#include "tree/metric_tree.h"

namespace betledger::forecast {

/// Everything a forecast depends on, as one value: same plan, same seed, same bytes.
struct Plan {
  std::string ledger_id;
  std::int64_t head_seq = 0;
  std::string head_hash;
  ledger::Cycle cycle;
  std::map<std::string, double> capacity_person_weeks;
  tree::MetricTree tree;
  std::vector<ledger::BetRecord> bets;  // funded, not withdrawn, in the sheet's order
  std::vector<ledger::BetRecord> cut;   // proposed but not funded
  tree::History history;                // up to the data cut; out-of-support values blanked
  std::optional<Day> data_cut;          // the last day of the newest period used
  /// How the effects of its teams are read, of those that are corrected; empty: as stated.
  ledger::OptimismByTeam optimism;
};

struct PlanRequest {
  std::string cycle;  // empty: the only one that is open, else an error that lists them
  std::optional<Day> data_through;  // nothing: the day before the cycle starts
};

/// Fails with everything that stands in the way (B- and D-codes): no tree, no such cycle, a target
/// or focus input that is not in the tree, a stochastic metric with neither history nor stated
/// baseline, formulas that read further back than the history, needed bets that are not funded, two
/// funded bets that exclude each other. What was blanked or assumed is added to `warnings`.
///
/// Only whole periods count: a week that the data cut falls into is left out. A value that a `lag`
/// reads and that is missing (a gap, or the periods between the data cut and the cycle) is the
/// formula's value of its children where it has them, else the last known one or the median of the
/// stated baseline, with a warning.
[[nodiscard]] Result<Plan> make_plan(const ledger::Book& book,
                                     const PlanRequest& request,
                                     Diagnostics& warnings);

/// Fits a baseline per stochastic metric, in the order of the tree. A metric without history has
/// none.
[[nodiscard]] Result<std::vector<Baseline>> fit_baselines(const Plan& plan,
                                                          sim::Executor* executor = nullptr);

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

/// The plan's canonical JSON is what a commit hashes: tree, bets, cycle, history and data cut. Not
/// the ledger's head: an entry that changes nothing of the plan leaves its hash alone.
[[nodiscard]] std::string canonical_plan(const Plan& plan);

}  // namespace betledger::forecast
