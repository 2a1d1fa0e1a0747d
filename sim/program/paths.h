#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/columns/columns.h"  // runs_per_block, which the spans below are long
#include "sim/program/side.h"

namespace betledger::sim {

/// How often the clamp at a support's bound bit: the cure for an effect that would leave it.
struct Tally {
  std::uint64_t clamped = 0;  // values that were cut, with side
  std::uint64_t values = 0;   // values that bets or links could reach
};

/// The paths of one block of runs: columns of `runs_per_block` values. Read what you need before
/// the draws or the paths are used again: columns that nothing touched are those of the draws, and
/// those of the with side that no active bet reaches are the without side's.
class Paths {
 public:
  virtual ~Paths() = default;
  /// The `runs_per_block` values of a node in a period.  \pre this side was evaluated
  [[nodiscard]] virtual std::span<const double> column(std::uint32_t node,
                                                       std::uint32_t period,
                                                       Side side) const = 0;
  /// The node's roll-up over all periods.
  [[nodiscard]] virtual std::span<const double> rollup(std::uint32_t node, Side side) const = 0;
  /// Clamps of the first `runs` runs in the last evaluate_with; nothing for components and `real`.
  [[nodiscard]] virtual Tally clamps(std::uint32_t node, std::size_t runs) const = 0;
  /// Did the first `runs` runs stay inside the domain of every formula, as far as anybody asked?
  [[nodiscard]] virtual bool is_finite(std::size_t runs) const = 0;
  /// Throws DomainError if one of the first `runs` runs left the domain of a formula anywhere: a
  /// NaN or an infinity, the first by run, node, period (the roll-up last), without before with.
  /// Nothing may be read from paths that do not pass.
  virtual void expect_finite(std::size_t runs) const = 0;

 protected:
  Paths() = default;
  Paths(const Paths&) = default;
  Paths& operator=(const Paths&) = default;
};

}  // namespace betledger::sim
