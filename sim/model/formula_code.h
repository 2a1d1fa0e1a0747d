#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "tree/formula.h"

namespace betledger::sim {

/// Where a step finds an operand: a number, a scratch column, or a node's column `lag` periods
/// back.
struct Slot {
  enum class Kind : std::uint8_t { number, scratch, node } kind = Kind::number;
  double number = 0;
  std::uint32_t index = 0;  // of the scratch column or the node
  std::uint32_t lag = 0;
};

/// One operation on whole columns. Op::metric copies its operand.
struct Step {
  static constexpr std::uint32_t result = 0xffffffff;  // `target`: the node's own column

  tree::Op op = tree::Op::metric;
  std::array<Slot, 3> operands;
  std::uint32_t target = result;
};

/// A formula as straight-line steps, constants folded; the last writes the node's own column, the
/// others scratch columns 0 to scratch_columns - 1.
struct FormulaCode {
  std::vector<Step> steps;
  std::uint32_t scratch_columns = 0;

  /// `nodes[r]`: the node that reference r of the formula stands for.  O(steps)
  [[nodiscard]] static FormulaCode compile(const tree::Formula& formula,
                                           std::span<const std::uint32_t> nodes);
};

}  // namespace betledger::sim
