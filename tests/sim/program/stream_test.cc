#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/error.h"
#include "sim/program/simulate.h"
#include "sim/program/workspace.h"
#include "sim/random/philox.h"

#include "tests/support/small_model.h"

namespace betledger::sim {
namespace {

using testing::add_link;
using testing::certain;
using testing::component;
using testing::empty_model;
using testing::known;
using testing::make;
using testing::member;
using testing::pool;

/// Whole numbers below a bound, the same for the same seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : key_{StreamKey::of(seed, Variable::of("dice"))} {}
  std::uint32_t below(std::uint32_t bound) { return random_word(key_, next_++, 0) % bound; }
  bool one_in(std::uint32_t n) { return below(n) == 0; }

 private:
  StreamKey key_;
  std::uint64_t next_ = 0;
};

constexpr std::uint32_t periods = 5;

Node some_base(const std::string& key, Dice& dice) {
  Node node;
  switch (dice.below(4)) {
    case 0:
      node = known(key, std::vector<double>(periods, 2.0 + dice.below(5)));
      break;
    case 1:
      node.key = key;
      node.source = BasePath{StatedPath{make(LogNormal{5, 0.2}), make(LogNormal{9, 0.4})}};
      break;
    case 2:
      node.key = key;
      node.source = BasePath{StatedPath{certain(3), certain(4)}};
      break;
    default:
      PathMember uncertain = member(periods, 1, 0.8, 0.1);
      uncertain.dof = 20;
      node = pool(key, {uncertain, member(periods, 1.2, 1, 0.05)});
  }
  node.support = dice.one_in(3) ? tree::Support::real : tree::Support::positive;
  return node;
}

Node some_component(const std::string& key, const Model& model, Dice& dice) {
  const auto any = [&] {
    const std::string& read =
        model.nodes[dice.below(static_cast<std::uint32_t>(model.nodes.size()))].key;
    return dice.one_in(4) ? "lag(" + read + ", 1)" : read;
  };
  std::string text = any();
  for (std::uint32_t more = 1 + dice.below(3); more > 0; --more) {
    text += (dice.one_in(2) ? " + 0.3 * " : " * 0.2 * ") + any();
  }
  return component(key, text);
}

void add_some_bet(Model& model, const std::vector<std::uint32_t>& bases, Dice& dice) {
  const std::string key = "bet" + std::to_string(model.groups);
  Profile profile;
  profile.key = key;
  profile.start = dice.below(periods + 1) - 0.5;
  profile.delay = dice.one_in(3) ? certain(0.25) : make(Uniform{0, 2});
  profile.ramp = dice.one_in(2) ? Ramp::linear : Ramp::s_curve;
  profile.ramp_periods = 1.5;
  if (dice.one_in(3)) {
    profile.half_life = 2;
  }
  model.gates.push_back({"works:" + key, dice.one_in(4) ? 1.0 : 0.5, {}});
  const auto gate = static_cast<std::uint32_t>(model.gates.size() - 1);
  if (dice.one_in(3) && gate > 0) {
    model.gates.back().needs = {dice.below(gate)};
  }
  for (std::uint32_t effects = 1 + dice.below(3); effects > 0; --effects) {
    Intervention push;
    push.key = key + "/" + std::to_string(effects);
    push.node = bases[dice.below(static_cast<std::uint32_t>(bases.size()))];
    push.action = dice.one_in(2) ? Action::lift : Action::shift;
    push.amount = dice.one_in(3) ? certain(0.2) : make(Pert{-0.6, 0.1, 0.4});
    push.gates = {gate};
    push.profile = static_cast<std::uint32_t>(model.profiles.size());
    push.group = model.groups;
    if (dice.one_in(3)) {
      push.optimism = 0;
    }
    model.interventions.push_back(push);
  }
  model.profiles.push_back(profile);
  ++model.groups;
}

/// A tree with everything that may lie in shared memory: base paths that are drawn and that are
/// not, bets on several metrics, lags, links between whatever comes in order, occasions, every
/// roll-up.
Model some_model(std::uint64_t seed) {
  Dice dice{seed};
  Model model = empty_model(periods);
  model.optimism = {{"optimism:team", make(LogNormal{0.9, 0.1})}};
  std::vector<std::uint32_t> bases;
  const std::uint32_t count = 4 + dice.below(9);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string key = "metric" + std::to_string(i);
    const bool is_base = i < 2 || dice.one_in(2);
    model.nodes.push_back(is_base ? some_base(key, dice) : some_component(key, model, dice));
    Node& node = model.nodes.back();
    node.past = {2.5};
    constexpr std::array kinds{tree::RollupKind::sum,
                               tree::RollupKind::mean,
                               tree::RollupKind::last,
                               tree::RollupKind::weighted};
    node.rollup = kinds[dice.below(4)];
    if (node.rollup == tree::RollupKind::weighted) {
      node.weight = dice.below(count);
    }
    if (is_base) {
      bases.push_back(i);
      if (i > 0 && dice.one_in(2)) {
        Influence& link = add_link(model, dice.below(i), i, make(Normal{0.4, 0.1}));
        link.lag = dice.below(2);
        link.kind = dice.one_in(2) ? InfluenceKind::elasticity : InfluenceKind::slope;
        model.gates.back().probability = 0.6;
      }
    }
  }
  for (std::uint32_t bets = dice.below(5); bets > 0; --bets) {
    add_some_bet(model, bases, dice);
  }
  model.occasions = {{"holiday",
                      bases[dice.below(static_cast<std::uint32_t>(bases.size()))],
                      Action::lift,
                      make(Triangular{0, 0.2, 0.3}),
                      {0, 0, 0.5, 1, 0}}};
  return model;
}

