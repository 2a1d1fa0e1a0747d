#include <algorithm>

#include "sim/program/stream.h"

namespace betledger::sim {

std::vector<std::uint32_t> depth_first(const Compiled& code) {
  std::vector<std::uint32_t> order;
  std::vector<bool> seen(code.nodes.size(), false);
  struct Visit {
    std::uint32_t node = 0;
    std::size_t next = 0;  // of its reads
  };
  for (std::size_t top = code.nodes.size(); top-- > 0;) {
    std::vector<Visit> way;
    const auto enter = [&](std::uint32_t node) {
      if (code.live[node] && !seen[node]) {
        seen[node] = true;
        way.push_back({node});
      }
    };
    enter(static_cast<std::uint32_t>(top));
    while (!way.empty()) {
      Visit& step = way.back();
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

}  // namespace betledger::sim
