#include "sim/program/stream.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/contract.h"
#include "sim/program/compile.h"

namespace betledger::sim {
namespace {

/// First columns of places of one size: the one that was given back last is given first, for it is
/// still in the cache.
class Room {
 public:
  explicit Room(std::uint32_t size) : size_{size} {}

  /// That nobody had before and nobody will have after.
  [[nodiscard]] std::uint32_t take_new() {
    columns_ += size_;
    return columns_ - size_;
  }
  [[nodiscard]] std::uint32_t take() {
    if (free_.empty()) {
      return take_new();
    }
    const std::uint32_t first = free_.back();
    free_.pop_back();
    return first;
  }
  void give_back(std::uint32_t first) { free_.push_back(first); }
  [[nodiscard]] std::uint32_t columns() const noexcept { return columns_; }

 private:
  std::uint32_t size_;
  std::uint32_t columns_ = 0;
  std::vector<std::uint32_t> free_;
};

/// A profile whose interventions act on several nodes becomes one for each of these: the same
/// draws, computed where they are read.
void split_profiles(Compiled& code) {
  const std::size_t count = code.profiles.size();
  for (std::size_t p = 0; p < count; ++p) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> by_node;
    for (const std::uint32_t k : code.profiles[p].interventions) {
      by_node[code.model.interventions[k].node].push_back(k);
    }
    bool is_first = true;
    for (auto& [node, interventions] : by_node) {
      if (!is_first) {
        code.profiles.push_back(code.profiles[p]);
        for (const std::uint32_t k : interventions) {
          code.model.interventions[k].profile =
              static_cast<std::uint32_t>(code.profiles.size() - 1);
        }
      }
      (is_first ? code.profiles[p] : code.profiles.back()).interventions = std::move(interventions);
      is_first = false;
    }
  }
}

/// Profiles by the node that they act on.
std::vector<std::vector<std::uint32_t>> profiles_by_node(const Compiled& code) {
  std::vector<std::vector<std::uint32_t>> by_node(code.nodes.size());
  for (std::uint32_t p = 0; p < code.profiles.size(); ++p) {
    const auto& followers = code.profiles[p].interventions;
    if (!followers.empty()) {
      by_node[code.model.interventions[followers.front()].node].push_back(p);
    }
  }
  return by_node;
}

/// Takes out what a node's own redraw has.
Redraw what_is_shared(const Redraw& random) {
  Redraw shared = random;
  shared.amounts.clear();
  shared.delays.clear();
  shared.bases.clear();
  shared.profiles.clear();
  return shared;
}

/// Places for draws: what is constant is drawn once and has its own; the rest of one node lies
/// where that of others does.
class Seating {
 public:
  explicit Seating(Compiled& code) : code_{&code} {
    for (std::uint32_t k = 0; k < code.amounts.size(); ++k) {
      if (code.amounts[k].sampler.is_constant()) {
        code.slots.amounts[k] = own_amounts_++;
      }
    }
    for (std::uint32_t p = 0; p < code.profiles.size(); ++p) {
      if (code.profiles[p].delay.sampler.is_constant()) {
        code.slots.delays[p] = own_delays_++;
      }
    }
    code.slots.amount_columns = own_amounts_;
    code.slots.delay_columns = own_delays_;
    code.slots.effect_columns = 0;
  }

  [[nodiscard]] Redraw seat(const std::vector<std::uint32_t>& profiles) {
    Slots& slots = code_->slots;
    Redraw redraw;
    redraw.profiles = profiles;
    std::uint32_t amount = own_amounts_;
    std::uint32_t delay = own_delays_;
    std::uint32_t effect = 0;
    for (const std::uint32_t p : profiles) {
      const ProfileCode& profile = code_->profiles[p];
      if (!profile.delay.sampler.is_constant()) {
        slots.delays[p] = delay++;
        redraw.delays.push_back(p);
      }
      for (const std::uint32_t k : profile.interventions) {
        if (!code_->amounts[k].sampler.is_constant()) {
          slots.amounts[k] = amount++;
          redraw.amounts.push_back(k);
        }
        slots.effects[k] = effect;
        effect += profile.end - profile.begin;
      }
    }
    slots.amount_columns = std::max(slots.amount_columns, amount);
    slots.delay_columns = std::max(slots.delay_columns, delay);
    slots.effect_columns = std::max(slots.effect_columns, effect);
    return redraw;
  }

