#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "forecast/projection/attribution.h"
#include "sim/program/program.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// "bet:KEY", "link:FROM->TO", "baseline:KEY", "event:NAME".
[[nodiscard]] std::string source_name(const sim::Model& model,
                                      sim::Source source,
                                      std::span<const std::string> bets);

/// What one source did in every run.
struct Driver {
  std::string source;
  std::vector<std::uint8_t> open;  // by run; empty for a source without gates
  std::vector<double> value;       // by run; empty: what no run tells from another
};

/// The focus metric's cycle value by run: with bets, and that less the one without.
struct FocusRuns {
  std::span<const double> with;
  std::span<const double> uplift;
};

/// The contrast of the focus between closed and open runs, or between the lowest and the highest
/// tenth of the driver's values (at least one run each; ties by run) where no run is closed or
/// there are no gates. A driver that never opens, or always has one value, has no swing.
///
/// Gates are tossed apart from the base paths, so what is without bets is averaged over all runs,
/// and only the uplift over those of a side: else the noise of the base paths would be most of a
/// bet's swing.
/// `without`: mean_without of the same runs.
[[nodiscard]] double mean_without(const FocusRuns& focus);
[[nodiscard]] Swing swing_of(const Driver& driver, const FocusRuns& focus, double without);

/// Widest first, ties by name.
[[nodiscard]] std::vector<Swing> tornado_of(std::span<const Driver> drivers,
                                            const FocusRuns& focus,
                                            sim::Executor& executor);

}  // namespace betledger::forecast
