#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/columns.h"
#include "sim/model.h"

namespace betledger::sim {

class Executor;

/// The pair that every run carries.
enum class Side : std::uint8_t { without, with };
/// Which of them somebody asks for.
enum class Sides : std::uint8_t { both, with };

/// Where randomness enters: what attribution and the variance shares switch and redraw.
/// A group of interventions brings its amounts, delays and own gates; a link its gate and strength;
/// a baseline the pool member, innovations and sigma of one node; an occasion its amount; optimism
/// a factor that several groups may share.
struct Source {
  enum class Kind : std::uint8_t { group, link, baseline, occasion, optimism } kind = Kind::group;
  std::uint32_t index = 0;  // group, or position in influences / nodes / occasions / optimism
  friend bool operator==(const Source&, const Source&) = default;
};

/// A run of one of several blocks.
struct Lane {
  std::uint32_t block = 0;
  std::uint32_t run = 0;
};

/// Every random number of one block of runs. Opaque; re-usable memory: one per task.
class Draws;
/// The paths of one block of runs: columns of `runs_per_block` values.
class Paths;

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

/// How often the clamp at a support's bound bit: the cure for an effect that would leave it.
struct Tally {
  std::uint64_t clamped = 0;  // values that were cut, with side
  std::uint64_t values = 0;   // values that bets or links could reach
};

/// Read what you need before the draws or the paths are used again: columns that nothing touched
/// are those of the draws, and those of the with side that no active bet reaches are the without
/// side's.
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

class Draws {
 public:
  virtual ~Draws() = default;
  /// Copies another block of draws of the same program.
  virtual void assign(const Draws& other) = 0;
  /// How much memory they hold.
  [[nodiscard]] virtual std::size_t bytes() const = 0;
  /// 1 or 0 per run: is gate `gate` of the model open, needs included?
  [[nodiscard]] virtual std::span<const double> gate(std::uint32_t gate) const = 0;
  /// An intervention's amount times the factor it is read by; a profile's delay (not below 0).
  [[nodiscard]] virtual std::span<const double> amount(std::uint32_t intervention) const = 0;
  [[nodiscard]] virtual std::span<const double> delay(std::uint32_t profile) const = 0;
  /// The factor of an Optimism.
  [[nodiscard]] virtual std::span<const double> factor(std::uint32_t optimism) const = 0;

  /// What evaluation reads, to read it or to put something else in its place: a base path's value
  /// (before occasions), an effect (amount x gates x a(t)), a link's strength x gate, an occasion's
  /// amount. What is put there stays until the same is drawn again; what is constant never is.
  /// \pre the node has no formula; the intervention's profile can be live in the period
  [[nodiscard]] virtual std::span<double> base_values(std::uint32_t node, std::uint32_t period) = 0;
  [[nodiscard]] virtual std::span<double> effect_values(std::uint32_t intervention,
                                                        std::uint32_t period) = 0;
  [[nodiscard]] virtual std::span<double> pull_values(std::uint32_t influence) = 0;
  [[nodiscard]] virtual std::span<double> occasion_values(std::uint32_t occasion) = 0;

 protected:
  Draws() = default;
  Draws(const Draws&) = default;
  Draws& operator=(const Draws&) = default;
};

}  // namespace betledger::sim
