#include "forecast/projection/attribution_round.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace betledger::forecast {
namespace {

constexpr std::size_t few_bets = 6;     // all coalitions of so few are enumerated
constexpr std::size_t few_players = 4;  // of more bets, only in runs where so few are live

/// What tells low from high where no gate does. Only a baseline has a driver of its own that a
/// person can read; what a bet, link or occasion moves also carries everybody else's noise, and
/// sorting by that would credit it with their variance.
bool has_driver(const sim::Source& source) {
  return source.kind == sim::Source::Kind::baseline;
}

bool has_gate(const sim::Source& source) {
  return source.kind == sim::Source::Kind::group || source.kind == sim::Source::Kind::link;
}

bool meets(double value, const tree::Limit& bound) {
  return bound.side == tree::Limit::Side::at_least ? sim::reaches(value, bound.value)
                                                   : sim::stays_within(value, bound.value);
}

}  // namespace

GameColumns::GameColumns(const sim::Program& program, const AttributionRequest& request)
    : memory{(3 + 4 * std::size_t{program.model().groups}) * request.runs} {
  std::size_t taken = 0;
  const auto column = [&] {
    const Column next = memory.part(taken, request.runs);
    std::fill(next.begin(), next.end(), 0.0);
    taken += request.runs;
    return next;
  };
  focus = column();
  joint = column();
  naive = column();
  for (std::vector<Column>* columns : {&uplift, &shapley, &alone, &target}) {
    for (std::uint32_t group = 0; group < program.model().groups; ++group) {
      columns->push_back(column());
    }
  }
  for (const sim::Source& source : program.sources()) {
    drivers.push_back({source_name(program.model(), source, request.bets),
                       std::vector<std::uint8_t>(has_gate(source) ? request.runs : 0),
                       std::vector<double>(has_driver(source) ? request.runs : 0)});
  }
}

GameRound::GameRound(const sim::Program& program, const AttributionRequest& request)
    : program_{program},
      request_{request},
      goal_node_{targets_of(request).back()},
      game_{program.only(targets_of(request))},
      field_{game_, request},
      paths_{program.make_paths()},
      reach_{program.model(), targets_of(request)} {
  for (const std::string& bet : request.bets) {
    // A stream per bet: the order of the others stays when one is dropped.
    order_keys_.push_back(sim::StreamKey::of(request.seed, "attribution/order/" + bet));
  }
}

std::size_t GameRound::runs_at_once(const sim::Program& program) {
  constexpr std::size_t few_megabytes = std::size_t{1} << 23U;
  const std::size_t blocks =
      few_megabytes / std::max<std::size_t>(program.make_draws()->bytes(), 1);
  return std::clamp<std::size_t>(blocks, 1, 8) * sim::runs_per_block;
}

void GameRound::play(std::uint64_t first,
                     std::size_t runs,
                     GameColumns& columns,
                     const Visit& visit) {
  seats_.clear();
  focus_ = {};
  goal_ = {};
  for (std::size_t done = 0; done < runs; done += sim::runs_per_block) {
    const std::size_t block = done / sim::runs_per_block;
    if (block == draws_.size()) {
      draws_.push_back(program_.make_draws());
      all_draws_.push_back(draws_.back().get());
    }
    const std::size_t size = std::min(sim::runs_per_block, runs - done);
    draw((first + done) / sim::runs_per_block, size, *draws_[block]);
    keep_drivers(*draws_[block], first + done, size, columns);
    append(request_.focus, size, focus_);
    append(goal_node_, size, goal_);
    for (std::size_t run = 0; run < size; ++run) {
      seats_.push_back(seat(run, first + done + run));
    }
    visit((first + done) / sim::runs_per_block, *draws_[block], *paths_);
  }
  const std::vector<std::uint32_t> order = alike_together();
  for (std::size_t done = 0; done < order.size(); done += sim::runs_per_block) {
    const std::size_t size = std::min(sim::runs_per_block, order.size() - done);
    evaluate_coalitions(std::span{order}.subspan(done, size));
  }
  for (std::size_t run = 0; run < runs; ++run) {
    score(run, first + run, columns);
  }
}

void GameRound::draw(std::uint64_t block, std::size_t runs, sim::Draws& draws) {
  program_.draw(request_.seed, block, draws);
  program_.evaluate_without(draws, *paths_);
  program_.evaluate_with(draws, {}, *paths_);
  paths_->expect_finite(runs);
  reach_.update(draws);
}

