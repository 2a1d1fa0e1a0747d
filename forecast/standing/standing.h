#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "forecast/plan/plan.h"
#include "forecast/standing/commits.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"
#include "ledger/book/cycle.h"
#include "sim/summary/summary.h"

namespace betledger::forecast {

struct StandingRequest {
  std::string cycle;         // empty: the only one that has a plan of record
  std::optional<Day> as_of;  // nothing: the last day of the newest period with actuals in the cycle
  std::optional<Day> recorded_by;  // what the book was cut to; only carried along
  std::optional<Day> today = {};   // if given, a day to come is warned of (U034)
};

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

/// To make the plan of record from.
using ledger::BookAsOf;

/// What is known at a day. `known` is the book as recorded by the day that the caller chose (its
/// head, or ledger::Ledger::seq_by). Pure: no clock.
///
/// Fails (B-codes) without a cycle, a plan of record or anything to take the day from, for a day
/// before the cycle, and with what make_plan says. Baselines are those of the commit, fitted again
/// only where it does not hold them (D565). A day after the cycle counts as its last. Added
/// to `warnings`: a day to come, values left out (outside the support, of a period that is not
/// over, later than the day), metrics that stopped reporting, identities that the actuals break
/// (past 1 %), and what happened to bets outside the plan of record.
[[nodiscard]] Result<Standing> make_standing(const ledger::Book& known,
                                             const BookAsOf& book_as_of,
                                             const StandingRequest& request,
                                             Diagnostics& warnings);

}  // namespace betledger::forecast
