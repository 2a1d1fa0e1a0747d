#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace betledger::inference {

/// An experiment's result: what it says of an intervention's amount (0 if it does not work) or of a
/// link's strength (0 if it is not real).
struct Readout {
  enum class Of : std::uint8_t { intervention, influence } of = Of::intervention;
  std::uint32_t index = 0;  // in the Model
  double estimate = 0;      // in the amount's or the strength's unit, for those exposed
  double se = 0;            // > 0
  double exposure = 1;      // share of the metric's base that they stand for, in (0, 1]
};

/// A surprise in `from` foretells one in `to`, `lag` periods later: in units of each one's sigma,
/// eps_to,t = gamma eps_from,t-lag + what is left, which keeps eps_to's variance 1 (and is a tenth
/// of it at the least).
struct Lead {
  std::uint32_t from = 0;  // nodes of the Model, both with a PathPool
  std::uint32_t to = 0;
  std::uint32_t lag = 1;  // 0 only where `from` comes before `to` in the Model
  double gamma = 0;       // in (-1, 1)
};

/// The innovations of two nodes in the same period are correlated.
struct Correlation {
  std::uint32_t a = 0;  // nodes of the Model, both with a PathPool
  std::uint32_t b = 0;
  double rho = 0;  // in (-1, 1)
};

/// What was seen of a cycle so far.
struct Evidence {
  std::uint32_t known = 0;  // periods 0 .. known - 1 are over
  /// By node: a value (with bets) per period that is over, or nothing; empty: never seen. Values
  /// lie inside the node's support.
  std::vector<std::vector<std::optional<double>>> observed;
  std::vector<Readout> readouts;
  std::vector<Lead> leads;
  std::vector<Correlation> correlations;

  /// \pre period < known
  [[nodiscard]] std::optional<double> at(std::uint32_t node, std::uint32_t period) const {
    return node < observed.size() && period < observed[node].size() ? observed[node][period]
                                                                    : std::nullopt;
  }
};

}  // namespace betledger::inference
