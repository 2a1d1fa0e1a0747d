#include "sim/random/philox.h"

#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "sim/random/random_kernels.h"

namespace betledger::sim {
namespace {

using Four = std::array<std::uint32_t, 4>;

// Random123 1.14, tests/kat_vectors, the lines "philox4x32 10".
TEST(Philox, GivesTheKnownAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Four{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (Four{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Four{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Variable, IsTheStartOfTheSha256OfItsName) {
  // printf abc | sha256sum: ba7816bf8f01cfea...
  EXPECT_EQ(Variable::of("abc").words, (std::array<std::uint32_t, 2>{0xba7816bf, 0x8f01cfea}));
}

TEST(StreamKey, DependsOnSeedAndNameAlone) {
  EXPECT_EQ(StreamKey::of(7, "gate:a"), StreamKey::of(7, "gate:a"));
  EXPECT_NE(StreamKey::of(7, "gate:a"), StreamKey::of(8, "gate:a"));
  EXPECT_NE(StreamKey::of(7, "gate:a"), StreamKey::of(7, "gate:b"));
  EXPECT_NE(StreamKey::of(7, "gate:a"), StreamKey::of(7 + (std::uint64_t{1} << 32), "gate:a"));
  const Variable v = Variable::of("gate:a");
  const Four words = philox({v.words[0], v.words[1], 0, 0}, {7, 0});
  EXPECT_EQ(StreamKey::of(7, "gate:a").words, (std::array<std::uint32_t, 2>{words[0], words[1]}));
}

TEST(StreamKey, OfTenThousandVariablesAreAllDifferent) {
  std::set<std::array<std::uint32_t, 2>> keys;
  for (int i = 0; i < 10'000; ++i) {
    keys.insert(StreamKey::of(1, "amount:" + std::to_string(i)).words);
  }
  EXPECT_EQ(keys.size(), 10'000U);
}

TEST(RandomWord, IsAWordOfTheDocumentedPhiloxCall) {
  const StreamKey key{{11, 22}};
  const std::uint64_t run = 256 * 5 + 64 * 3 + 17;  // block 5, word 3 of its call 17
  EXPECT_EQ(random_word(key, run, 9), philox({64 * 5 + 17, 0, 9, 0}, {11, 22})[3]);
}

TEST(RandomWord, RepeatsInNoRunAndNoIndexOfAStretch) {
  const StreamKey key = StreamKey::of(3, "x");
  std::set<std::uint64_t> pairs;
  for (std::uint64_t run = 0; run < 1'024; ++run) {
    for (std::uint32_t index = 0; index < 8; ++index) {
      pairs.insert(std::uint64_t{random_word(key, run, index)} << 32 |
                   random_word(key, run, index + 8));
    }
  }
  EXPECT_EQ(pairs.size(), 1'024U * 8U);
}

TEST(Words, OfABlockAreTheRandomWordsOfItsRuns) {
  const StreamKey key = StreamKey::of(42, "base:orders/innovation");
  std::array<kernels::Word, runs_per_block> words{};
  for (const std::uint64_t block : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 40}) {
    kernels::words(key, block, 12, words.data());
    for (std::uint64_t i = 0; i < runs_per_block; ++i) {
      ASSERT_EQ(words[i], random_word(key, block * runs_per_block + i, 12)) << block << " " << i;
    }
  }
}

TEST(Uniform, IsTheMiddleOfTheCell) {
  EXPECT_EQ(to_uniform(0), 0x1p-33);
  EXPECT_EQ(to_uniform(0xffffffff), 1 - 0x1p-33);
  std::array<kernels::Word, runs_per_block> words{};
  std::array<double, runs_per_block> u{};
  kernels::words({{1, 2}}, 0, 0, words.data());
  words[0] = 0;
  words[1] = 0xffffffff;
  kernels::uniforms(words.data(), u.data());
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    ASSERT_EQ(u[i], to_uniform(words[i]));
  }
}

TEST(Coins, FallWhereTheUniformIsBelowTheProbability) {
  std::array<kernels::Word, runs_per_block> words{};
  std::array<double, runs_per_block> coins{};
  kernels::words({{1, 2}}, 0, 0, words.data());
  for (const double p : {0.0, 1e-9, 0.3, 1.0}) {
    kernels::coins(words.data(), p, coins.data());
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      ASSERT_EQ(coins[i], to_uniform(words[i]) < p ? 1.0 : 0.0);
    }
  }
}

}  // namespace
}  // namespace betledger::sim
