#include "sim/tasks/executor.h"

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace betledger::sim {
namespace {

// TSan cannot see into Debian's TBB: its builds test the other executor only.
#if !defined(__SANITIZE_THREAD__)
constexpr bool with_tbb = true;
#else
constexpr bool with_tbb = false;
#endif

std::vector<std::unique_ptr<Executor>> executors() {
  std::vector<std::unique_ptr<Executor>> all;
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    all.push_back(make_thread_executor(threads));
    if (with_tbb) {
      all.push_back(make_tbb_executor(threads));
    }
  }
  return all;
}

TEST(Executor, CallsEveryTaskOnce) {
  for (const auto& executor : executors()) {
    for (const std::size_t count : {0U, 1U, 2U, 7U, 1'000U}) {
      std::vector<std::atomic<int>> calls(count);
      executor->for_each(count, [&](std::size_t i) { ++calls[i]; });
      for (const auto& n : calls) {
        ASSERT_EQ(n.load(), 1);
      }
    }
  }
}

TEST(Executor, RethrowsTheExceptionOfTheLowestTask) {
  for (const auto& executor : executors()) {
    for (int round = 0; round < 20; ++round) {
      std::atomic<int> before{0};
      try {
        executor->for_each(500, [&](std::size_t i) {
          if (i < 123) {
            ++before;
          }
          if (i >= 123 && i % 7 != 0) {
            throw std::runtime_error{std::to_string(i)};
          }
        });
        FAIL() << "nothing thrown";
      } catch (const std::runtime_error& error) {
        ASSERT_STREQ(error.what(), "123");
      }
      ASSERT_EQ(before.load(), 123);  // what came first was done
    }
  }
}

TEST(Executor, MayBeUsedAgainAfterAnException) {
  for (const auto& executor : executors()) {
    EXPECT_THROW(executor->for_each(3, [](std::size_t) { throw std::runtime_error{"no"}; }),
                 std::runtime_error);
    std::atomic<int> calls{0};
    executor->for_each(10, [&](std::size_t) { ++calls; });
    EXPECT_EQ(calls.load(), 10);
  }
}

TEST(Executor, SaysHowManyThreadsItMayUse) {
  EXPECT_EQ(make_thread_executor(3)->threads(), 3U);
  EXPECT_GE(make_thread_executor()->threads(), 1U);
  if (with_tbb) {
    EXPECT_EQ(make_tbb_executor(3)->threads(), 3U);
    EXPECT_GE(make_tbb_executor()->threads(), 1U);
  }
}

}  // namespace
}  // namespace betledger::sim
