#include "sim/summary/digest.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "sim/columns/columns.h"

#include "tests/support/small_model.h"
#include "tests/support/statistics.h"

namespace betledger::sim {
namespace {

using testing::component;
using testing::empty_model;
using testing::member;
using testing::pool;

/// Values of a shape, by run.
std::vector<double> values_of(const std::string& formula, std::uint64_t runs) {
  Model model = empty_model(1);
  model.nodes = {pool("z", {member(1, 0, 0, 1)}), component("x", formula)};
  return testing::runs_of(Program::compile(model), {1, 0, Side::without}, runs);
}

Digest digest_of(std::span<const double> values, std::size_t kept, std::size_t stretch) {
  Digest digest{values.size(), kept};
  for (std::size_t at = 0; at < values.size(); at += stretch) {
    digest.add(values.subspan(at, std::min(stretch, values.size() - at)));
  }
  return digest;
}

TEST(Digest, OfWhatItKeepsIsTheSummary) {
  const auto values = values_of("exp(z)", 10'000);
  const Digest digest = digest_of(values, 10'000, 2'560);
  EXPECT_TRUE(digest.is_exact());
  const Summary summary = digest.summary().value();
  const Summary exact = summarize(values);
  EXPECT_EQ(summary.mean, exact.mean);
  EXPECT_EQ(summary.se, exact.se);
  EXPECT_EQ(summary.quantiles, exact.quantiles);
}

TEST(Digest, CountsQuantilesToATenthOfTheirStandardError) {
  for (const char* formula :
       {"z", "exp(z)", "0 - exp(2 * z)", "z * z * z", "max(z, 0)", "1e9 + z"}) {
    const auto values = values_of(formula, 400'000);
    const Digest digest = digest_of(values, 8'192, 2'560);
    EXPECT_FALSE(digest.is_exact());
    const auto summary = digest.summary();
    ASSERT_TRUE(summary.has_value()) << formula;
    const Summary exact = summarize(values);
    EXPECT_EQ(summary->mean, exact.mean);
    EXPECT_EQ(summary->sd, exact.sd);
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const auto n = static_cast<double>(values.size());
    for (std::size_t i = 0; i < summary_levels.size(); ++i) {
      const double level = summary_levels[i];
      const double ranks = std::sqrt(n * level * (1 - level));
      const auto at = [&](double rank) { return sorted[static_cast<std::size_t>(rank)]; };
      const double se = (at(level * n + ranks) - at(level * n - ranks)) / 2;
      // The kept values know the standard error to some tenths of itself.
      const double allowed = 1.5 * Digest::cell_in_se * se + 1e-8 * std::abs(exact.quantiles[i]) +
                             5e-6 * (exact.quantiles[6] - exact.quantiles[0]);  // the least cell
      EXPECT_NEAR(summary->quantiles[i], exact.quantiles[i], allowed) << formula << " " << level;
    }
  }
}

TEST(Digest, DoesNotDependOnHowItsValuesCame) {
  const auto values = values_of("exp(z)", 60'000);
  const Summary once = digest_of(values, 8'192, 60'160).summary().value();
  for (const std::size_t stretch : {256U, 1'024U, 16'384U}) {
    const Summary summary = digest_of(values, 8'192, stretch).summary().value();
    EXPECT_EQ(summary.mean, once.mean);
    EXPECT_EQ(summary.sd, once.sd);
    EXPECT_EQ(summary.quantiles, once.quantiles);
  }
}

TEST(Digest, SaysSoWhenItsFirstValuesMisledIt) {
  std::vector<double> values(40'960);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<double>(i % 997) + (i < 8'192 ? 0.0 : 500.0);
  }
  EXPECT_FALSE(digest_of(values, 8'192, 8'192).summary().has_value());
}

TEST(Digest, OfNextToOneNumberFindsIt) {
  std::vector<double> values(20'480, 3.25);
  values[5] = -1;
  values[20'000] = 1e6;
  const Summary summary = digest_of(values, 4'096, 4'096).summary().value();
  EXPECT_NEAR(summary.quantiles[0], 3.25, 1e-8);
  EXPECT_NEAR(summary.quantiles[3], 3.25, 1e-8);
}

TEST(Digest, FindsQuantilesInAnAtomAtEitherEnd) {
  for (const char* formula : {"0 * z", "min(z, 1.2)", "max(z, -1.2)", "min(max(z * 100, 0), 1)"}) {
    const auto values = values_of(formula, 100'000);
    const auto summary = digest_of(values, 4'096, 2'560).summary();
    ASSERT_TRUE(summary.has_value()) << formula;
    const Summary exact = summarize(values);
    const double spread = exact.quantiles.back() - exact.quantiles.front();
    for (std::size_t i = 0; i < summary_levels.size(); ++i) {
      EXPECT_NEAR(summary->quantiles[i], exact.quantiles[i], 2e-3 * spread + 1e-12) << formula;
    }
  }
}

TEST(Digest, CountsAlikeWhetherFewValuesComeAtATimeOrMany) {
  const auto values = values_of("exp(z)", 300'000);  // more than two sets of 16-bit counters hold
  const auto few = digest_of(values, 4'096, 256).summary().value();
  for (const std::size_t stretch : {std::size_t{2'560}, std::size_t{25'600}, values.size()}) {
    const auto many = digest_of(values, 4'096, stretch).summary().value();
    EXPECT_EQ(many.quantiles, few.quantiles) << stretch;
    EXPECT_EQ(many.mean, few.mean) << stretch;
  }
}

TEST(Moments, AreTheSameBitsForAnyStretchesOfWholeBlocks) {
  const auto values = values_of("1e6 + z", 10'000);
  Moments whole;
  whole.add(values);
  Moments parts;
  parts.add(std::span{values}.first(512));
  parts.add(std::span{values}.subspan(512, 256));
  parts.add(std::span{values}.subspan(768));
  EXPECT_EQ(parts.mean(), whole.mean());
  EXPECT_EQ(parts.sd(), whole.sd());
}

TEST(SimulateStretches, GiveTheRunsOfASimulationAndItsClamps) {
  Model model = empty_model(2);
  model.nodes = {pool("z", {member(2, 0, 0.5, 1)}), component("x", "exp(z)")};
  const Program program = Program::compile(model);
  std::vector<Output> outputs;
  for (int k = 0; k < 200; ++k) {  // so many that a stretch is the least there is
    outputs.push_back({1, Output::rollup, Side::with});
  }
  const Settings settings{50'000, 4};
  const auto executor = make_thread_executor(3);
  const Samples samples = simulate(program, settings, outputs, *executor);
  std::uint64_t seen = 0;
  std::size_t stretches = 0;
  (void)simulate_stretches(program, settings, outputs, *executor, [&](const Stretch& stretch) {
    EXPECT_EQ(stretch.first_run, seen);
    for (std::size_t i = 0; i < stretch.runs; ++i) {
      EXPECT_EQ(stretch.columns[7][i], samples.columns[7][seen + i]);
    }
    seen += stretch.runs;
    ++stretches;
    return true;
  });
  EXPECT_EQ(seen, 50'000U);
  EXPECT_GT(stretches, 2U);
  const Store store{outputs.size(), settings.runs};  // the same runs, each where it stays
  std::uint64_t done = 0;
  (void)simulate_stretches(
      program, settings, outputs, *executor, store, [&](const Stretch& stretch) {
        EXPECT_EQ(stretch.first_run, done);
        EXPECT_EQ(stretch.columns[7].data(), store.columns[7].data() + done);
        done += stretch.runs;
        return true;
      });
  EXPECT_EQ(done, settings.runs);
  for (std::size_t k = 0; k < outputs.size(); k += 50) {
    EXPECT_TRUE(
        std::equal(samples.columns[k].begin(), samples.columns[k].end(), store.columns[k].begin()));
  }
}

TEST(SimulateStretches, EndWithTheLastWholeStretchWhenStopped) {
  Model model = empty_model(1);
  model.nodes = {pool("z", {member(1, 0, 0, 1)})};
  const Program program = Program::compile(model);
  const std::vector<Output> outputs{{0, 0, Side::without}};
  std::atomic<bool> stop{false};
  const auto threads = make_thread_executor(2);
  const auto executor = make_stoppable(*threads, stop);
  std::uint64_t seen = 0;
  (void)simulate_stretches(
      program, {1'000'000, 4}, outputs, *executor, [&](const Stretch& stretch) {
        seen += stretch.runs;
        stop = seen > 40'000;
        return true;
      });
  EXPECT_GT(seen, 40'000U);
  EXPECT_LT(seen, 100'000U);
  EXPECT_THROW(executor->for_each(1, [](std::size_t) {}), Interrupted);
}

}  // namespace
}  // namespace betledger::sim