 private:
  Compiled* code_;
  std::uint32_t own_amounts_ = 0;
  std::uint32_t own_delays_ = 0;
};

/// Gives every node of a stream its columns, in the order in which they are evaluated.
class Rooms {
 public:
  Rooms(Compiled& code, StreamCode& stream)
      : code_{&code},
        stream_{&stream},
        last_{last_readers(code, stream)},
        bases_end_(code.nodes.size() + 1),
        columns_end_(code.nodes.size() + 1) {
    stream.without.resize(code.nodes.size());
    stream.with.resize(code.nodes.size());
    stream.ratios.resize(code.nodes.size());
  }

  void seat_base(std::uint32_t node) {
    const std::uint32_t base = code_->nodes[node].base;
    const bool is_random = code_->bases[base].is_random;
    code_->slots.bases[base] = is_random ? bases_.take() : bases_.take_new();
    if (is_random) {
      bases_end_[last_[node]].push_back(code_->slots.bases[base]);
    }
  }

  void seat_own(std::uint32_t node) {
    const NodeCode& from = code_->nodes[node];
    const bool is_reached = code_->first_reached[node] < code_->periods();
    stream_->without[node] = take(node, from.has_own_without() && code_->without_until[node] > 0);
    stream_->with[node] = take(node, is_reached);
    stream_->ratios[node] = take(node, from.moves_by_ratio && is_reached);
  }

  /// What nobody reads after this place in the order.
  void end(std::size_t place) {
    for (const std::uint32_t first : bases_end_[place]) {
      bases_.give_back(first);
    }
    for (const std::uint32_t first : columns_end_[place]) {
      own_.give_back(first);
    }
  }

  void count() {
    code_->slots.base_columns = bases_.columns();
    stream_->columns = own_.columns();
  }

 private:
  std::uint32_t take(std::uint32_t node, bool needed) {
    if (!needed) {
      return 0;
    }
    const std::uint32_t first = own_.take();
    columns_end_[last_[node]].push_back(first);
    return first;
  }

  Compiled* code_;
  StreamCode* stream_;
  std::vector<std::size_t> last_;
  Room bases_{code_->periods()};
  Room own_{code_->periods()};
  std::vector<std::vector<std::uint32_t>> bases_end_, columns_end_;  // by place in the order
};

}  // namespace

void make_stream(Compiled& code, std::span<const std::uint32_t> kept) {
  BET_EXPECT(!code.reads_ahead);
  StreamCode stream;
  stream.kept.assign(code.nodes.size(), false);
  for (const std::uint32_t node : kept) {
    BET_EXPECT(code.live[node]);
    stream.kept[node] = true;
  }
  split_profiles(code);
  compile_draws(code);
  code.slots = slots_of(code);
  stream.order = depth_first(code);
  const auto profiles = profiles_by_node(code);
  stream.by_node.resize(code.nodes.size());
  Seating seating{code};
  Rooms rooms{code, stream};
  for (std::size_t place = 0; place < stream.order.size(); ++place) {
    const std::uint32_t node = stream.order[place];
    const NodeCode& from = code.nodes[node];
    if (!from.formula) {
      Redraw& redraw = stream.by_node[node] = seating.seat(profiles[node]);
      rooms.seat_base(node);
      if (code.bases[from.base].is_random) {
        redraw.bases.push_back(from.base);
      }
    }
    rooms.seat_own(node);
    rooms.end(place);
  }
  rooms.count();
  stream.first = what_is_shared(code.random);
  code.stream = std::move(stream);
}

}  // namespace betledger::sim
