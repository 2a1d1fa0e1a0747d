#pragma once

#include "core/result.h"
#include "forecast/gap/gap.h"
#include "forecast/review/review.h"
#include "forecast/standing/make_standing.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

struct ReviewRequest {
  StandingRequest standing;
  GapSettings settings;
  /// Also how beliefs of earlier cycles compared with what came, which takes a posterior for each,
  /// and what to try next. Without it only what was decided on links of earlier cycles counts.
  bool wants_beliefs = false;
};

/// The review of a cycle from the book alone: of earlier cycles it takes which of them have
/// evidence for a link and, if wanted, the readouts of those that were over when this one started.
/// The same book and request give the same review. Fails with what make_standing says.
[[nodiscard]] Result<Review> review_cycle(const ledger::Book& known,
                                          const ledger::BookAsOf& book_as_of,
                                          const ReviewRequest& request,
                                          sim::Executor& executor,
                                          Diagnostics& warnings);

}  // namespace betledger::forecast
