#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tree/formula.h"

namespace betledger::tree {

/// A sum, difference, min, max or clamp of two different units.
struct UnitClash {
  std::uint32_t column = 1;  // of the operator in the formula
  std::string left;
  std::string right;
};

/// What can be said about the units of a formula without an algebra of units.
struct FormulaUnits {
  std::string unit;  // of the result; empty: unknown
  std::vector<UnitClash> clashes;
};

/// `unit_of(reference)` is a metric's unit, empty where it has none. Only sums, differences, min,
/// max, clamp, abs and signs keep a unit; what a product, a quotient or a bare number makes is
/// unknown and clashes with nothing.  O(steps)
[[nodiscard]] FormulaUnits units_of(const Formula& formula,
                                    const std::function<std::string_view(std::uint32_t)>& unit_of);

}  // namespace betledger::tree
