#include "tree/reach.h"

#include <cstdint>

namespace betledger::tree {
namespace {

/// Metrics that count by themselves.
std::vector<MetricId> ends_of(const MetricTree& tree) {
  std::vector<MetricId> result{tree.focus()};
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const Metric& metric = tree.metric(MetricId{i});
    if (metric.guardrail) {
      result.emplace_back(i);
    }
    if (metric.rollup.kind == RollupKind::weighted) {
      result.push_back(*tree.find(metric.rollup.weighted_by));
    }
  }
  return result;
}

/// Marks `from` and everything that it reads, directly or through others.
void cover(std::vector<bool>& covered, const MetricTree& tree, MetricId from) {
  std::vector<MetricId> open{from};
  covered[from.value()] = true;
  while (!open.empty()) {
    const MetricId id = open.back();
    open.pop_back();
    for (const MetricId driver : tree.drivers_of(id)) {
      if (!covered[driver.value()]) {
        covered[driver.value()] = true;
        open.push_back(driver);
      }
    }
  }
}

}  // namespace

std::vector<MetricId> stray_tops(const MetricTree& tree) {
  std::vector<bool> covered(tree.size(), false);
  for (const MetricId end : ends_of(tree)) {
    cover(covered, tree, end);
  }
  std::vector<MetricId> result;
  for (const bool only_tops : {true, false}) {
    for (std::uint32_t i = 0; i < tree.size(); ++i) {
      const MetricId id{i};
      if (!covered[i] && (!only_tops || tree.outcomes_of(id).empty())) {
        cover(covered, tree, id);
        result.push_back(id);
      }
    }
  }
  return result;
}

}  // namespace betledger::tree
