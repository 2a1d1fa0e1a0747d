#include <cmath>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include "core/contract.h"
#include "core/error.h"
#include "core/id.h"
#include "core/probability.h"
#include "core/result.h"

namespace betledger {
namespace {

TEST(Contract, SaysWhatWhereWithoutTheBuildPath) {
  try {
    contract_violated("precondition", "x > 0", "/home/someone/project/core/text.cc", 7);
  } catch (const ContractViolation& violation) {
    EXPECT_STREQ(violation.what(), "precondition violated: x > 0 (core/text.cc:7)");
  }
  EXPECT_THROW(contract_violated("postcondition", "y", "one.cc", 1), ContractViolation);
  EXPECT_NO_THROW(BET_EXPECT(1 + 1 == 2));
  EXPECT_THROW(BET_ENSURE(1 + 1 == 3), ContractViolation);
}

TEST(Error, CarriesItsFields) {
  const StorageError storage{"/data/plan.db", "disk full"};
  EXPECT_EQ(storage.file, "/data/plan.db");
  EXPECT_FALSE(storage.not_permitted);
  EXPECT_STREQ(storage.what(), "/data/plan.db: disk full");
  EXPECT_TRUE(StorageError("x", "read-only", true).not_permitted);

  EXPECT_STREQ(CorruptLedger(12, "hash differs").what(),
               "the ledger cannot be trusted from entry 12 on: hash differs");
  EXPECT_STREQ(CorruptLedger(0, "not a database").what(),
               "the ledger cannot be trusted: not a database");
  EXPECT_EQ(CorruptLedger(12, "x").seq, 12);

  EXPECT_STREQ((HeadMoved{"", "bb"}.what()),
               "the ledger changed while you were at it: nothing was recorded");
  const HeadMoved moved{"aa", "bb"};
  EXPECT_EQ(moved.expected, "aa");
  EXPECT_EQ(moved.actual, "bb");

  const DomainError domain{"aov", "2026-07-06", "revenue / orders", std::nan("")};
  EXPECT_EQ(domain.metric, "aov");
  EXPECT_EQ(domain.period, "2026-07-06");
  EXPECT_EQ(domain.formula, "revenue / orders");
  EXPECT_STREQ(
      domain.what(),
      "metric aov in 2026-07-06: `revenue / orders` gives not a number, outside its domain");
}

TEST(Result, HoldsAValueOrTheReasons) {
  const Result<std::string> good{std::string{"yes"}};
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, "yes");
  EXPECT_EQ(good->size(), 3U);
  EXPECT_THROW((void)good.error(), ContractViolation);

  const Diagnostic why{.code = "F001",
                       .severity = Severity::error,
                       .at = {},
                       .excerpt = {},
                       .message = "no",
                       .hint = {}};
  const Result<std::string> bad{why};
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().size(), 1U);
  EXPECT_THROW((void)bad.value(), ContractViolation);
}

TEST(Result, MovesItsValueOut) {
  Result<std::unique_ptr<int>> result{std::make_unique<int>(7)};
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 7);
}

TEST(Result, AFailureWithoutAnErrorIsOurBug) {
  Diagnostic warning{.code = "F001",
                     .severity = Severity::warning,
                     .at = {},
                     .excerpt = {},
                     .message = "hm",
                     .hint = {}};
  const auto fail_with = [](Diagnostics why) { return Result<int>{std::move(why)}.has_value(); };
  EXPECT_THROW((void)fail_with({warning}), ContractViolation);
  EXPECT_THROW((void)fail_with({}), ContractViolation);
}

TEST(Id, HandlesOfDifferentTagsDoNotMix) {
  using Other = Id<struct OtherTag>;
  static_assert(!std::is_convertible_v<MetricId, Other>);
  static_assert(!std::is_convertible_v<std::uint32_t, MetricId>);
  EXPECT_LT(MetricId{1}, MetricId{2});
  EXPECT_EQ(MetricId{3}.value(), 3U);
}

TEST(Probability, StaysBetweenZeroAndOne) {
  EXPECT_EQ(Probability{0.3}.value(), 0.3);
  EXPECT_EQ(Probability{0}.value(), 0);
  EXPECT_EQ(Probability{1}.value(), 1);
  EXPECT_THROW(Probability{-0.1}, ContractViolation);
  EXPECT_THROW(Probability{1.1}, ContractViolation);
  EXPECT_THROW(Probability{std::nan("")}, ContractViolation);
  EXPECT_LT(Probability{0.2}, Probability{0.3});
}

}  // namespace
}  // namespace betledger
