#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/columns/columns.h"
#include "sim/columns/formula_kernels.h"
#include "sim/program/block_draws.h"
#include "sim/program/code.h"
#include "sim/program/paths.h"
#include "sim/program/side.h"

// The memory behind Paths, and the evaluation that fills it. Inside sim/ only.

namespace betledger::sim {

class BlockPaths final : public Paths {
 public:
  explicit BlockPaths(const Compiled& code);

  [[nodiscard]] std::span<const double> column(std::uint32_t node,
                                               std::uint32_t period,
                                               Side side) const override;
  [[nodiscard]] std::span<const double> rollup(std::uint32_t node, Side side) const override;
  [[nodiscard]] Tally clamps(std::uint32_t node, std::size_t runs) const override;
  void expect_finite(std::size_t runs) const override;
  [[nodiscard]] bool is_finite(std::size_t runs) const override;

  [[nodiscard]] const Compiled& code() const noexcept { return *code_; }
  /// Of `nodes`, the live ones; the others stay as they were evaluated last.
  void evaluate_without(const BlockDraws& draws, const std::vector<bool>& nodes);
  void evaluate_with(const BlockDraws& draws,
                     std::span<const std::span<const double>> active,
                     const std::vector<bool>& nodes);
  void update(const BlockDraws& draws, const std::vector<bool>& nodes, const BlockPaths& before);
  /// Program::stream
  void stream(BlockDraws& draws, std::uint64_t seed, std::uint64_t block, std::size_t runs);

 private:
  /// One period of one node on one side.
  struct Place {
    std::uint32_t node = 0;
    std::uint32_t period = 0;
    Side side = Side::without;
  };
  using Active = std::span<const std::span<const double>>;

  [[nodiscard]] std::size_t at(std::uint32_t node, std::uint32_t period) const noexcept {
    return std::size_t{node} * code_->periods() + period;
  }
  [[nodiscard]] std::vector<const double*>& table(Side side) noexcept {
    return side == Side::without ? without_ : with_;
  }
  [[nodiscard]] const std::vector<const double*>& table(Side side) const noexcept {
    return side == Side::without ? without_ : with_;
  }

  /// Where the clamps of a node are counted; a stream counts one node at a time.
  [[nodiscard]] double* counts(std::uint32_t node) { return counts_[counted_in(node)]; }
  [[nodiscard]] std::uint32_t counted_in(std::uint32_t node) const noexcept {
    return code_->stream ? 0 : node;
  }
  [[nodiscard]] Tally count_clamps(std::uint32_t node, std::size_t runs) const;
  void choose(const std::vector<bool>& nodes);
  template <class Period, class RollUp>
  void visit(Period period, RollUp roll_up);
  /// The column of a place on the without side: computed, or the base path as drawn.
  const double* without(const BlockDraws& draws, const Place& place);
  /// A side of a place, as far as it is read: computed, or another's columns.
  void set_without(const BlockDraws& draws, std::uint32_t node, std::uint32_t period);
  void set_with(const BlockDraws& draws, Active active, std::uint32_t node, std::uint32_t period);
  /// Computes a place that bets or links can reach.
  void change(const BlockDraws& draws, Active active, const Place& place);
  void run_formula(const Place& place, double* result);
  [[nodiscard]] kernels::Operand operand(const Slot& slot, const Place& place) const;
  void apply_occasions(const BlockDraws& draws, const Place& place, double* out);
  /// Gives where the result is: `out`, or the without side if nothing is live in this period.
  const double* apply_changes(const BlockDraws& draws,
                              Active active,
                              const Place& place,
                              double* out);
  bool add_elasticities(const BlockDraws& draws, const Place& place, double* sum);
  /// Reads `value`, gives where the result is: `out`, or `value` if there is nothing to apply.
  const double* apply_own(
      const BlockDraws& draws, Active active, const Place& place, const double* value, double* out);
  void clamp(const Place& place, const double* base, double* out, double* count);
  /// Nothing where nobody asks for that side's.
  void roll_up(Side side, std::uint32_t node);
  void stream_node(const BlockDraws& draws, std::uint32_t node);
  void roll_up_both(std::uint32_t node);
  /// Is the place, or past the last period the roll-up, evaluated without bets?
  [[nodiscard]] bool has_without(std::uint32_t node, std::uint32_t period) const;
  /// The first run that left the domain of a formula.
  [[nodiscard]] std::optional<std::size_t> first_trouble(std::size_t runs) const;
  void report(std::size_t run) const;
  void expect_finite(const Place& place, std::size_t run) const;

  const Compiled* code_;
  Columns memory_;  // own columns: without, then with, then ln ratios
  std::vector<std::uint32_t> own_without_, own_with_;        // by node: its first own column
  std::vector<std::uint32_t> ratios_;                        // by node: its first ln-ratio column
  Columns scratch_;                                          // of formulas and sums
  Columns rollups_;                                          // [side][node], then one for weights
  Columns counts_;                                           // by node: clamps
  Columns trouble_;                                          // by side: see kernels::check
  std::vector<const double*> without_, with_, log_ratio_;    // by node and period
  std::vector<const double*> rollup_without_, rollup_with_;  // by node
  std::vector<std::uint32_t> first_;  // by node: reached from this period on, last evaluate_with
  std::vector<bool> visited_;         // by node: evaluated this time
  std::vector<Tally> tallies_;        // by node, of the block last streamed
  bool with_is_current_ = false;
};

}  // namespace betledger::sim
