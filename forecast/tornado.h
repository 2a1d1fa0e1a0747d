#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "forecast/attribution.h"
#include "sim/program.h"

namespace betledger::forecast {

/// "bet:KEY", "link:FROM->TO", "baseline:KEY", "event:NAME".
[[nodiscard]] std::string source_name(const sim::Model& model,
                                      sim::Source source,
                                      std::span<const std::string> bets);

/// What one source did in every run.
struct Driver {
  std::string source;
  std::vector<std::uint8_t> open;  // by run; empty for a source without gates
  std::vector<double> value;       // by run
};

/// The contrast of `focus` between closed and open runs, or between the lowest and the highest
/// tenth of the driver's values (at least one run each; ties by run) where no run is closed or
/// there are no gates. A driver that never opens, or always has one value, has no swing.
[[nodiscard]] Swing swing_of(const Driver& driver, std::span<const double> focus);

/// Widest first, ties by name.
[[nodiscard]] std::vector<Swing> tornado_of(std::span<const Driver> drivers,
                                            std::span<const double> focus);

}  // namespace betledger::forecast
