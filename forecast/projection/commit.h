#pragma once

#include <string>

#include "core/result.h"
#include "forecast/projection/forecast.h"
#include "ledger/book/book.h"
#include "ledger/book/cycle.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// The plan of record of a forecast: its hashes, the fitted baselines and, as the summary, the
/// whole contract (forecast/projection/contract.h), so that what was promised can be read and
/// scored at any later day without computing it again.
[[nodiscard]] ledger::Commit make_commit(const Forecast& forecast, const std::string& version);

/// A committed plan computed again from the ledger alone.
struct Recomputed {
  Forecast forecast;
  std::string plan_sha256;
  std::string forecast_sha256;
  std::string stored_sha256;  // of the summary that the commit carries
};

/// `as_of` is the Book as of commit.head_seq. Fails with what make_plan and make_forecast say,
/// which they do not for a commit of this version.  \pre as_of.head_seq == commit.head_seq
[[nodiscard]] Result<Recomputed> recompute(const ledger::Book& as_of,
                                           const ledger::Commit& commit,
                                           sim::Executor& executor);

/// Does the commit hold: the same plan, the same forecast, and the summary that was hashed?
[[nodiscard]] bool holds(const ledger::Commit& commit, const Recomputed& again);

}  // namespace betledger::forecast
