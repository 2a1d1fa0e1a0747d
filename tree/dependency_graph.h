#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/id.h"

namespace betledger::tree {

/// `outcome` reads `driver`.
struct Dependency {
  MetricId driver;
  MetricId outcome;
};

/// Every loop once: per strongly connected group its shortest loop, in the direction of influence,
/// starting at its first metric (which is not repeated at the end). Empty if there is none.
/// O(metrics + dependencies), and per group of n metrics with m dependencies O(n m).
[[nodiscard]] std::vector<std::vector<MetricId>> shortest_loops(
    std::size_t metrics, std::span<const Dependency> dependencies);

/// Every metric after its drivers; ties by position.  \pre there is no loop
/// O((metrics + dependencies) log metrics)
[[nodiscard]] std::vector<MetricId> dependency_order(std::size_t metrics,
                                                     std::span<const Dependency> dependencies);

/// The fewest steps from `start` to each metric, from outcome to driver; nothing where there is no
/// way.
[[nodiscard]] std::vector<std::optional<std::uint32_t>> steps_to_drivers(
    std::size_t metrics, std::span<const Dependency> dependencies, MetricId start);

}  // namespace betledger::tree
