#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/model/model.h"
#include "sim/program/draws.h"
#include "sim/program/paths.h"
#include "sim/program/side.h"
#include "sim/program/source.h"

namespace betledger::sim {

class Executor;

/// A model flattened to straight-line arithmetic on columns of runs. Immutable, so share it freely.
class Program {
 public:
  /// \pre the model is valid: indices in range, nodes in dependency order, one value per period
  /// where a vector says so. `executor` shares the work, the program is the same; none: all is done
  /// here.  O(nodes * periods), and a table of quantiles for each distribution that has no formula
  [[nodiscard]] static Program compile(Model model, Executor* executor = nullptr);
  /// The same program for whoever asks for nothing but the `wanted` nodes (all: the one compiled).
  /// Only they and what they depend on is drawn and evaluated, and domain errors are looked for in
  /// their values and roll-ups. A draw is the same either way; `sources` are those that still
  /// count. Sides::with: without bets, only what the with side reads is evaluated.
  /// Of the nodes in `before_bets` (among the wanted) the roll-up is wanted without bets alone.
  [[nodiscard]] Program only(std::span<const std::uint32_t> wanted,
                             Sides sides = Sides::both,
                             std::span<const std::uint32_t> before_bets = {}) const;

  /// The same program for whoever wants single blocks of it, and in those nothing but the columns
  /// of the `kept` nodes (live ones) and the roll-ups of those that were wanted: to `stream`, and
  /// for nothing else. Nothing if some node reads one that comes later.
  [[nodiscard]] std::optional<Program> streamed(std::span<const std::uint32_t> kept) const;

  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;

  [[nodiscard]] const Model& model() const noexcept;
  /// The sources that are random in this model, in the order groups, links, baselines, occasions,
  /// optimism.
  [[nodiscard]] std::span<const Source> sources() const noexcept;
  /// Random words one run takes.
  [[nodiscard]] std::size_t words_per_run() const noexcept;

  [[nodiscard]] std::unique_ptr<Draws> make_draws() const;
  [[nodiscard]] std::unique_ptr<Paths> make_paths() const;

  /// Fills `draws` for runs [block * runs_per_block, ...). Each draw depends on (seed, variable
  /// key, run, index) and on nothing else.
  void draw(std::uint64_t seed, std::uint64_t block, Draws& draws) const;
  /// Swaps what belongs to `source` only between two blocks of draws, and computes again in `draws`
  /// what depends on it. `others` are good for nothing then but to swap it back.
  void exchange(Source source, Draws& draws, Draws& others) const;
  /// Puts single runs of other blocks of draws together; what is equal for all runs stays.
  /// \pre `from` belong to this program, or to one that it was restricted from; at most
  /// runs_per_block lanes; the others take the last
  void gather(std::span<const Draws* const> from, std::span<const Lane> lanes, Draws& draws) const;

  /// Draws a block and evaluates it, every group active, node by node: memory is used again as soon
  /// as nobody reads it any more, and stays in the cache. Clamps are counted in the first `runs`
  /// runs. To the bit what draw, evaluate_without and evaluate_with give.
  /// \pre a program made by streamed, its draws and paths
  void stream(
      std::uint64_t seed, std::uint64_t block, std::size_t runs, Draws& draws, Paths& paths) const;

  /// Evaluates the without side: base paths (and occasions), components, roll-ups.
  void evaluate_without(const Draws& draws, Paths& paths) const;
  /// Evaluates the with side on top of a without side of the same draws. `active[group]` is a
  /// column of runs_per_block flags (0 or 1) that multiply the group's gates; an empty span: all
  /// active. Nodes that no active intervention can reach are copied, not computed.
  /// \pre an empty span in a program for the with side alone
  void evaluate_with(const Draws& draws,
                     std::span<const std::span<const double>> active,
                     Paths& paths) const;

  /// Is a node drawn or evaluated, for those that are wanted?
  [[nodiscard]] bool is_live(std::uint32_t node) const;
  /// Can an intervention or a link make the sides differ there? `period`: one, or any number past
  /// the last for the roll-up.
  [[nodiscard]] bool is_reached(std::uint32_t node, std::uint32_t period) const;
  /// The nodes, by node, that a redraw of `source` can change.
  [[nodiscard]] std::vector<bool> downstream(Source source) const;
  /// Evaluates `nodes` anew on both sides, every group active; the others are those of `before`, as
  /// long as that stays as it is; it may be `paths` itself.
  /// \pre `before` was evaluated with all groups active, and its draws differ from these in nothing
  /// but what has all its nodes downstream among `nodes`
  void update(const Draws& draws,
              const std::vector<bool>& nodes,
              const Paths& before,
              Paths& paths) const;

 private:
  struct Code;
  explicit Program(std::unique_ptr<const Code> code);
  std::unique_ptr<const Code> code_;
};

}  // namespace betledger::sim