std::span<const double> column_of(const Paths& paths, const Output& output) {
  return output.period == Output::rollup ? paths.rollup(output.node, output.side)
                                         : paths.column(output.node, output.period, output.side);
}

/// What a stream may be asked for: columns of kept nodes, roll-ups of all.
std::vector<Output> outputs_of(const Model& model,
                               const std::vector<std::uint32_t>& kept,
                               Sides sides) {
  std::vector<Output> outputs;
  for (const Side side : {Side::without, Side::with}) {
    if (side == Side::without && sides == Sides::with) {
      continue;
    }
    for (const std::uint32_t node : kept) {
      for (std::uint32_t t = 0; t < model.periods; ++t) {
        outputs.push_back({node, t, side});
      }
    }
    for (std::uint32_t node = 0; node < model.nodes.size(); ++node) {
      outputs.push_back({node, Output::rollup, side});
    }
  }
  return outputs;
}

/// Blocks of a program, and of the stream made of it, one after another in the same memory.
void expect_same_bytes(const Program& program,
                       const std::vector<std::uint32_t>& kept,
                       Sides sides,
                       const std::string& what) {
  const auto streamed = program.streamed(kept);
  ASSERT_TRUE(streamed.has_value());
  Workspace whole{program};
  Workspace stream{*streamed};
  for (std::uint64_t block = 0; block < 3; ++block) {
    program.draw(7, block, *whole.draws);
    program.evaluate_without(*whole.draws, *whole.paths);
    program.evaluate_with(*whole.draws, {}, *whole.paths);
    const std::size_t runs = block == 2 ? 100 : runs_per_block;
    streamed->stream(7, block, runs, *stream.draws, *stream.paths);
    for (const Output& output : outputs_of(program.model(), kept, sides)) {
      const auto expected = column_of(*whole.paths, output);
      const auto found = column_of(*stream.paths, output);
      ASSERT_EQ(std::memcmp(found.data(), expected.data(), expected.size_bytes()), 0)
          << what << " block " << block << " node " << output.node << " period " << output.period;
    }
    for (std::uint32_t node = 0; node < program.model().nodes.size(); ++node) {
      EXPECT_EQ(stream.paths->clamps(node, runs).clamped, whole.paths->clamps(node, runs).clamped);
      EXPECT_EQ(stream.paths->clamps(node, runs).values, whole.paths->clamps(node, runs).values);
    }
  }
}

