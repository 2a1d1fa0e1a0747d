#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "forecast/baseline/member.h"

namespace betledger::forecast {

/// How the days of a week differ, on the scale of the history; day 0 is that of its first value.
/// The effects sum to zero.
struct WeekdayPattern {
  std::array<double, 7> effects{};

  [[nodiscard]] double at(std::size_t day) const noexcept { return effects[day % 7]; }
};

/// Mean difference of each weekday from the seven days around it. Nothing where a weekday was seen
/// less than four times, or where six more parameters are not worth it by AICc. O(days).
[[nodiscard]] std::optional<WeekdayPattern> find_weekday_pattern(const ScaledHistory& history);

}  // namespace betledger::forecast
