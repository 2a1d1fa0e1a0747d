#include "sim/program/restrict.h"

#include <algorithm>
#include <utility>

#include "core/contract.h"
#include "sim/program/compile.h"

namespace betledger::sim {
namespace {

/// Marks what the wanted nodes read, at any lag, and what weights their roll-ups.
void mark_live(Compiled& code) {
  code.live.assign(code.nodes.size(), false);
  std::vector<std::uint32_t> open;
  const auto add = [&](std::uint32_t node) {
    if (!code.live[node]) {
      code.live[node] = true;
      open.push_back(node);
    }
  };
  for (std::uint32_t i = 0; i < code.nodes.size(); ++i) {
    if (code.wanted[i]) {
      add(i);
    }
  }
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    for (const NodeCode::Read& read : code.nodes[node].reads) {
      add(read.node);
    }
    if (code.wanted[node] && code.model.nodes[node].weight) {
      add(*code.model.nodes[node].weight);
    }
  }
}

/// What the with side reads of the without side: a formula's before bets reach it, and of what
/// influences measure a change from, all. A base path is there as drawn.
void mark_read_without(Compiled& code) {
  std::vector<std::uint32_t>& until = code.without_until;
  for (std::uint32_t i = 0; i < code.nodes.size(); ++i) {
    if (code.nodes[i].formula && !code.nodes[i].moves_by_ratio) {
      until[i] = code.first_reached[i];
    }
  }
  for (const NodeCode& node : code.nodes) {
    for (const std::uint32_t l : node.slopes) {
      until[code.model.influences[l].from] = code.periods();
    }
  }
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = code.nodes.size(); i-- > 0;) {
      for (const NodeCode::Read& read : code.nodes[i].reads) {
        if (code.nodes[i].formula && until[read.node] < until[i]) {
          until[read.node] = until[i];
          again = true;
        }
      }
    }
  }
}

}  // namespace

void restrict_to(Compiled& code, std::span<const std::uint32_t> wanted, Sides sides) {
  std::vector<bool> kept(code.nodes.size(), false);
  for (const std::uint32_t node : wanted) {
    BET_EXPECT(node < code.nodes.size() && code.wanted[node]);
    kept[node] = true;
  }
  code.wanted = std::move(kept);
  mark_live(code);
  if (sides == Sides::with) {
    code.sides = sides;
    mark_read_without(code);
  }
  for (ProfileCode& profile : code.profiles) {
    auto& followers = profile.interventions;
    const auto is_dead = [&](std::uint32_t k) {
      return !code.live[code.model.interventions[k].node];
    };
    followers.erase(std::remove_if(followers.begin(), followers.end(), is_dead), followers.end());
  }
  compile_sources(code);
}

}  // namespace betledger::sim
