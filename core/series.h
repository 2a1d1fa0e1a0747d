#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"

namespace betledger {

/// One number about one period of the past. `day` is the first day of its period.
struct Observation {
  Day day{};
  double value = 0;

  friend bool operator==(const Observation&, const Observation&) = default;
};

/// A metric's past on a regular grid, oldest first; a period without a value is missing, never
/// zero.
struct Series {
  PeriodKind kind = PeriodKind::week;
  Day start{};
  std::vector<std::optional<double>> values;

  [[nodiscard]] Day start_of(int t) const noexcept { return advance(kind, start, t); }
  /// The value of the period that holds this day; nothing where it is missing or off the grid.
  [[nodiscard]] std::optional<double> at(Day period) const noexcept;
  friend bool operator==(const Series&, const Series&) = default;
};

/// Puts observations on the grid from the first to the last of them.
/// \pre days strictly increasing, each the first day of a period of `kind`
[[nodiscard]] Series to_series(PeriodKind kind, const std::vector<Observation>& observations);

}  // namespace betledger
