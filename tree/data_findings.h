#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/diagnostic.h"
#include "tree/metric_tree.h"

namespace betledger::tree {

/// What is questionable about data, each finding at the metric it is about.
class DataFindings {
 public:
  explicit DataFindings(const MetricTree& tree) : tree_{tree} {}

  void add(
      std::string_view code, Severity severity, MetricId id, std::string message, std::string hint);
  /// "import it (source: ..., owner: ...)": an entry of the list of what to do about the data.
  [[nodiscard]] std::string get_data(MetricId id, std::string_view what) const;
  [[nodiscard]] Diagnostics take() && { return std::move(list_); }

 private:
  const MetricTree& tree_;
  Diagnostics list_;
};

}  // namespace betledger::tree
