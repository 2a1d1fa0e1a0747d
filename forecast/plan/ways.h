#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/model/model.h"

namespace betledger::forecast {

/// Runs of a model by whether there is a way from a node to the focus, through formulas and links
/// that are real.
class Ways {
 public:
  /// `open`: by link, 1 in the runs in which it is real. \pre each as long as `runs`
  Ways(const sim::Model& model,
       std::uint32_t focus,
       std::vector<std::vector<double>> open,
       std::size_t runs);

  /// By run: 1 where there is a way. Empty where no link, real or not, would make one.
  /// O(nodes x edges x runs)
  [[nodiscard]] std::vector<double> from(std::uint32_t node) const;

 private:
  const sim::Model& model_;
  std::uint32_t focus_;
  std::vector<std::vector<double>> open_;
  std::size_t runs_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> formulas_;  // input, component
};

}  // namespace betledger::forecast
