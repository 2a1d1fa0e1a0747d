#include <algorithm>
#include <map>
#include <utility>

#include "core/contract.h"
#include "sim/code.h"

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

/// Live nodes, each soon after what it reads: depth first, from the nodes that nobody reads.
std::vector<std::uint32_t> depth_first(const Compiled& code) {
  std::vector<std::uint32_t> order;
  std::vector<bool> seen(code.nodes.size(), false);
  struct Step {
    std::uint32_t node = 0;
    std::size_t next = 0;  // of its reads
  };
  for (std::size_t top = code.nodes.size(); top-- > 0;) {
    std::vector<Step> way;
    const auto enter = [&](std::uint32_t node) {
      if (code.live[node] && !seen[node]) {
        seen[node] = true;
        way.push_back({node});
      }
    };
    enter(static_cast<std::uint32_t>(top));
    while (!way.empty()) {
      Step& step = way.back();
      const auto& reads = code.nodes[step.node].reads;
      if (step.next < reads.size()) {
        enter(reads[step.next++].node);
      } else {
        order.push_back(step.node);
        way.pop_back();
      }
    }
  }
  return order;
}

/// By node: the place in `order` of the last that reads its columns, or the number of nodes if they
/// must stay.
std::vector<std::size_t> last_readers(const Compiled& code, const StreamCode& stream) {
  const std::size_t never = code.nodes.size();
  std::vector<std::size_t> last(code.nodes.size(), 0);
  for (std::size_t place = 0; place < stream.order.size(); ++place) {
    const std::uint32_t node = stream.order[place];
    const Node& from = code.model.nodes[node];
    // A roll-up that is the last period's value is read where that lies; one with weights, late.
    const bool is_read_late =
        code.wanted[node] && (from.rollup == tree::RollupKind::last || from.weight.has_value());
    last[node] = std::max(last[node], stream.kept[node] || is_read_late ? never : place);
    if (code.wanted[node] && from.weight) {
      last[*from.weight] = never;
    }
    for (const NodeCode::Read& read : code.nodes[node].reads) {
      last[read.node] = std::max(last[read.node], place);
    }
  }
  return last;
}

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

}  // namespace

Slots slots_of(const Compiled& code) {
  Slots slots;
  for (std::size_t b = 0; b < code.bases.size(); ++b) {
    slots.bases.push_back(slots.base_columns);
    slots.base_columns += code.periods();
  }
  for (const Intervention& intervention : code.model.interventions) {
    const ProfileCode& profile = code.profiles[intervention.profile];
    slots.amounts.push_back(slots.amount_columns++);
    slots.effects.push_back(slots.effect_columns);
    slots.effect_columns += profile.end - profile.begin;
  }
  for (std::size_t p = 0; p < code.profiles.size(); ++p) {
    slots.delays.push_back(slots.delay_columns++);
  }
  return slots;
}

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
  const std::vector<std::size_t> last = last_readers(code, stream);
  const auto profiles = profiles_by_node(code);
  const std::size_t count = code.nodes.size();
  std::vector<std::vector<std::uint32_t>> bases_end(count + 1);  // by place in the order
  std::vector<std::vector<std::uint32_t>> columns_end(count + 1);
  Room bases{code.periods()};
  Room columns{code.periods()};
  Seating seating{code};
  stream.by_node.resize(count);
  stream.without.resize(count);
  stream.with.resize(count);
  stream.ratios.resize(count);
  for (std::size_t place = 0; place < stream.order.size(); ++place) {
    const std::uint32_t i = stream.order[place];
    const NodeCode& node = code.nodes[i];
    const auto take = [&](bool needed) {
      const std::uint32_t first = needed ? columns.take() : 0;
      if (needed) {
        columns_end[last[i]].push_back(first);
      }
      return first;
    };
    if (!node.formula) {
      Redraw& redraw = stream.by_node[i] = seating.seat(profiles[i]);
      const bool is_random = code.bases[node.base].is_random;
      code.slots.bases[node.base] = is_random ? bases.take() : bases.take_new();
      if (is_random) {
        redraw.bases.push_back(node.base);
        bases_end[last[i]].push_back(code.slots.bases[node.base]);
      }
    }
    const bool is_reached = code.first_reached[i] < code.periods();
    stream.without[i] = take(node.has_own_without() && code.without_until[i] > 0);
    stream.with[i] = take(is_reached);
    stream.ratios[i] = take(node.moves_by_ratio && is_reached);
    for (const std::uint32_t first : bases_end[place]) {
      bases.give_back(first);
    }
    for (const std::uint32_t first : columns_end[place]) {
      columns.give_back(first);
    }
  }
  code.slots.base_columns = bases.columns();
  stream.columns = columns.columns();
  stream.first = what_is_shared(code.random);
  code.stream = std::move(stream);
}

}  // namespace betledger::sim
