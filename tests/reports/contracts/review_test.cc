#include "reports/contracts/review.h"

#include <string>

#include <gtest/gtest.h>

#include "ledger/text/json_write.h"

#include "tests/forecast/review/review_stand.h"

namespace betledger::reports {
namespace {

using forecast::delivery_week;
using forecast::ReviewStand;
using forecast::week;

TEST(ReviewContract, SaysTheSameWhoeverRunsIt) {
  const auto write = [](sim::Executor& executor) {
    ReviewStand stand{1.4, 1.2};
    stand.deliver("one_click", week(delivery_week));
    stand.deliver("mailing", week(delivery_week + 1));
    const forecast::Review review =
        forecast::make_review(stand.standing(), ReviewStand::settings(), {}, executor);
    return ledger::write_json(contract_of(review, "test"));
  };
  const std::string one = write(*sim::make_thread_executor(1));
  EXPECT_EQ(one, write(*sim::make_thread_executor(3)));
  EXPECT_EQ(one, write(*sim::make_tbb_executor(2)));
  EXPECT_EQ(one.find(":nan"), std::string::npos);
  EXPECT_EQ(one.find(":inf"), std::string::npos);
}

}  // namespace
}  // namespace betledger::reports
