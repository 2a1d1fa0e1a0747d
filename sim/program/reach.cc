#include "sim/program/reach.h"

#include <algorithm>

namespace betledger::sim {

std::vector<std::uint32_t> reach(const Compiled& code, const std::vector<bool>& active_groups) {
  const std::uint32_t never = code.periods();
  std::vector<std::uint32_t> first(code.nodes.size(), never);
  for (const Intervention& intervention : code.model.interventions) {
    const ProfileCode& profile = code.profiles[intervention.profile];
    if (active_groups[intervention.group] && profile.begin < profile.end) {
      first[intervention.node] = std::min(first[intervention.node], profile.begin);
    }
  }
  bool again = true;
  while (again) {  // ends: every round but the last moves a node to an earlier period
    again = false;
    for (std::size_t i = 0; i < code.nodes.size(); ++i) {
      for (const NodeCode::Read& read : code.nodes[i].reads) {
        const std::uint32_t at = first[read.node] + read.lag;
        if (at < first[i]) {
          first[i] = at;
          again = code.reads_ahead;
        }
      }
    }
  }
  return first;
}

bool rolls_up_changed(const Compiled& code,
                      const std::vector<std::uint32_t>& first,
                      std::uint32_t node) {
  const auto& weight = code.model.nodes[node].weight;
  return first[node] < code.periods() || (weight && first[*weight] < code.periods());
}

}  // namespace betledger::sim
