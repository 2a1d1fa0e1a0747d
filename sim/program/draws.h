#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace betledger::sim {

/// A run of one of several blocks.
struct Lane {
  std::uint32_t block = 0;
  std::uint32_t run = 0;
};

/// Every random number of one block of runs. Opaque; re-usable memory: one per task.
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
