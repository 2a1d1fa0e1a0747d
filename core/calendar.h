#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace betledger {

using Day = std::chrono::sys_days;
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// `2026-07-06`, years 1900 to 2200; nothing for a day that does not exist.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);
/// Whether the text is a day or a cycle key that exists but for its year, outside 1900 to 2200.
[[nodiscard]] bool is_out_of_range(std::string_view text) noexcept;
/// That range, for messages.
inline constexpr std::string_view day_range = "1900-01-01 to 2200-12-31";
[[nodiscard]] std::string format_day(Day day);

/// `2026-07-06T12:34:56.123456Z`; parse also takes fewer (or no) decimals.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);
[[nodiscard]] std::string format_instant(Instant instant);

/// A length of time as people write it: `10d`, `3w`, `2m` (months of 30.4375 days), `1.5w`.
struct Duration {
  enum class Unit : std::uint8_t { days, weeks, months };
  double count = 0;
  Unit unit = Unit::weeks;

  [[nodiscard]] double days() const noexcept;
  friend bool operator==(const Duration&, const Duration&) = default;
};
/// Non-negative, finite, at most 10 years.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);
[[nodiscard]] std::string format_duration(const Duration& duration);

enum class PeriodKind : std::uint8_t { day, week, month };
[[nodiscard]] std::string_view name(PeriodKind kind) noexcept;
[[nodiscard]] double average_days(PeriodKind kind) noexcept;  // 1, 7, 30.4375

/// The first day of the period that holds `day`; weeks start on Monday (ISO 8601).
[[nodiscard]] Day period_start(PeriodKind kind, Day day) noexcept;
/// The start of the period `count` periods after the one that starts at `start`; may be negative.
[[nodiscard]] Day advance(PeriodKind kind, Day start, int count) noexcept;
/// How many periods the period of `to` comes after the period of `from`.
[[nodiscard]] int periods_between(PeriodKind kind, Day from, Day to) noexcept;

/// A run of `count` consecutive periods; period `t` covers [start_of(t), start_of(t + 1)).
struct Timeline {
  PeriodKind kind = PeriodKind::week;
  Day start{};
  std::uint32_t count = 0;

  [[nodiscard]] Day start_of(int t) const noexcept { return advance(kind, start, t); }
  /// The last day of the last period.
  [[nodiscard]] Day last_day() const noexcept;
  /// Where midnight of `day` lies on an axis where start is 0 and one period is 1; may lie outside.
  [[nodiscard]] double position(Day day) const noexcept;
  /// A length in periods: days divided by the average length of a period.
  [[nodiscard]] double periods(const Duration& duration) const noexcept;

  friend bool operator==(const Timeline&, const Timeline&) = default;
};

/// What a cycle key stands for: `2026Q3`, `2026-07` (a month), `2026H2`, `2026` (a year),
/// `2026-W31` (one ISO week). Calendar days, first and last inclusive.
struct CalendarSpan {
  Day first{};
  Day last{};
};
[[nodiscard]] std::optional<CalendarSpan> parse_cycle_key(std::string_view key);

/// The periods of a span: from the one that holds `first` up to, not including, the one that holds
/// the day after `last`. Consecutive cycles therefore neither overlap nor leave a gap: the weekly
/// 2011Q3 is the thirteen weeks from 2011-06-27 to 2011-09-25. A span inside one longer period has
/// none.
[[nodiscard]] Timeline periods_of(const CalendarSpan& span, PeriodKind kind) noexcept;

}  // namespace betledger
