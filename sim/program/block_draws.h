#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/columns/columns.h"
#include "sim/program/code.h"
#include "sim/program/draws.h"

// The memory behind Draws. Inside sim/ only.

namespace betledger::sim {

/// A block's random numbers, each worked up as far as it depends on its own source alone: base
/// paths rather than innovations, effects amount x gates x a(t) rather than amounts. So a redraw of
/// one source costs that source, and evaluations of the same draws repeat none of it.
class BlockDraws final : public Draws {
 public:
  explicit BlockDraws(const Compiled& code);

  void assign(const Draws& other) override;
  [[nodiscard]] std::size_t bytes() const override;
  [[nodiscard]] std::span<const double> gate(std::uint32_t gate) const override;
  [[nodiscard]] std::span<const double> amount(std::uint32_t intervention) const override;
  [[nodiscard]] std::span<const double> delay(std::uint32_t profile) const override;
  [[nodiscard]] std::span<const double> factor(std::uint32_t optimism) const override;
  [[nodiscard]] std::span<double> base_values(std::uint32_t node, std::uint32_t period) override;
  [[nodiscard]] std::span<double> effect_values(std::uint32_t intervention,
                                                std::uint32_t period) override;
  [[nodiscard]] std::span<double> pull_values(std::uint32_t influence) override;
  [[nodiscard]] std::span<double> occasion_values(std::uint32_t occasion) override;

  /// Draws what `redraw` lists, from `seed`, and computes again what depends on it.
  void draw(const Redraw& redraw, std::uint64_t seed, std::uint64_t block);
  /// Program::exchange, gather
  void exchange(const Redraw& redraw, BlockDraws& others);
  void gather(std::span<const Draws* const> from, std::span<const Lane> lanes);

  [[nodiscard]] const Compiled& code() const noexcept { return *code_; }
  [[nodiscard]] const double* base(std::uint32_t base, std::uint32_t period) const noexcept {
    return values_.bases[code_->slots.bases[base] + period];
  }
  /// \pre the profile's begin <= period < end
  [[nodiscard]] const double* effect(std::uint32_t intervention,
                                     std::uint32_t period) const noexcept {
    const auto& profile = code_->profiles[code_->model.interventions[intervention].profile];
    return values_.effects[code_->slots.effects[intervention] + period - profile.begin];
  }
  [[nodiscard]] const double* pull(std::uint32_t influence) const noexcept {
    return values_.pulls[influence];
  }
  [[nodiscard]] const double* occasion(std::uint32_t occasion) const noexcept {
    return values_.occasions[occasion];
  }

 private:
  struct Stream {
    std::uint64_t seed = 0;
    std::uint64_t block = 0;
  };
  struct Values {
    Columns coins, gates;      // by gate: its own coin; with what it needs, if it needs any
    Columns amounts, pushes;   // by intervention; times its factor and gates
    Columns factors;           // by optimism
    Columns used;              // by intervention, amount x factor; nothing without optimism
    Columns delays;            // by profile
    Columns strengths, pulls;  // by influence; times its gate
    Columns occasions;         // by occasion
    Columns bases;             // [base][period]
    Columns effects;           // by intervention and live period
  };

  /// Where a gate's flags lie.
  [[nodiscard]] const double* flags(std::uint32_t gate) const {
    return code_->model.gates[gate].needs.empty() ? values_.coins[gate] : values_.gates[gate];
  }
  /// The columns that base paths, and effects that follow profiles, have.
  [[nodiscard]] std::vector<std::uint32_t> columns_of(
      const std::vector<std::uint32_t>& bases) const;
  [[nodiscard]] std::vector<std::uint32_t> effect_columns_of(
      const std::vector<std::uint32_t>& profiles) const;
  void draw_number(const RandomNumber& number, const Stream& stream, double* out);
  void draw_coin(std::uint32_t gate, const Stream& stream);
  void draw_base(const BaseCode& base, const Stream& stream, double* out);
  void draw_pool(const BaseCode& base, const Stream& stream, double* out);
  void draw_stated(const BaseCode& base, const Stream& stream, double* out);
  void combine(const Redraw& redraw);
  void combine_gate(std::uint32_t gate);
  void combine_profile(std::uint32_t number);
  void combine_push(std::uint32_t number);

  const Compiled* code_;
  Values values_;
  Columns scratch_;     // of stated paths, effects and scores
  FloatColumns float_;  // of pool paths
};

}  // namespace betledger::sim
