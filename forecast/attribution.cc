#include "forecast/attribution.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/contract.h"
#include "forecast/attribution_field.h"
#include "forecast/shapley.h"
#include "forecast/tornado.h"
#include "forecast/variance.h"
#include "sim/philox.h"

namespace betledger::forecast {
namespace {

using Column = std::vector<double>;

constexpr std::size_t few_bets = 6;     // all coalitions of so few are enumerated
constexpr std::size_t few_players = 4;  // of more bets, only in runs with so few that are live

/// Every run of what the answers are made from.
struct Columns {
  Columns(const sim::Program& program, std::size_t runs)
      : focus(runs),
        joint(runs),
        naive(runs),
        uplift(program.model().groups, Column(runs)),
        shapley(uplift),
        alone(uplift),
        target(uplift),
        drivers(program.sources().size()) {
    for (Driver& driver : drivers) {
      driver.value.resize(runs);
    }
  }

  Column focus;
  Column joint;
  Column naive;
  std::vector<Column> uplift;  // by group
  std::vector<Column> shapley;
  std::vector<Column> alone;
  std::vector<Column> target;   // 1: only with the bet, -1: only without it
  std::vector<Driver> drivers;  // by source
};

bool meets(double value, const tree::Limit& bound) {
  return bound.side == tree::Limit::Side::at_least ? value >= bound.value : value <= bound.value;
}

/// Plays the game in one block of runs.
class Round {
 public:
  Round(const sim::Program& program, const AttributionRequest& request)
      : program_{program}, request_{request}, field_{program, request} {
    for (const std::string& bet : request.bets) {
      // A stream per bet: the order of the others stays when one is dropped.
      order_keys_.push_back(sim::StreamKey::of(request.seed, "attribution/order/" + bet));
    }
  }

  void play(std::uint64_t block, std::size_t first, std::size_t runs, Columns& columns) {
    field_.start(block);
    keep_ends();
    keep_drivers(first, runs, columns);
    deal(first, runs);
    evaluate_coalitions();
    for (std::size_t run = 0; run < runs; ++run) {
      score(run, first + run, columns);
    }
  }

 private:
  struct Seat {
    std::vector<std::uint32_t> players;  // groups
    Coalitions coalitions;
    std::vector<double> values;  // of the focus, by coalition
    std::vector<double> goals;   // of the goal's node
  };

  [[nodiscard]] std::uint32_t goal_node() const {
    return request_.goal ? request_.goal->node : request_.focus;
  }

  static Column copy(std::span<const double> values) { return {values.begin(), values.end()}; }

  void keep_ends() {
    const sim::Paths& paths = field_.paths();
    nobody_ = copy(paths.rollup(request_.focus, sim::Side::without));
    everybody_ = copy(paths.rollup(request_.focus, sim::Side::with));
    goal_nobody_ = copy(paths.rollup(goal_node(), sim::Side::without));
    goal_everybody_ = copy(paths.rollup(goal_node(), sim::Side::with));
  }

  void keep_drivers(std::size_t first, std::size_t runs, Columns& columns) const;
  void deal(std::size_t first, std::size_t runs);
  void seat_players(std::size_t run, std::size_t number);
  void evaluate_coalitions();
  void gather(const Seat& seat, std::size_t run, std::size_t index);
  void score(std::size_t run, std::size_t number, Columns& columns) const;

