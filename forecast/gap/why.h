#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/bridge/bridge.h"

namespace betledger::forecast {

/// One possible answer to why a metric lands elsewhere than planned.
struct WhyCause {
  enum class Kind : std::uint8_t {
    input,   // of the metric's formula: go on there
    driver,  // whose change came over a link: go on there
    factor,  // granular: here it ends
    other,   // what cannot be traced from here
  } kind = Kind::factor;
  std::string source;            // metric, or the factor's
  std::optional<Factor> factor;  // of a granular cause
  double amount = 0;             // of the step's gap
  double se = 0;
  double share = 0;  // amount / gap; 0 where there is no gap
};

/// "input", "driver", "factor", "other"
[[nodiscard]] std::string_view name(WhyCause::Kind kind) noexcept;

/// One "why?" of five, or however many it takes.
struct WhyStep {
  std::string metric;
  double plan = 0;
  double landing = 0;
  /// What is to be answered here: all of the metric's gap, or, once a link was crossed, what the
  /// factor that is followed did to it.
  double gap = 0;
  std::optional<Factor> followed;  // since a link was crossed
  std::vector<WhyCause> causes;    // largest in the direction of the gap first; they sum to it
  std::string words;               // the answer: the first cause in a sentence
};

/// From a metric down to a granular cause, each time to what explains most of the gap: of a
/// component the input whose path does (MetricBridge::inputs); of a stochastic metric its own
/// drift, a bet on it, a link into it, or what came over that link from the driver. Over a link
/// comes only what bets changed, so from there on the factor that brought most of it is followed to
/// where it acts. What came over several links at once is shared out by how much it moved each
/// driver. A metric is visited once.  \pre the bridge has `inputs` and the metric
[[nodiscard]] std::vector<WhyStep> why(const Bridge& bridge, const std::string& metric);

/// A factor acting on a metric as a clause: "bet search_ads did not do to orders what was
/// believed".
[[nodiscard]] std::string in_words(const Factor& factor, const std::string& metric);

}  // namespace betledger::forecast
