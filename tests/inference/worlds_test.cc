#include "tests/inference/worlds.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/statistics.h"

namespace betledger::inference {
namespace {

void expect_consistent(const std::vector<GateOutcome>& gates) {
  double gap = 0, variance = 0;
  for (const GateOutcome& gate : gates) {
    gap += gate.truth - gate.probability;
    variance += gate.probability * (1 - gate.probability);
  }
  EXPECT_LT(std::abs(gap), 3 * std::sqrt(variance));
}

/// 40 of the worlds that bench/worlds.cc judges by the hundred (docs/inference.md).
TEST(Worlds, AreFoundOutAsOftenAsThePosteriorSays) {
  constexpr std::size_t count = 40;
  std::vector<WorldOutcome> worlds(count);
  const auto executor = sim::make_thread_executor();
  executor->for_each(
      count, [&](std::size_t w) { worlds[w] = judge_world(w, 6, {.seed = 1, .particles = 512}); });
  std::vector<double> inside, amounts, strengths, pit;
  std::vector<GateOutcome> works, links;
  for (const WorldOutcome& world : worlds) {
    EXPECT_TRUE(world.health.troubles.empty());
    inside.push_back(0);
    for (const double p : world.pit) {
      inside.back() += p > 0.1 && p < 0.9 ? 1.0 / static_cast<double>(world.pit.size()) : 0.0;
      pit.push_back(p);
    }
    for (const RankOutcome& rank : world.ranks) {
      if (rank.moved && rank.kind == Unknown::Kind::amount) {
        amounts.push_back(rank.rank);
      } else if (rank.moved && rank.kind == Unknown::Kind::strength) {
        strengths.push_back(rank.rank);
      }
    }
    works.insert(works.end(), world.works.begin(), world.works.end());
    links.insert(links.end(), world.links.begin(), world.links.end());
  }
  const sim::testing::Moments covered = sim::testing::moments_of(inside);
  EXPECT_NEAR(covered.mean, 0.8, 3 * std::sqrt(covered.variance / count));
  EXPECT_GT(flatness(pit), 0.001);
  EXPECT_GT(flatness(amounts), 0.001);
  EXPECT_GT(flatness(strengths), 0.001);
  expect_consistent(works);
  expect_consistent(links);
}

}  // namespace
}  // namespace betledger::inference
