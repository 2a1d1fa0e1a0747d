#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.h"

namespace betledger::tree {

struct Metric;

/// The metrics of a tree by key. Of two with one key the first is found.
class KeyIndex {
 public:
  KeyIndex() = default;
  explicit KeyIndex(const std::vector<Metric>& metrics);

  /// O(log metrics)
  [[nodiscard]] std::optional<MetricId> find(std::string_view key) const noexcept;
  /// A way out for somebody who wrote `key`, which no metric has: the key that was meant, if one is
  /// close.  O(metrics)
  [[nodiscard]] std::string way_out(std::string_view key) const;

 private:
  std::vector<std::string> keys_;      // in the order of the file
  std::vector<std::uint32_t> sorted_;  // positions in keys_, by key
};

}  // namespace betledger::tree
