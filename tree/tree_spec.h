#pragma once

#include <string>
#include <vector>

#include "tree/link.h"
#include "tree/metric.h"
#include "tree/occasion.h"
#include "tree/review_rules.h"

namespace betledger::tree {

/// A tree as written: every value is valid alone, but nothing is known of the whole yet. The order
/// of the vectors is the order of the file.
struct TreeSpec {
  std::string title;
  std::string focus;  // a metric's key
  PeriodKind period = PeriodKind::week;
  ConfidenceScale confidence;
  ReviewRules review;
  std::vector<Metric> metrics;
  std::vector<Link> links;
  std::vector<Occasion> occasions;
  Position at;

  [[nodiscard]] const Metric* find(std::string_view key) const noexcept;
  [[nodiscard]] bool same_as(const TreeSpec& other) const;
};

}  // namespace betledger::tree
