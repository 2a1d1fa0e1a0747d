#include "forecast/projection/shapley.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace betledger::forecast {
namespace {

/// A game with an interaction between every pair.
double value_of(std::span<const std::uint8_t> members) {
  double value = 3;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] != 0) {
      value *= 1 + 0.1 * static_cast<double>(i + 1);
    }
  }
  return value;
}

struct Played {
  Coalitions coalitions;
  std::vector<double> values;
  double nobody = 0;
  double everybody = 0;

  [[nodiscard]] Worth worth() const { return {coalitions, values, nobody, everybody}; }
};

Played play(std::vector<std::uint32_t> order, std::size_t exact_limit) {
  const std::size_t n = order.size();
  Played played{{std::move(order), std::vector<bool>(n, false), exact_limit}, {}, 0, 0};
  std::vector<std::uint8_t> members(n);
  for (std::size_t i = 0; i < played.coalitions.wanted(); ++i) {
    played.coalitions.members(i, members);
    played.values.push_back(value_of(members));
  }
  played.nobody = value_of(std::vector<std::uint8_t>(n, 0));
  played.everybody = value_of(std::vector<std::uint8_t>(n, 1));
  return played;
}

std::vector<std::uint32_t> identity(std::size_t n) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  return order;
}

TEST(Shapley, SharesSumToTheJointValueHoweverManyPlay) {
  for (std::size_t n = 0; n <= 9; ++n) {
    for (const std::size_t limit : {std::size_t{0}, std::size_t{4}, std::size_t{10}}) {
      const Played played = play(identity(n), std::max<std::size_t>(limit, 1));
      const auto shares = played.worth().shapley();
      ASSERT_EQ(shares.size(), n);
      const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
      EXPECT_NEAR(sum, played.everybody - played.nobody, 1e-12) << n << " players";
    }
  }
}

TEST(Shapley, AloneAndAllButAreReadFromTheRightCoalitions) {
  for (const std::size_t limit : {std::size_t{1}, std::size_t{6}}) {
    for (std::size_t n = 1; n <= 6; ++n) {
      const Played played = play(identity(n), limit);
      for (std::size_t player = 0; player < n; ++player) {
        std::vector<std::uint8_t> members(n, 0);
        members[player] = 1;
        EXPECT_DOUBLE_EQ(played.worth().alone(player), value_of(members));
        std::fill(members.begin(), members.end(), std::uint8_t{1});
        members[player] = 0;
        EXPECT_DOUBLE_EQ(played.worth().all_but(player), value_of(members));
      }
    }
  }
}

TEST(Shapley, OrdersAverageToTheEnumeration) {
  const std::size_t n = 5;
  const auto exact = play(identity(n), n).worth().shapley();
  std::vector<double> mean(n, 0);
  std::vector<std::uint32_t> order = identity(n);
  int orders = 0;
  do {
    const auto shares = play(order, 1).worth().shapley();
    for (std::size_t i = 0; i < n; ++i) {
      mean[i] += shares[i];
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_NEAR(mean[i] / orders, exact[i], 1e-12);
  }
}

TEST(Shapley, APlayerInNeedOfAnotherIsWorthNothingBeforeIt) {
  // Player 1 needs player 0: v({1}) is nobody's value, though alone (needs taken as met) it is 7.
  const Coalitions coalitions{{0, 1}, {false, true}, 4};
  ASSERT_EQ(coalitions.wanted(), 2U);
  const std::vector<double> values{10, 7};  // of {0} and of {1} with its need met
  const Worth worth{coalitions, values, 0, 20};
  EXPECT_DOUBLE_EQ(worth.alone(1), 7);
  EXPECT_DOUBLE_EQ(worth.all_but(0), 0);
  EXPECT_DOUBLE_EQ(worth.all_but(1), 10);
  EXPECT_DOUBLE_EQ(worth.shapley()[0], 15);
  EXPECT_DOUBLE_EQ(worth.shapley()[1], 5);
}

}  // namespace
}  // namespace betledger::forecast
