#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/id.h"
#include "core/result.h"
#include "tree/key_index.h"
#include "tree/tree_spec.h"

namespace betledger::tree {

/// A metric tree in which every name resolves and every loop passes through a lag: complete and
/// immutable once built. Boost.Graph stays inside metric_tree.cc.
class MetricTree {
 public:
  /// Fails with every broken name, duplicate key, cycle (written out: a -> b -> a), component with
  /// an influence link or occasion, unit or support clash and focus that is not there. Findings
  /// that a tree can live with are `check_structure`'s. All in the order of the file.
  /// O((metrics + links) log metrics)
  [[nodiscard]] static Result<MetricTree> build(TreeSpec spec);

  [[nodiscard]] const TreeSpec& spec() const noexcept { return spec_; }
  [[nodiscard]] std::size_t size() const noexcept { return spec_.metrics.size(); }
  [[nodiscard]] const Metric& metric(MetricId id) const { return spec_.metrics[id.value()]; }
  [[nodiscard]] std::optional<MetricId> find(std::string_view key) const noexcept;
  [[nodiscard]] MetricId focus() const noexcept { return focus_; }

  /// Every metric after the metrics it reads in the same period, by formula or by link; ties in the
  /// order of the file.
  [[nodiscard]] std::span<const MetricId> in_dependency_order() const noexcept { return order_; }

  /// Metrics that `id` reads: the formula's references, then the links' sources; each once.
  [[nodiscard]] std::span<const MetricId> drivers_of(MetricId id) const;
  /// Metrics that read `id`.
  [[nodiscard]] std::span<const MetricId> outcomes_of(MetricId id) const;
  /// Positions in spec().links of the links into `id`.
  [[nodiscard]] std::span<const std::uint32_t> links_into(MetricId id) const;

  /// Steps from the focus down to `id` along drivers, the fewest; nothing if it does not reach it.
  [[nodiscard]] std::optional<std::uint32_t> level(MetricId id) const;

 private:
  MetricTree() : focus_{0} {}

  TreeSpec spec_;
  MetricId focus_;
  std::vector<MetricId> order_;
  std::vector<std::vector<MetricId>> drivers_;
  std::vector<std::vector<MetricId>> outcomes_;
  std::vector<std::vector<std::uint32_t>> links_into_;
  std::vector<std::optional<std::uint32_t>> level_;
  KeyIndex index_;
};

/// The node that stands for a metric in every model of the tree: its position in dependency order.
/// O(metrics).  \pre a metric of the tree
[[nodiscard]] std::uint32_t node_of(const MetricTree& tree, MetricId metric);

}  // namespace betledger::tree
