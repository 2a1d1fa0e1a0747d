#include "cli/session/review.h"

#include "cli/session/simulation.h"
#include "cli/session/standing.h"
#include "forecast/review/cycle_review.h"

namespace betledger::cli {

Result<forecast::Review> review_of(const Call& call, Session& session, bool wants_beliefs) {
  const forecast::ReviewRequest request{
      standing_request(call, session), gap_settings_of(call), wants_beliefs};
  const auto executor = executor_of(call);
  Diagnostics warnings;
  auto review =
      forecast::review_cycle(session.book, books_of(session), request, *executor, warnings);
  call.console.warn(warnings);
  return review;
}

}  // namespace betledger::cli
