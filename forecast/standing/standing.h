#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/calendar.h"
#include "forecast/baseline/baseline.h"
#include "forecast/plan/plan.h"
#include "forecast/standing/commits.h"
#include "ledger/book/cycle.h"
#include "sim/summary/summary.h"

namespace betledger::forecast {

/// What has been seen of one metric by the day of a standing.
struct Observed {
  /// One per known period of the cycle; nothing where it is missing or outside the support.
  std::vector<std::optional<double>> values;
  /// The periods between the end of the plan's history and the cycle, oldest first: as many as the
  /// lead of the metric's baseline. Empty for a metric without history.
  std::vector<std::optional<double>> lead;
  /// A component's formula of its inputs' actuals, one per known period; nothing where one of them
  /// is missing. Empty for a stochastic metric. `values` less this is what no cause explains.
  std::vector<std::optional<double>> computed;
  std::size_t revised = 0;  // periods of the cycle whose value was recorded more than once
  std::optional<Day> last;  // the newest period with a value, in the cycle or before
  /// Known periods at the end without a value, of a metric that has been seen; 0 for one never
  /// seen.
  std::size_t silent = 0;

  [[nodiscard]] std::size_t count() const noexcept;  // periods of the cycle with a value
};

/// What is known of a cycle at a day: the plan of record, and what has happened since.
struct Standing {
  /// The plan of record, made from the book as of commit.head_seq as `recompute` makes it.
  Plan locked;
  ledger::Commit commit;
  std::vector<Baseline> baselines;        // of `locked`, read from the commit
  std::optional<sim::Share> probability;  // P(target) with the bets, as committed
  /// The plan of record with what is known of its bets: the same tree, history and terms; started,
  /// delivered, stopped and withdrawn as recorded, days after `as_of` not known yet. The bets of
  /// `locked` come first, in its order; after them bets that are under way without having been
  /// funded. Its head is the head of the book that was asked.
  Plan now;
  Day as_of{};
  std::optional<Day> recorded_by;
  std::uint32_t periods_known = 0;  // periods of the cycle that ended on or before as_of
  std::vector<Observed> observed;   // by MetricId of locked.tree
  /// Read out by as_of and recorded after the plan was locked: what was known before is in it.
  std::vector<ledger::Experiment> experiments;
  std::vector<CommitNews> commits = {};  // of the cycle, oldest first; the last one is `commit`
  std::optional<Day> closed_on = {};     // (UTC); nothing while it is open

  /// The first day after what is known, at most the end of the cycle.
  [[nodiscard]] Day frontier() const noexcept {
    return locked.cycle.timeline.start_of(static_cast<int>(periods_known));
  }
};

}  // namespace betledger::forecast