void GameRound::append(std::uint32_t node, std::size_t runs, Ends& ends) const {
  const auto nobody = paths_->rollup(node, sim::Side::without).first(runs);
  const auto everybody = paths_->rollup(node, sim::Side::with).first(runs);
  ends.nobody.insert(ends.nobody.end(), nobody.begin(), nobody.end());
  ends.everybody.insert(ends.everybody.end(), everybody.begin(), everybody.end());
}

void GameRound::keep_drivers(const sim::Draws& draws,
                             std::size_t first,
                             std::size_t runs,
                             GameColumns& columns) const {
  const auto sources = program_.sources();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Driver& driver = columns.drivers[i];
    const sim::Source source = sources[i];
    const auto open = driver.open.begin() + static_cast<std::ptrdiff_t>(first);
    if (source.kind == sim::Source::Kind::group) {
      std::copy_n(reach_.live(source.index).begin(), runs, open);
    } else if (source.kind == sim::Source::Kind::link) {
      const auto gate = draws.gate(program_.model().influences[source.index].gate).first(runs);
      std::transform(gate.begin(), gate.end(), open, [](double is_open) {
        return static_cast<std::uint8_t>(is_open != 0 ? 1 : 0);
      });
    } else if (source.kind == sim::Source::Kind::baseline) {
      const auto values = paths_->rollup(source.index, sim::Side::without).first(runs);
      std::copy(
          values.begin(), values.end(), driver.value.begin() + static_cast<std::ptrdiff_t>(first));
    }
  }
}

GameRound::Seat GameRound::seat(std::size_t run, std::size_t number) const {
  std::vector<std::uint32_t> players = reach_.players(run);
  std::vector<bool> dependent;
  std::vector<std::uint32_t> words;
  for (const std::uint32_t group : players) {
    dependent.push_back(!reach_.needs(group).empty());
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

/// Runs that have coalitions to evaluate: those with the same players next to each other, and with
/// as many coalitions near.
std::vector<std::uint32_t> GameRound::alike_together() const {
  std::vector<std::uint32_t> order;
  for (std::uint32_t run = 0; run < seats_.size(); ++run) {
    if (!seats_[run].values.empty()) {
      order.push_back(run);
    }
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Seat& left = seats_[a];
    const Seat& right = seats_[b];
    if (left.values.size() != right.values.size()) {
      return left.values.size() < right.values.size();
    }
    return left.players != right.players ? left.players < right.players : a < b;
  });
  return order;
}

/// Switches a coalition on in one lane; a member whose needs are not members stays off.
void GameRound::switch_on(const Seat& seat, std::size_t lane, std::size_t index) {
  std::vector<std::uint8_t>& members = members_;
  members.resize(seat.players.size());
  seat.coalitions.members(index, members);
  const auto is_member = [&](std::uint32_t group) {
    const auto place = std::lower_bound(seat.players.begin(), seat.players.end(), group);
    return place != seat.players.end() && *place == group &&
           members[static_cast<std::size_t>(place - seat.players.begin())] != 0;
  };
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto needs = reach_.needs(seat.players[i]);
    const bool complete =
        seat.coalitions.is_alone(index) || std::all_of(needs.begin(), needs.end(), is_member);
    if (members[i] != 0 && complete) {
      field_.switch_on(seat.players[i], lane);
    }
  }
}

/// `table`: runs, the last with the most coalitions.
void GameRound::evaluate_coalitions(std::span<const std::uint32_t> table) {
  constexpr auto per_block = static_cast<std::uint32_t>(sim::runs_per_block);
  std::vector<sim::Lane> lanes;
  for (const std::uint32_t run : table) {
    lanes.push_back({run / per_block, run % per_block});
  }
  field_.gather(all_draws_, lanes);
  const std::size_t passes = seats_[table.back()].values.size();
  for (std::size_t pass = 0; pass < passes; ++pass) {
    field_.clear();
    for (std::size_t lane = 0; lane < table.size(); ++lane) {
      if (pass < seats_[table[lane]].values.size()) {
        switch_on(seats_[table[lane]], lane, pass);
      }
    }
    field_.evaluate();
    const auto values = field_.paths().rollup(request_.focus, sim::Side::with);
    const auto goals = field_.paths().rollup(goal_node_, sim::Side::with);
    for (std::size_t lane = 0; lane < table.size(); ++lane) {
      Seat& seat = seats_[table[lane]];
      if (pass < seat.values.size()) {
        seat.values[pass] = values[lane];
        seat.goals[pass] = goals[lane];
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
