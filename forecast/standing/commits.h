#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "ledger/book/book.h"
#include "sim/summary/summary.h"

namespace betledger::forecast {

/// A commit of a cycle: what it was judged by from then on, until the next one.
struct CommitNews {
  Day on{};                         // when it was recorded (UTC)
  std::int64_t head_seq = 0;        // the entry that the plan was made from
  std::uint32_t periods_known = 0;  // of the cycle, with a value of any metric in the ledger then
  std::optional<sim::Share> probability;  // P(target) with the bets, as committed
  std::string because;
};

/// Every commit of a cycle, oldest first: the last one is the plan of record.
[[nodiscard]] std::vector<CommitNews> commits_of(const ledger::Book& known,
                                                 const ledger::CycleRecord& cycle);

/// Periods of a cycle that some metric has a value of, recorded by entry `seq`.
[[nodiscard]] std::uint32_t periods_known_by(const ledger::Book& known,
                                             const Timeline& timeline,
                                             std::int64_t seq);

/// What a reader of a plan of record must know of its commit: that it was made with periods of the
/// cycle known, and which commits it replaced. A sentence each; none for a plan that was committed
/// once and before the first value.
[[nodiscard]] std::vector<std::string> in_words(const std::vector<CommitNews>& commits,
                                                PeriodKind kind);

}  // namespace betledger::forecast
