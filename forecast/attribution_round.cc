#include "forecast/attribution_round.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace betledger::forecast {
namespace {

constexpr std::size_t few_bets = 6;     // all coalitions of so few are enumerated
constexpr std::size_t few_players = 4;  // of more bets, only in runs where so few are live

bool has_gate(const sim::Source& source) {
  return source.kind == sim::Source::Kind::group || source.kind == sim::Source::Kind::link;
}

bool meets(double value, const tree::Limit& bound) {
  return bound.side == tree::Limit::Side::at_least ? sim::reaches(value, bound.value)
                                                   : sim::stays_within(value, bound.value);
}

std::vector<double> copy(std::span<const double> values) {
  return {values.begin(), values.end()};
}

}  // namespace

GameColumns::GameColumns(const sim::Program& program, const AttributionRequest& request)
    : focus(request.runs),
      joint(request.runs),
      naive(request.runs),
      uplift(program.model().groups, Column(request.runs)),
      shapley{uplift},
      alone{uplift},
      target{uplift} {
  for (const sim::Source& source : program.sources()) {
    drivers.push_back({source_name(program.model(), source, request.bets),
                       std::vector<std::uint8_t>(has_gate(source) ? request.runs : 0),
                       Column(request.runs)});
  }
}

GameRound::GameRound(const sim::Program& program, const AttributionRequest& request)
    : program_{program},
      request_{request},
      goal_node_{request.goal ? request.goal->node : request.focus},
      field_{program, request} {
  for (const std::string& bet : request.bets) {
    // A stream per bet: the order of the others stays when one is dropped.
    order_keys_.push_back(sim::StreamKey::of(request.seed, "attribution/order/" + bet));
  }
}

void GameRound::play(std::uint64_t block,
                     std::size_t first,
                     std::size_t runs,
                     GameColumns& columns) {
  field_.start(block, runs);
  focus_ = ends_of(request_.focus);
  goal_ = ends_of(goal_node_);
  keep_drivers(first, runs, columns);
  seats_.clear();
  for (std::size_t run = 0; run < runs; ++run) {
    seats_.push_back(seat(run, first + run));
  }
  evaluate_coalitions();
  for (std::size_t run = 0; run < runs; ++run) {
    score(run, first + run, columns);
  }
}

GameRound::Ends GameRound::ends_of(std::uint32_t node) const {
  return {copy(field_.paths().rollup(node, sim::Side::without)),
          copy(field_.paths().rollup(node, sim::Side::with))};
}

/// What tells low from high where no gate does. Only a baseline has a driver of its own that a
/// person can read; what a bet, link or occasion moves also carries everybody else's noise, and
/// sorting by that would credit it with their variance.
double GameRound::value_of(sim::Source source, std::size_t run) const {
  return source.kind == sim::Source::Kind::baseline
             ? field_.paths().rollup(source.index, sim::Side::without)[run]
             : 0.0;
}

void GameRound::keep_drivers(std::size_t first, std::size_t runs, GameColumns& columns) const {
  const auto sources = program_.sources();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Driver& driver = columns.drivers[i];
    const sim::Source source = sources[i];
    for (std::size_t run = 0; run < runs; ++run) {
      driver.value[first + run] = value_of(source, run);
      if (source.kind == sim::Source::Kind::group) {
        driver.open[first + run] = field_.reach().live(source.index)[run];
      } else if (source.kind == sim::Source::Kind::link) {
        const std::uint32_t gate = program_.model().influences[source.index].gate;
        driver.open[first + run] = field_.draws().gate(gate)[run] != 0 ? 1 : 0;
      }
    }
  }
}

GameRound::Seat GameRound::seat(std::size_t run, std::size_t number) const {
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
  const std::vector<double> values(coalitions.wanted());
  return {std::move(players), std::move(coalitions), values, values};
}

/// Switches a coalition on in one run; a member whose needs are not members stays off.
void GameRound::gather(const Seat& seat, std::size_t run, std::size_t index) {
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

void GameRound::evaluate_coalitions() {
  std::size_t passes = 0;
  for (const Seat& seat : seats_) {
    passes = std::max(passes, seat.values.size());
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
    const auto goals = field_.paths().rollup(goal_node_, sim::Side::with);
    for (std::size_t run = 0; run < seats_.size(); ++run) {
      if (pass < seats_[run].values.size()) {
        seats_[run].values[pass] = values[run];
        seats_[run].goals[pass] = goals[run];
      }
    }
  }
}

void GameRound::score(std::size_t run, std::size_t number, GameColumns& columns) const {
  const Seat& seat = seats_[run];
  const double nobody = focus_.nobody[run];
  const double everybody = focus_.everybody[run];
  const Worth worth{seat.coalitions, seat.values, nobody, everybody};
  const Worth goal{seat.coalitions, seat.goals, goal_.nobody[run], goal_.everybody[run]};
  const std::vector<double> shapley = worth.shapley();
  columns.focus[number] = everybody;
  columns.joint[number] = everybody - nobody;
  for (std::size_t i = 0; i < seat.players.size(); ++i) {
    const std::uint32_t group = seat.players[i];
    columns.uplift[group][number] = everybody - worth.all_but(i);
    columns.shapley[group][number] = shapley[i];
    columns.alone[group][number] = worth.alone(i) - nobody;
    columns.naive[number] += columns.alone[group][number];
    if (request_.goal) {
      const int with = meets(goal_.everybody[run], request_.goal->bound) ? 1 : 0;
      const int less = meets(goal.all_but(i), request_.goal->bound) ? 1 : 0;
      columns.target[group][number] = with - less;
    }
  }
}

}  // namespace betledger::forecast
