#include <algorithm>

#include "core/contract.h"
#include "sim/code.h"

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

}  // namespace

void restrict_to(Compiled& code, std::span<const std::uint32_t> wanted) {
  std::vector<bool> kept(code.nodes.size(), false);
  for (const std::uint32_t node : wanted) {
    BET_EXPECT(node < code.nodes.size() && code.wanted[node]);
    kept[node] = true;
  }
  code.wanted = std::move(kept);
  mark_live(code);
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
