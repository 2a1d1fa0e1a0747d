#include "sim/program/program.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.h"
#include "core/error.h"
#include "core/sha256.h"
#include "sim/program/workspace.h"
#include "sim/tasks/object_pool.h"

#include "tests/support/small_model.h"

namespace betledger::sim {
namespace {

using testing::add_bet;
using testing::add_link;
using testing::certain;
using testing::component;
using testing::empty_model;
using testing::known;
using testing::make;
using testing::member;
using testing::pool;

/// Draws anew what belongs to one source; the rest stays.
void redraw(const Program& program,
            Source source,
            std::pair<std::uint64_t, std::uint64_t> seed_and_block,
            Draws& draws) {
  const auto others = program.make_draws();
  program.draw(seed_and_block.first, seed_and_block.second, *others);
  program.exchange(source, draws, *others);
}

/// A little of everything: five metrics, two bets of three effects, a link, an occasion.
Model little_model() {
  Model model = empty_model(6);
  PathMember uncertain = member(6, 4, 0.8, 0.1);
  uncertain.dof = 20;
  Node launch;
  launch.key = "launch";
  launch.support = tree::Support::positive;
  launch.source = BasePath{StatedPath{make(LogNormal{5, 0.2}), make(LogNormal{9, 0.4})}};
  model.nodes = {pool("reach", {uncertain, member(6, 4.2, 1, 0.05)}),
                 pool("rate", {member(6, -1, 0.5, 0.2)}),
                 launch,
                 pool("buyers", {uncertain}),
                 component("orders", "reach * rate + launch + 0.1 * lag(buyers, 1)")};
  model.nodes[0].support = tree::Support::positive;
  model.nodes[1].support = tree::Support::fraction;
  model.nodes[3].support = tree::Support::positive;
  model.nodes[3].past = {50};
  add_bet(model, {"one", 0, Action::lift, make(LogNormal{0.1, 0.5}), 0.4, 1});
  add_bet(model, {"two", 1, Action::shift, make(Pert{-0.1, 0.1, 0.4}), 0.7, 2});
  model.profiles[1].delay = make(Uniform{0, 2});
  model.profiles[1].ramp = Ramp::linear;
  model.profiles[1].ramp_periods = 1.5;
  model.gates.push_back({"delivered:two", 0.8, {0}});
  model.interventions[1].gates.delivered = 2;
  Intervention side_effect = model.interventions[1];  // of bet two, on another metric
  side_effect.key = "two/launch";
  side_effect.node = 2;
  side_effect.action = Action::lift;
  side_effect.amount = make(Normal{-0.1, 0.05});
  model.interventions.push_back(side_effect);
  add_link(model, 0, 3, make(Normal{0.4, 0.1})).lag = 1;
  model.gates.back().probability = 0.6;
  model.occasions = {
      {"holiday", 0, Action::lift, make(Triangular{0, 0.2, 0.3}), {0, 0, 0, 0.5, 1, 0}}};
  return model;
}

std::vector<Output> every_output(const Model& model) {
  std::vector<Output> outputs;
  for (std::uint32_t node = 0; node < model.nodes.size(); ++node) {
    for (const Side side : {Side::without, Side::with}) {
      for (std::uint32_t t = 0; t < model.periods; ++t) {
        outputs.push_back({node, t, side});
      }
      outputs.push_back({node, Output::rollup, side});
    }
  }
  return outputs;
}

bool same_bytes(std::span<const double> a, std::span<const double> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

/// Every column of one block, one after another.
std::vector<double> block_of(const Program& program,
                             const Draws& draws,
                             Paths& paths,
                             std::span<const std::span<const double>> active = {}) {
  program.evaluate_without(draws, paths);
  program.evaluate_with(draws, active, paths);
  paths.expect_finite(runs_per_block);
  std::vector<double> all;
  for (const Output& output : every_output(program.model())) {
    const auto column = output.period == Output::rollup
                            ? paths.rollup(output.node, output.side)
                            : paths.column(output.node, output.period, output.side);
    all.insert(all.end(), column.begin(), column.end());
  }
  return all;
}

TEST(Simulate, GivesTheSameBytesForEveryExecutorAndThreadCount) {
  const Program program = Program::compile(little_model());
  const auto outputs = every_output(program.model());
  const Settings settings{3'000, 11};
  const Samples reference = simulate(program, settings, outputs, *make_thread_executor(1));
  for (const std::size_t threads : {1U, 2U, 3U, 4U, 8U}) {
    std::vector<std::unique_ptr<Executor>> executors;
    executors.push_back(make_thread_executor(threads));
#if !defined(__SANITIZE_THREAD__)
    executors.push_back(make_tbb_executor(threads));
#endif
    for (const auto& executor : executors) {
      const Samples samples = simulate(program, settings, outputs, *executor);
      for (std::size_t k = 0; k < outputs.size(); ++k) {
        ASSERT_TRUE(same_bytes(samples.columns[k], reference.columns[k])) << threads << " " << k;
      }
      for (std::size_t i = 0; i < samples.clamps.size(); ++i) {
        ASSERT_EQ(samples.clamps[i].clamped, reference.clamps[i].clamped);
        ASSERT_EQ(samples.clamps[i].values, reference.clamps[i].values);
      }
    }
  }
}

// Machine, compiler, optimisation and sanitizers must not matter: a change of these bytes is a
// change of every forecast on record. (Families that core/ computes with the C library are left
// out.)
TEST(Simulate, GivesTheBytesOnRecord) {
  Model model = little_model();
  model.interventions[1].amount = make(Normal{0.1, 0.1});
  for (Node& node : model.nodes) {  // psi-weights of exact powers of two
    if (auto* base = std::get_if<BasePath>(&node.source)) {
      if (auto* paths = std::get_if<PathPool>(base)) {
        for (PathMember& path : paths->members) {
          for (std::size_t t = 0; t < path.psi.size(); ++t) {
            path.psi[t] = std::ldexp(1, -static_cast<int>(t));
          }
        }
      }
    }
  }
  const Program program = Program::compile(model);
  const auto outputs = every_output(program.model());
  const Samples samples = simulate(program, {1'000, 11}, outputs, *make_thread_executor(2));
  std::string bytes;
  for (const auto& column : samples.columns) {
    for (const double value : column) {
      char raw[sizeof value];
      std::memcpy(raw, &value, sizeof value);
      bytes.append(raw, sizeof value);
    }
  }
  EXPECT_EQ(sha256_hex(bytes), "60418c0f02775bb447cfc32ef5163e9eb6552332c106a77c1f215cbfb8953cf7");
}

TEST(Simulate, OfFewerRunsIsAPrefix) {
  const Program program = Program::compile(little_model());
  const auto outputs = every_output(program.model());
  const auto executor = make_thread_executor(2);
  const Samples all = simulate(program, {2'000, 5}, outputs, *executor);
  for (const std::uint64_t runs : {1U, 255U, 256U, 257U, 1'000U}) {
    const Samples some = simulate(program, {runs, 5}, outputs, *executor);
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      const std::span<const double> column{all.columns[k]};
      ASSERT_TRUE(same_bytes(some.columns[k], column.first(runs))) << runs << " " << k;
    }
  }
}

TEST(Simulate, GivesOtherNumbersForAnotherSeed) {
  const Program program = Program::compile(little_model());
  EXPECT_NE(testing::runs_of(program, {0, 0, Side::without}, 10, 1),
            testing::runs_of(program, {0, 0, Side::without}, 10, 2));
}

TEST(Simulate, OfNoRunsGivesEmptyColumns) {
  const Program program = Program::compile(little_model());
  EXPECT_TRUE(testing::runs_of(program, {0, 0, Side::with}, 0).empty());
}

TEST(Simulate, SharesEveryDrawWithAModelThatHasOneBetMore) {
  const Model before = little_model();
  Model after = before;
  after.nodes.insert(after.nodes.begin(), known("unrelated", before, 1));
  for (auto& intervention : after.interventions) {
    ++intervention.node;
  }
  for (auto& influence : after.influences) {
    ++influence.from;
    ++influence.to;
  }
  ++after.occasions[0].node;
  // The new bet comes first everywhere, and acts on the last stochastic metric.
  for (auto& gate : after.gates) {
    for (auto& need : gate.needs) {
      ++need;
    }
  }
  for (auto& intervention : after.interventions) {
    for (auto* gate : {&intervention.gates.delivered, &intervention.gates.works}) {
      if (*gate) {
        ++**gate;
      }
    }
    ++intervention.profile;
    ++intervention.group;
  }
  ++after.influences[0].gate;
  after.gates.insert(after.gates.begin(), {"works:new", 0.5, {}});
  Profile profile;
  profile.key = "new";
  after.profiles.insert(after.profiles.begin(), profile);
  Intervention push;
  push.key = "new";
  push.node = 4;
  push.amount = make(Normal{0.2, 0.1});
  push.gates = {0};
  after.interventions.insert(after.interventions.begin(), push);
  ++after.groups;

  const Program old_program = Program::compile(before);
  const Program new_program = Program::compile(after);
  const std::uint64_t runs = 1'000;
  for (const Output& output : every_output(before)) {
    const auto old_values = testing::runs_of(old_program, output, runs);
    const auto new_values =
        testing::runs_of(new_program, {output.node + 1, output.period, output.side}, runs);
    const bool is_reached = output.side == Side::with && output.node >= 3;
    if (!is_reached) {
      ASSERT_TRUE(same_bytes(old_values, new_values)) << output.node << " " << output.period;
      continue;
    }
    std::size_t same = 0;  // where the new bet failed, its metric is what it was to the bit
    for (std::size_t i = 0; i < runs; ++i) {
      same += old_values[i] == new_values[i] ? 1U : 0U;
    }
    const double exact = output.node == 4 && output.period == 0 ? 1 : 0.5;  // orders read a lag
    EXPECT_NEAR(static_cast<double>(same) / 1'000, exact, 4 * std::sqrt(0.25 / 1'000))
        << output.node << " " << output.period;
  }
}

TEST(Program, CountsTheRandomWordsOfARun) {
  // reach: member, sigma, 6 innovations; rate: 6; launch: 1; buyers: sigma, 6; gates: one, two,
  // delivered, link; amounts: 3; delays: one of two is known; strength: 1; occasion: 1.
  EXPECT_EQ(Program::compile(little_model()).words_per_run(), 8U + 6 + 1 + 7 + 4 + 3 + 1 + 1 + 1);
}

TEST(Program, NamesItsRandomSourcesInOrder) {
  using Kind = Source::Kind;
  Model model = little_model();
  add_bet(model, {"certain", 0, Action::lift, certain(0.1)});
  add_link(model, 1, 3, certain(0.5));
  model.nodes.insert(model.nodes.begin() + 2, known("fixed", model, 1));
  for (auto& intervention : model.interventions) {
    intervention.node += intervention.node >= 2 ? 1 : 0;
  }
  for (auto& influence : model.influences) {
    ++influence.to;
  }
  const Program program = Program::compile(model);
  const std::vector<Source> exact{{Kind::group, 0},
                                  {Kind::group, 1},
                                  {Kind::link, 0},
                                  {Kind::baseline, 0},
                                  {Kind::baseline, 1},
                                  {Kind::baseline, 3},
                                  {Kind::baseline, 4},
                                  {Kind::occasion, 0}};
  EXPECT_TRUE(
      std::equal(program.sources().begin(), program.sources().end(), exact.begin(), exact.end()));
}

TEST(Redraw, OfEverySourceIsANewDraw) {
  const Program program = Program::compile(little_model());
  const auto step_by_step = program.make_draws();
  const auto at_once = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(1, 3, *step_by_step);
  for (const Source source : program.sources()) {
    redraw(program, source, {2, 3}, *step_by_step);
  }
  program.draw(2, 3, *at_once);
  EXPECT_EQ(block_of(program, *step_by_step, *paths), block_of(program, *at_once, *paths));
}

TEST(Redraw, FromTheSameSeedChangesNothing) {
  const Program program = Program::compile(little_model());
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(1, 3, *draws);
  const auto before = block_of(program, *draws, *paths);
  for (const Source source : program.sources()) {
    redraw(program, source, {1, 3}, *draws);
    EXPECT_EQ(block_of(program, *draws, *paths), before);
  }
}

TEST(Redraw, TouchesItsOwnSourceOnly) {
  const Program program = Program::compile(little_model());
  const Model& model = program.model();
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  const auto columns = [&](std::uint32_t node, Side side) {
    std::vector<double> all;
    for (std::uint32_t t = 0; t < model.periods; ++t) {
      const auto column = paths->column(node, t, side);
      all.insert(all.end(), column.begin(), column.end());
    }
    return all;
  };
  program.draw(1, 0, *draws);
  (void)block_of(program, *draws, *paths);
  std::vector<std::vector<double>> without;
  std::vector<std::vector<double>> with;
  for (std::uint32_t i = 0; i < model.nodes.size(); ++i) {
    without.push_back(columns(i, Side::without));
    with.push_back(columns(i, Side::with));
  }
  // By source: which nodes' without and with sides may change. reach 0, rate 1, launch 2, buyers 3,
  // orders 4 (reads all). Group one's gate is needed by group two.
  struct Expected {
    std::vector<std::uint32_t> without;
    std::vector<std::uint32_t> with;
  };
  const std::vector<Expected> expected{{{}, {0, 1, 2, 3, 4}},
                                       {{}, {1U, 2U, 4U}},
                                       {{}, {3, 4}},
                                       {{0, 4}, {0, 4}},
                                       {{1, 4}, {1, 4}},
                                       {{2, 4}, {2, 4}},
                                       {{3, 4}, {3, 4}},
                                       {{0, 4}, {0, 4}}};
  ASSERT_EQ(program.sources().size(), expected.size());
  const auto other = program.make_draws();
  for (std::size_t s = 0; s < expected.size(); ++s) {
    other->assign(*draws);
    redraw(program, program.sources()[s], {2, 0}, *other);
    (void)block_of(program, *other, *paths);
    for (std::uint32_t i = 0; i < model.nodes.size(); ++i) {
      const auto may = [i](const std::vector<std::uint32_t>& nodes) {
        return std::count(nodes.begin(), nodes.end(), i) > 0;
      };
      EXPECT_EQ(columns(i, Side::without) != without[i], may(expected[s].without)) << s << " " << i;
      // A link hands on with / without, which another base changes in the last bit.
      const auto with_now = columns(i, Side::with);
      double largest = 0;
      for (std::size_t k = 0; k < with_now.size(); ++k) {
        largest = std::max(largest, std::abs(with_now[k] / with[i][k] - 1));
      }
      EXPECT_EQ(largest > 1e-14, may(expected[s].with)) << s << " " << i;
    }
  }
}

TEST(EvaluateWith, WithoutAnyActiveGroupIsTheWithoutSide) {
  const Program program = Program::compile(little_model());
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(1, 0, *draws);
  program.evaluate_without(*draws, *paths);
  const std::vector<double> off(runs_per_block, 0.0);
  const std::vector<std::span<const double>> active(program.model().groups, off);
  program.evaluate_with(*draws, active, *paths);
  for (std::uint32_t i = 0; i < program.model().nodes.size(); ++i) {
    for (std::uint32_t t = 0; t < program.model().periods; ++t) {
      // Not only the same bits: the very same column.
      ASSERT_EQ(paths->column(i, t, Side::with).data(), paths->column(i, t, Side::without).data());
    }
    ASSERT_EQ(paths->rollup(i, Side::with).data(), paths->rollup(i, Side::without).data());
  }
}

TEST(EvaluateWith, SharesTheColumnsThatNoInterventionReaches) {
  const Program program = Program::compile(little_model());
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(1, 0, *draws);
  (void)block_of(program, *draws, *paths);
  // First live period by node: reach 1, rate 2, launch 2, buyers 1 + lag 1, orders 1.
  const std::vector<std::uint32_t> first{1, 2, 2, 2, 1};
  for (std::uint32_t i = 0; i < first.size(); ++i) {
    for (std::uint32_t t = 0; t < program.model().periods; ++t) {
      const bool shared =
          paths->column(i, t, Side::with).data() == paths->column(i, t, Side::without).data();
      EXPECT_EQ(shared, t < first[i]) << i << " " << t;
    }
  }
}

TEST(EvaluateWith, SwitchesGroupsRunByRun) {
  const Program program = Program::compile(little_model());
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(1, 0, *draws);
  std::vector<double> flags(runs_per_block);
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    flags[i] = i % 3 == 0 ? 1 : 0;
  }
  const std::vector<double> on(runs_per_block, 1.0);
  const std::vector<double> off(runs_per_block, 0.0);
  const std::vector<std::span<const double>> mixed{flags, on};
  const std::vector<std::span<const double>> both{on, on};
  const std::vector<std::span<const double>> second{off, on};
  const auto with_mixed = block_of(program, *draws, *paths, mixed);
  const auto with_both = block_of(program, *draws, *paths, both);
  const auto with_second = block_of(program, *draws, *paths, second);
  EXPECT_EQ(with_both, block_of(program, *draws, *paths));
  EXPECT_NE(with_both, with_second);
  for (std::size_t i = 0; i < with_mixed.size(); ++i) {
    const bool is_on = flags[i % runs_per_block] == 1;
    ASSERT_EQ(with_mixed[i], (is_on ? with_both : with_second)[i]) << i;
  }
}

TEST(Workspaces, AreUsedAgainAndLeaveNoTrace) {
  const Program program = Program::compile(little_model());
  ObjectPool<Workspace> workspaces{[&] { return std::make_unique<Workspace>(program); }};
  const Draws* first = nullptr;
  std::vector<double> fresh;
  {
    const auto lease = workspaces.lease();
    first = lease->draws.get();
    program.draw(1, 0, *lease->draws);
    fresh = block_of(program, *lease->draws, *lease->paths);
    program.draw(9, 7, *lease->draws);
    (void)block_of(program, *lease->draws, *lease->paths);
  }
  const auto again = workspaces.lease();
  EXPECT_EQ(again->draws.get(), first);
  program.draw(1, 0, *again->draws);
  EXPECT_EQ(block_of(program, *again->draws, *again->paths), fresh);
  const auto second = workspaces.lease();
  EXPECT_NE(second->draws.get(), first);
}

TEST(Program, UpdatedDownstreamOfASourceIsAsIfEvaluatedWhole) {
  const Program program = Program::compile(little_model());
  const Workspace work{program};
  const Workspace fresh{program};
  program.draw(1, 4, *work.draws);
  (void)block_of(program, *work.draws, *work.paths);
  std::size_t left_alone = 0;
  for (const Source& source : program.sources()) {
    const std::vector<bool> nodes = program.downstream(source);
    left_alone += static_cast<std::size_t>(std::count(nodes.begin(), nodes.end(), false));
    redraw(program, source, {2, 4}, *work.draws);  // stays, so changes add up
    program.update(*work.draws, nodes, *work.paths, *work.paths);
    const auto whole = block_of(program, *work.draws, *fresh.paths);
    std::size_t at = 0;
    for (const Output& output : every_output(program.model())) {
      const auto column = output.period == Output::rollup
                              ? work.paths->rollup(output.node, output.side)
                              : work.paths->column(output.node, output.period, output.side);
      ASSERT_TRUE(same_bytes(column, std::span{whole}.subspan(at, column.size())));
      at += column.size();
    }
  }
  EXPECT_GT(left_alone, 0U);
}

TEST(Draws, GatheredFromSeveralBlocksGiveEachLaneItsOwnRun) {
  const Program program = Program::compile(little_model());
  const std::uint32_t orders = 4;
  const Program part = program.only({{orders}});
  std::vector<std::unique_ptr<Draws>> blocks;
  std::vector<const Draws*> from;
  std::vector<std::vector<double>> values;
  const auto roll_up = [&](const Program& of, const Draws& draws) {
    const auto paths = of.make_paths();
    of.evaluate_without(draws, *paths);
    of.evaluate_with(draws, {}, *paths);
    const auto column = paths->rollup(orders, Side::with);
    return std::vector<double>{column.begin(), column.end()};
  };
  for (std::uint64_t block = 0; block < 3; ++block) {
    blocks.push_back(program.make_draws());
    program.draw(1, block, *blocks.back());
    from.push_back(blocks.back().get());
    values.push_back(roll_up(program, *blocks.back()));
  }
  std::vector<Lane> lanes;
  for (std::uint32_t i = 0; i < 200; ++i) {
    lanes.push_back({i % 3, i * 37 % 256});
  }
  const auto gathered = part.make_draws();
  part.gather(from, lanes, *gathered);
  const std::vector<double> found = roll_up(part, *gathered);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Lane& lane = lanes[std::min(i, lanes.size() - 1)];
    EXPECT_EQ(found[i], values[lane.block][lane.run]) << i;
  }
}

TEST(Draws, ExchangedAndBackAreWhatTheyWere) {
  const Program program = Program::compile(little_model());
  const auto draws = program.make_draws();
  const auto others = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(1, 3, *draws);
  program.draw(2, 3, *others);
  const auto before = block_of(program, *draws, *paths);
  for (const Source source : program.sources()) {
    program.exchange(source, *draws, *others);
    EXPECT_NE(block_of(program, *draws, *paths), before);
    program.exchange(source, *draws, *others);
    EXPECT_EQ(block_of(program, *draws, *paths), before);
  }
}

TEST(Program, SaysWhereTheSidesCanDiffer) {
  const Program program = Program::compile(little_model());
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(1, 0, *draws);
  (void)block_of(program, *draws, *paths);
  std::size_t same = 0;
  for (const Output& output : every_output(program.model())) {
    const auto side = [&](Side which) {
      return output.period == Output::rollup ? paths->rollup(output.node, which)
                                             : paths->column(output.node, output.period, which);
    };
    if (!program.is_reached(output.node, output.period)) {
      EXPECT_TRUE(same_bytes(side(Side::with), side(Side::without)));
      ++same;
    }
  }
  EXPECT_GT(same, 0U);
}

TEST(Program, RestrictedToSomeNodesGivesThemTheSameBytes) {
  const Program whole = Program::compile(little_model());
  const std::uint32_t rate = 1;
  const std::uint32_t orders = 4;
  const auto all = whole.only({{0, 1, 2, 3, 4}});
  EXPECT_EQ(all.words_per_run(), whole.words_per_run());
  const Program part = whole.only({{rate}});
  EXPECT_LT(part.words_per_run(), whole.words_per_run());
  for (const Program* program : {&all, &part}) {
    const std::vector<Output> outputs{{rate, 3, Side::with}, {rate, Output::rollup, Side::without}};
    const Samples some = simulate(*program, {700, 3}, outputs, *make_thread_executor(1));
    const Samples every = simulate(whole, {700, 3}, outputs, *make_thread_executor(1));
    EXPECT_EQ(some.columns, every.columns);
  }
  // The root reads everything; the roll-ups of what it reads are not to be had.
  const Program root = whole.only({{orders}});
  EXPECT_EQ(root.words_per_run(), whole.words_per_run());
  Workspace work{root};
  root.draw(1, 0, *work.draws);
  root.evaluate_without(*work.draws, *work.paths);
  EXPECT_EQ(work.paths->column(rate, 0, Side::without).size(), runs_per_block);
  EXPECT_THROW((void)work.paths->rollup(rate, Side::without), std::logic_error);
}

TEST(Program, RollsUpWithoutBetsAloneWhatIsAskedForSo) {
  const Program whole = Program::compile(little_model());
  const std::uint32_t reach = 0;
  const std::uint32_t orders = 4;
  const Program part = whole.only({{reach, orders}}, Sides::both, {{reach}});
  Workspace some{part};
  Workspace all{whole};
  for (const auto& [program, work] : {std::pair{&part, &some}, {&whole, &all}}) {
    program->draw(1, 0, *work->draws);
    program->evaluate_without(*work->draws, *work->paths);
    program->evaluate_with(*work->draws, {}, *work->paths);
    work->paths->expect_finite(runs_per_block);
  }
  const auto same = [&](std::uint32_t node, Side side) {
    return same_bytes(some.paths->rollup(node, side), all.paths->rollup(node, side));
  };
  EXPECT_TRUE(same(reach, Side::without));
  EXPECT_TRUE(same(orders, Side::without));
  EXPECT_TRUE(same(orders, Side::with));
  EXPECT_THROW((void)some.paths->rollup(reach, Side::with), std::logic_error);
}

TEST(Program, ForTheSideWithBetsAloneGivesItTheSameBytes) {
  const Program whole = Program::compile(little_model());
  const auto count = static_cast<std::uint32_t>(whole.model().nodes.size());
  std::vector<std::uint32_t> nodes;
  std::vector<Output> outputs;
  for (std::uint32_t i = 0; i < count; ++i) {
    nodes.push_back(i);
    for (std::uint32_t t = 0; t < whole.model().periods; ++t) {
      outputs.push_back({i, t, Side::with});
    }
    outputs.push_back({i, Output::rollup, Side::with});
  }
  const Program part = whole.only(nodes, Sides::with);
  const auto executor = make_thread_executor(1);
  EXPECT_EQ(simulate(part, {700, 3}, outputs, *executor).columns,
            simulate(whole, {700, 3}, outputs, *executor).columns);
  // What nobody reads without bets was left out: a roll-up that bets reach.
  const std::uint32_t orders = 4;
  ASSERT_TRUE(whole.is_reached(orders, whole.model().periods));
  Workspace work{part};
  part.draw(1, 0, *work.draws);
  part.evaluate_without(*work.draws, *work.paths);
  EXPECT_THROW((void)work.paths->rollup(orders, Side::without), std::logic_error);
}

TEST(DomainErrors, NameTheFirstRunMetricPeriodAndFormula) {
  Model model = empty_model(3);
  model.nodes = {pool("x", {member(3, 2.6, 0, 1)}), component("root", "sqrt(x)")};
  const Program program = Program::compile(model);
  // Which run and period comes first is found by hand.
  std::vector<std::vector<double>> x;
  Model harmless = model;
  harmless.nodes.pop_back();
  const Program only_x = Program::compile(harmless);
  for (std::uint32_t t = 0; t < 3; ++t) {
    x.push_back(testing::runs_of(only_x, {0, t, Side::without}, 5'000));
  }
  std::uint64_t run = 0;
  std::size_t period = 3;
  for (; period == 3; ++run) {
    for (period = 0; period < 3 && x[period][run] >= 0; ++period) {
    }
  }
  for (const std::size_t threads : {1U, 2U, 4U}) {
    const auto executor = make_thread_executor(threads);
    const std::vector<Output> outputs{{0, 0, Side::with}};
    EXPECT_NO_THROW((void)simulate(program, {run - 1, 1}, outputs, *executor));
    for (const std::uint64_t runs : {run, std::uint64_t{5'000}}) {
      try {
        (void)simulate(program, {runs, 1}, outputs, *executor);
        FAIL() << "no error";
      } catch (const DomainError& error) {
        EXPECT_EQ(error.metric, "root");
        EXPECT_EQ(error.period, "week " + std::to_string(period + 1));
        EXPECT_EQ(error.formula, "sqrt(x)");
      }
    }
  }
}

TEST(DomainErrors, SayWhenItWasBetsThatLeftTheDomain) {
  Model model = empty_model(2);
  model.nodes = {known("x", model, 2), component("root", "sqrt(x)")};
  add_bet(model, {"bet", 0, Action::shift, certain(-3), 1, 1});
  const Program program = Program::compile(model);
  const auto draws = program.make_draws();
  const auto paths = program.make_paths();
  program.draw(1, 0, *draws);
  program.evaluate_without(*draws, *paths);
  EXPECT_NO_THROW(paths->expect_finite(runs_per_block));
  program.evaluate_with(*draws, {}, *paths);
  EXPECT_NO_THROW(paths->expect_finite(0));
  try {
    paths->expect_finite(1);
    FAIL() << "no error";
  } catch (const DomainError& error) {
    EXPECT_EQ(error.metric, "root");
    EXPECT_EQ(error.period, "week 2");
  }
}

TEST(DomainErrors, ComeFromBaselinesThatOverflow) {
  Model model = empty_model(1);
  model.nodes = {pool("x", {member(1, 705, 0, 5)})};
  model.nodes[0].support = tree::Support::positive;
  EXPECT_THROW((void)testing::runs_of(Program::compile(model), {0, 0, Side::with}, 1'000),
               DomainError);
}

TEST(Contracts, HoldTheModelTogether) {
  const auto refused = [](const std::function<void(Model&)>& spoil) {
    Model model = little_model();
    spoil(model);
    EXPECT_THROW((void)Program::compile(model), ContractViolation);
  };
  EXPECT_NO_THROW((void)Program::compile(little_model()));
  refused([](Model& m) { m.periods = 0; });
  refused([](Model& m) { m.period_names.pop_back(); });
  refused([](Model& m) { m.nodes[1].key = "reach"; });
  refused([](Model& m) { m.nodes[3].past.clear(); });
  refused([](Model& m) { m.nodes[3].past = {std::nan("")}; });
  refused([](Model& m) { m.gates[0].needs = {1}; });
  refused([](Model& m) { m.gates[0].probability = 1.5; });
  refused([](Model& m) { m.interventions[0].node = 4; });  // a component
  refused([](Model& m) { m.interventions[0].node = 99; });
  refused([](Model& m) { m.interventions[0].group = 9; });
  refused([](Model& m) { m.influences[0].lag = 0, m.influences[0].from = 3; });
  refused([](Model& m) { m.occasions[0].share.pop_back(); });
  refused([](Model& m) { m.profiles[0].scale = 2; });
  refused([](Model& m) { m.nodes[0].rollup = tree::RollupKind::weighted; });
  refused([](Model& m) { m.nodes[4] = component("orders", "reach * nobody"); });
}

}  // namespace
}  // namespace betledger::sim
