#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forecast/gap/gap.h"

namespace betledger::forecast {

// Descriptions of where a cycle stands. None of them is a test: early warnings, with their false
// alarms over all metrics, are in forecast/gap/signals.h.

/// Where a metric lands within the 80 % band that its plan of record gave it.
struct PlanPlace {
  enum class Side : std::uint8_t { below, inside, above };

  std::string metric;
  double p10 = 0;  // of the roll-up over the cycle, as committed
  double p50 = 0;
  double p90 = 0;
  double landing = 0;     // the median of where it lands
  bool is_known = false;  // nothing of the roll-up is simulated
  Side side = Side::inside;
  std::size_t seen = 0;         // periods with a value of its own
  std::size_t seen_inside = 0;  // ... inside the band of that period
};
[[nodiscard]] std::string_view name(PlanPlace::Side side) noexcept;
/// Is a metric's roll-up known: the cycle is over, and every run lands at the same?
[[nodiscard]] bool is_known(const Gap& gap, MetricId metric);
/// Of the focus metric; nothing where the commit does not say.
[[nodiscard]] std::optional<PlanPlace> focus_in_plan(const Gap& gap);
/// "net_revenue heads for 1,660,000, inside the plan's 80% band of 1,050,000 to 3,016,000; ..."
[[nodiscard]] std::string in_words(const PlanPlace& place, PeriodKind kind);

}  // namespace betledger::forecast
