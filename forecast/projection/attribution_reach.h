#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/program/program.h"

namespace betledger::forecast {

/// A column of flags, one per run of a block.
using Flags = std::vector<std::uint8_t>;

/// Tells, run by run, which bets can touch a metric's roll-up at all: those with an effect whose
/// gates are open and a way up to the metric whose links are real. Everything else changes nothing
/// there, to the last bit.
class Reach {
 public:
  /// `targets`: nodes whose roll-ups matter.
  Reach(const sim::Model& model, std::span<const std::uint32_t> targets);

  /// Reads the gates of a block.  O(edges * runs_per_block), times the longest way against the
  /// order of nodes (lags can lead back)
  void update(const sim::Draws& draws);

  /// Runs in which a change at `node` reaches a target.
  [[nodiscard]] const Flags& from_node(std::uint32_t node) const { return from_node_[node]; }
  /// Runs in which an effect of `group` is live and reaches a target.
  [[nodiscard]] const Flags& from_group(std::uint32_t group) const { return from_group_[group]; }
  /// Runs in which an effect of `group` is live, wherever it leads.
  [[nodiscard]] const Flags& live(std::uint32_t group) const { return live_[group]; }
  /// Groups that play in a run: live and with a way to a target, or needed by one. Ascending.
  [[nodiscard]] std::vector<std::uint32_t> players(std::size_t run) const;
  /// The groups that `group` needs, however many steps away, told from its gates.
  [[nodiscard]] std::span<const std::uint32_t> needs(std::uint32_t group) const {
    return needs_[group];
  }

 private:
  struct Edge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t gate = certain;
    static constexpr std::uint32_t certain = 0xffffffff;
  };

  void spread(const sim::Draws& draws);
  bool cross(const Edge& edge, const sim::Draws& draws);

  const sim::Model& model_;
  std::vector<Edge> edges_;  // the last nodes first
  std::vector<Flags> start_;
  std::vector<Flags> from_node_;
  std::vector<Flags> from_group_;
  std::vector<Flags> live_;
  std::vector<std::vector<std::uint32_t>> needs_;  // by group
};

}  // namespace betledger::forecast