  const sim::Program& program_;
  const AttributionRequest& request_;
  Field field_;
  std::vector<sim::StreamKey> order_keys_;
  std::vector<Seat> seats_;  // by run
  Column nobody_;
  Column everybody_;
  Column goal_nobody_;
  Column goal_everybody_;
};

void Round::keep_drivers(std::size_t first, std::size_t runs, Columns& columns) const {
  const sim::Model& model = program_.model();
  const auto sources = program_.sources();
  const sim::Paths& paths = field_.paths();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Driver& driver = columns.drivers[i];
    const std::uint32_t index = sources[i].index;
    for (std::size_t run = 0; run < runs; ++run) {
      double& value = driver.value[first + run];
      switch (sources[i].kind) {
        case sim::Source::Kind::group:
          driver.open[first + run] = field_.reach().live(index)[run];
          break;  // the value is the uplift, known later
        case sim::Source::Kind::link: {
          const sim::Influence& link = model.influences[index];
          driver.open[first + run] = field_.draws().gate(link.gate)[run] != 0 ? 1 : 0;
          value = paths.rollup(link.to, sim::Side::with)[run] -
                  paths.rollup(link.to, sim::Side::without)[run];
          break;
        }
        case sim::Source::Kind::baseline:
          value = paths.rollup(index, sim::Side::without)[run];
          break;
        case sim::Source::Kind::occasion:
          value = paths.rollup(model.occasions[index].node, sim::Side::without)[run];
          break;
      }
    }
  }
}

void Round::seat_players(std::size_t run, std::size_t number) {
  std::vector<std::uint32_t> players = field_.players(run);
  std::vector<bool> dependent;
  std::vector<std::uint32_t> words;
  for (const std::uint32_t group : players) {
    dependent.push_back(!field_.needs(group).empty());
    words.push_back(sim::random_word(order_keys_[group], number, 0));
  }
  std::vector<std::uint32_t> order(players.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return words[a] != words[b] ? words[a] < words[b] : a < b;
  });
  const std::size_t exact = order_keys_.size() <= few_bets ? few_bets : few_players;
  Coalitions coalitions{std::move(order), std::move(dependent), exact};
  const Column values(coalitions.wanted());
  seats_.push_back({std::move(players), std::move(coalitions), values, values});
}

void Round::deal(std::size_t first, std::size_t runs) {
  seats_.clear();
  for (std::size_t run = 0; run < runs; ++run) {
    seat_players(run, first + run);
  }
}

/// Switches a coalition on in one run; a member whose needs are not members stays off.
void Round::gather(const Seat& seat, std::size_t run, std::size_t index) {
  std::vector<std::uint8_t> members(seat.players.size());
  seat.coalitions.members(index, members);
  const auto is_member = [&](std::uint32_t group) {
    const auto place = std::lower_bound(seat.players.begin(), seat.players.end(), group);
    return place != seat.players.end() && *place == group &&
           members[static_cast<std::size_t>(place - seat.players.begin())] != 0;
  };
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto needs = field_.needs(seat.players[i]);
    const bool complete =
        seat.coalitions.is_alone(index) || std::all_of(needs.begin(), needs.end(), is_member);
    if (members[i] != 0 && complete) {
      field_.switch_on(seat.players[i], run);
    }
  }
}

void Round::evaluate_coalitions() {
  std::size_t passes = 0;
  for (const Seat& seat : seats_) {
    passes = std::max(passes, seat.coalitions.wanted());
  }
  for (std::size_t pass = 0; pass < passes; ++pass) {
    field_.clear();
    for (std::size_t run = 0; run < seats_.size(); ++run) {
      if (pass < seats_[run].values.size()) {
        gather(seats_[run], run, pass);
      }
    }
    field_.evaluate();
    const auto values = field_.paths().rollup(request_.focus, sim::Side::with);
    const auto goals = field_.paths().rollup(goal_node(), sim::Side::with);
    for (std::size_t run = 0; run < seats_.size(); ++run) {
      if (pass < seats_[run].values.size()) {
        seats_[run].values[pass] = values[run];
        seats_[run].goals[pass] = goals[run];
      }
    }
  }
}

void Round::score(std::size_t run, std::size_t number, Columns& columns) const {
  const Seat& seat = seats_[run];
  const Worth worth{seat.coalitions, seat.values, nobody_[run], everybody_[run]};
  const Worth goal{seat.coalitions, seat.goals, goal_nobody_[run], goal_everybody_[run]};
  const std::vector<double> shapley = worth.shapley();
  columns.focus[number] = everybody_[run];
  columns.joint[number] = everybody_[run] - nobody_[run];
  for (std::size_t i = 0; i < seat.players.size(); ++i) {
    const std::uint32_t group = seat.players[i];
    columns.uplift[group][number] = everybody_[run] - worth.all_but(i);
    columns.shapley[group][number] = shapley[i];
    columns.alone[group][number] = worth.alone(i) - nobody_[run];
    columns.naive[number] += columns.alone[group][number];
    if (request_.goal) {
      const int with = meets(goal_everybody_[run], request_.goal->bound) ? 1 : 0;
      const int less = meets(goal.all_but(i), request_.goal->bound) ? 1 : 0;
      columns.target[group][number] = with - less;
    }
  }
}

