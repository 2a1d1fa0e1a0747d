#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "tree/formula.h"
#include "tree/metric.h"

namespace betledger::tree {

/// An end of a range; `open`: the value itself is not taken. Infinite ends are open.
struct Bound {
  double value = 0;
  bool open = false;
};

/// The values something can take, as far as the supports of the metrics in it tell.
struct Range {
  Bound low{-std::numeric_limits<double>::infinity(), true};
  Bound high{std::numeric_limits<double>::infinity(), true};

  [[nodiscard]] bool contains(double value) const noexcept;
};

[[nodiscard]] Range range_of(Support support) noexcept;

/// A step whose operand can leave the function's domain; `certain`: it can do nothing else.
struct DomainRisk {
  std::uint32_t column = 1;
  bool certain = false;
  std::string what;  // "the divisor can be zero"
};

struct FormulaRange {
  Range range;
  std::vector<DomainRisk> risks;  // in the order of the steps
};

/// Interval arithmetic over the steps. It treats every mention of a metric as free of the others,
/// so a range can be too wide (x - x is not seen to be 0) but never too narrow.  O(steps)
[[nodiscard]] FormulaRange range_of(const Formula& formula,
                                    const std::function<Support(std::uint32_t)>& support_of);

}  // namespace betledger::tree
