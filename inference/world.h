#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/columns/columns.h"
#include "sim/program/program.h"

namespace betledger::inference {

/// One block of realisations of everything that is random in a Model, in the parts that a bridge
/// tells apart. An intervention's effect in period t is pushes x live(t).
struct World {
  World() = default;
  explicit World(const sim::Model& model);

  sim::Columns bases;      // [node * periods + period], before occasions; nothing for formulas
  sim::Columns pushes;     // [intervention]: amount x works
  sim::Columns live;       // [intervention * periods + period]: a(t) x delivered
  sim::Columns pulls;      // [influence]: strength x gate
  sim::Columns occasions;  // [occasion]: amount
  std::uint32_t periods = 0;

  [[nodiscard]] double* base(std::uint32_t node, std::uint32_t t) {
    return bases[std::size_t{node} * periods + t];
  }
  [[nodiscard]] const double* base(std::uint32_t node, std::uint32_t t) const {
    return bases[std::size_t{node} * periods + t];
  }
  [[nodiscard]] double* live_at(std::uint32_t k, std::uint32_t t) {
    return live[std::size_t{k} * periods + t];
  }
  [[nodiscard]] const double* live_at(std::uint32_t k, std::uint32_t t) const {
    return live[std::size_t{k} * periods + t];
  }
};

/// A(t) x `delivered` of an intervention, from its profile's delays and the gate's flags.
void fill_live(const sim::Model& model,
               std::uint32_t intervention,
               const double* delay,
               const double* delivered,
               World& world);

/// Runs [block * runs_per_block, ...) of a program's own simulation, taken apart.
void draw_world(const sim::Program& program,
                std::uint64_t seed,
                std::uint64_t block,
                sim::Draws& draws,
                World& world);

/// A program that evaluates worlds: the Model's arithmetic, all of its effects possible in every
/// period. Immutable.
class Canvas {
 public:
  explicit Canvas(const sim::Model& model);

  [[nodiscard]] const sim::Program& program() const noexcept { return program_; }
  /// Puts a world in the place of what would be drawn.
  void place(const World& world, sim::Draws& draws) const;
  // The same, part by part.
  void place_base(const World& world, std::uint32_t node, sim::Draws& draws) const;
  /// pushes of one world, live of another.
  void place_effect(const World& push,
                    const World& live,
                    std::uint32_t intervention,
                    sim::Draws& draws) const;
  void place_pull(const World& world, std::uint32_t influence, sim::Draws& draws) const;
  void place_occasion(const World& world, std::uint32_t occasion, sim::Draws& draws) const;

 private:
  sim::Program program_;
};

}  // namespace betledger::inference