BetWorth worth_of(const AttributionRequest& request, const Columns& columns, std::size_t group) {
  BetWorth worth;
  worth.bet = request.bets[group];
  worth.uplift = sim::summarize(columns.uplift[group]);
  worth.probability_positive =
      sim::share_at_least(columns.uplift[group], std::numeric_limits<double>::denorm_min());
  worth.shapley = sim::mean_of(columns.shapley[group]);
  worth.alone = sim::mean_of(columns.alone[group]);
  if (request.goal) {
    worth.target = sim::mean_of(columns.target[group]);
  }
  return worth;
}

Overlap overlap_of(const Columns& columns) {
  Column excess(columns.joint.size());
  for (std::size_t run = 0; run < excess.size(); ++run) {
    excess[run] = columns.naive[run] - columns.joint[run];
  }
  return {sim::mean_of(columns.naive), sim::mean_of(columns.joint), sim::mean_of(excess)};
}

void name_drivers(const sim::Program& program,
                  const AttributionRequest& request,
                  Columns& columns) {
  const auto sources = program.sources();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Driver& driver = columns.drivers[i];
    driver.source = source_name(program.model(), sources[i], request.bets);
    const bool gated =
        sources[i].kind == sim::Source::Kind::group || sources[i].kind == sim::Source::Kind::link;
    driver.open.assign(gated ? driver.value.size() : 0, 0);
  }
}

}  // namespace

Attribution attribute(const sim::Program& program,
                      const AttributionRequest& request,
                      sim::Executor& executor) {
  BET_EXPECT(request.runs >= 2 && request.variance_runs >= 2);
  BET_EXPECT(request.bets.size() == program.model().groups);
  Columns columns{program, request.runs};
  name_drivers(program, request, columns);
  sim::for_each_block({request.runs, request.seed},
                      executor,
                      [&](std::uint64_t block, std::uint64_t first, std::size_t runs) {
                        Round{program, request}.play(block, first, runs, columns);
                      });
  const auto sources = program.sources();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (sources[i].kind == sim::Source::Kind::group) {
      columns.drivers[i].value = columns.uplift[sources[i].index];
    }
  }
  Attribution result;
  for (std::size_t group = 0; group < request.bets.size(); ++group) {
    result.bets.push_back(worth_of(request, columns, group));
  }
  result.overlap = overlap_of(columns);
  result.variance = variance_shares(program, request, executor);
  result.tornado = tornado_of(columns.drivers, columns.focus);
  result.runs = request.runs;
  result.variance_runs = request.variance_runs;
  return result;
}

std::vector<std::vector<double>> stand_alone(const sim::Program& program,
                                             const AttributionRequest& request,
                                             sim::Executor& executor) {
  std::vector<Column> columns(program.model().groups, Column(request.runs));
  const auto play = [&](std::uint64_t block, std::uint64_t first, std::size_t runs) {
    Field field{program, request};
    field.start(block);
    std::vector<std::vector<std::uint32_t>> players;
    std::size_t passes = 0;
    for (std::size_t run = 0; run < runs; ++run) {
      players.push_back(field.players(run));
      passes = std::max(passes, players.back().size());
    }
    for (std::size_t pass = 0; pass < passes; ++pass) {
      field.clear();
      for (std::size_t run = 0; run < runs; ++run) {
        if (pass < players[run].size()) {
          field.switch_on(players[run][pass], run);
        }
      }
      field.evaluate();
      const auto with = field.paths().rollup(request.focus, sim::Side::with);
      const auto without = field.paths().rollup(request.focus, sim::Side::without);
      for (std::size_t run = 0; run < runs; ++run) {
        if (pass < players[run].size()) {
          columns[players[run][pass]][first + run] = with[run] - without[run];
        }
      }
    }
  };
  sim::for_each_block({request.runs, request.seed}, executor, play);
  return columns;
}

}  // namespace betledger::forecast