TEST(Stream, GivesTheBytesOfBlocksThatKeepEverything) {
  std::uint64_t clamped = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const Model model = some_model(seed);
    const Program program = Program::compile(model);
    std::vector<std::uint32_t> all;
    std::vector<std::uint32_t> some;
    Dice dice{1'000 + seed};
    for (std::uint32_t node = 0; node < model.nodes.size(); ++node) {
      all.push_back(node);
      if (dice.one_in(4)) {
        some.push_back(node);
      }
    }
    const std::string name = "model " + std::to_string(seed);
    expect_same_bytes(program, {}, Sides::both, name + ", nothing kept");
    expect_same_bytes(program, some, Sides::both, name + ", some kept");
    expect_same_bytes(program.only(all, Sides::with), some, Sides::with, name + ", with bets only");
    Workspace work{program};
    program.draw(7, 0, *work.draws);
    program.evaluate_without(*work.draws, *work.paths);
    program.evaluate_with(*work.draws, {}, *work.paths);
    for (const std::uint32_t node : all) {
      clamped += work.paths->clamps(node, runs_per_block).clamped;
    }
  }
  EXPECT_GT(clamped, 0U);  // or the tallies were not put to the test
}

TEST(Stream, OfOneChainNeedsRoomForAFewNodesWhateverItsLength) {
  // Each link of the chain adds a metric of its own; only the last sum is kept.
  const auto bytes_of = [](std::uint32_t length) {
    Model model = empty_model(4);
    model.nodes = {pool("sum0", {member(4, 1, 0.5, 0.1)})};
    for (std::uint32_t i = 1; i <= length; ++i) {
      const std::string number = std::to_string(i);
      model.nodes.push_back(pool("leaf" + number, {member(4, 1, 0.5, 0.1)}));
      model.nodes.push_back(
          component("sum" + number, "sum" + std::to_string(i - 1) + " + leaf" + number));
    }
    const auto last = static_cast<std::uint32_t>(model.nodes.size() - 1);
    return Program::compile(model).streamed({{last}}).value().make_draws()->bytes();
  };
  EXPECT_EQ(bytes_of(50), bytes_of(5));
}

TEST(Stream, KeepsWhatItWasAskedToAndNothingElse) {
  Model model = empty_model(2);
  model.nodes = {
      pool("a", {member(2, 1, 0.5, 0.1)}), component("b", "2 * a"), component("c", "3 * b")};
  const Program streamed = Program::compile(model).streamed({{1}}).value();
  Workspace work{streamed};
  streamed.stream(1, 0, runs_per_block, *work.draws, *work.paths);
  EXPECT_NO_THROW((void)work.paths->column(1, 0, Side::with));
  EXPECT_NO_THROW((void)work.paths->rollup(2, Side::with));
  EXPECT_THROW((void)work.paths->column(0, 0, Side::with), std::logic_error);
}

TEST(Stream, IsNotToBeHadWhereANodeReadsOneThatComesLater) {
  Model model = empty_model(3);
  model.nodes = {component("a", "lag(b, 1)"), pool("b", {member(3, 1, 0.5, 0.1)})};
  model.nodes[1].past = {1};
  EXPECT_FALSE(Program::compile(model).streamed({{0}}).has_value());
}

TEST(Stream, OfASimulationNamesADomainErrorAllTheSame) {
  Model model = empty_model(2);
  model.nodes = {
      pool("x", {member(2, 0, 0.5, 1)}), component("y", "log(x + 3)"), component("z", "2 * y")};
  const Program program = Program::compile(model);
  const std::vector<Output> outputs{{2, Output::rollup, Side::with}};
  const auto message_of = [&](std::uint64_t runs) -> std::string {
    try {
      (void)simulate(program, {runs, 3}, outputs, *make_thread_executor(1));
    } catch (const DomainError& error) {
      return error.what();
    }
    return "none";
  };
  // So many runs are streamed, so few are not: the first run to fail is in the first blocks.
  EXPECT_EQ(message_of(5'000), message_of(1'000));
  EXPECT_NE(message_of(5'000), "none");
}

}  // namespace
}  // namespace betledger::sim
