#include "forecast/standing/plan_commit.h"

#include <variant>

#include <gtest/gtest.h>

#include "tests/forecast/standing/planned_shop.h"

namespace betledger::forecast {
namespace {

CommitRequest request(const std::string& because = "") {
  CommitRequest request;
  request.settings.runs = 300;
  request.settings.attribution = false;
  request.because = because;
  request.version = "0.1.0";
  return request;
}

Result<std::vector<ledger::Event>> commit(const ledger::Book& book,
                                          const CommitRequest& request,
                                          Diagnostics& warnings) {
  const auto executor = sim::make_thread_executor(1);
  return commit_plan(
      book, [](std::int64_t) { return shop(); }, request, *executor, warnings);
}

/// The shop with the first week of its quarter in the ledger.
ledger::Book late_shop() {
  ledger::Book book = shop();
  record(book, "orders", 0, 100);
  return book;
}

TEST(PlanCommit, LocksThePlanOfTheOnlyOpenCycle) {
  Diagnostics warnings;
  const auto events = commit(shop(), request("kick-off"), warnings);
  ASSERT_TRUE(events) << render(events.error());
  ASSERT_EQ(events->size(), 1U);
  const ledger::Commit& made = std::get<ledger::CycleCommitted>(events->front()).commit;
  EXPECT_EQ(made.cycle, "2026Q3");
  EXPECT_EQ(made.head_seq, 12);
  EXPECT_EQ(made.runs, 300U);
  EXPECT_EQ(made.because, "kick-off");
  EXPECT_EQ(made.version, "0.1.0");
  for (const Diagnostic& warning : warnings) {
    EXPECT_NE(warning.code, "B048");
  }
}

TEST(PlanCommit, WithPartOfTheCycleKnownNeedsAReason) {
  Diagnostics warnings;
  const auto silent = commit(late_shop(), request(), warnings);
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().front().code, "U033");
  EXPECT_EQ(silent.error().front().message,
            "1 week of 2026Q3 are known already: a plan of record that is locked now needs a "
            "reason");
  warnings.clear();
  ASSERT_TRUE(commit(late_shop(), request("we were late"), warnings));
  ASSERT_FALSE(warnings.empty());
  EXPECT_EQ(warnings.back().code, "B048");
}

TEST(PlanCommit, OfACycleThatIsNotThereIsRefused) {
  Diagnostics warnings;
  CommitRequest other = request();
  other.cycle = "2026Q4";
  EXPECT_EQ(commit(shop(), other, warnings).error().front().code, "U015");
}

}  // namespace
}  // namespace betledger::forecast
