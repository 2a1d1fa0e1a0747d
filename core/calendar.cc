#include "core/calendar.h"

namespace betledger {
namespace {

namespace chrono = std::chrono;

constexpr double days_per_month = 30.4375;  // 365.25 / 12

chrono::year_month month_of(Day day) noexcept {
  const chrono::year_month_day date{day};
  return date.year() / date.month();
}

}  // namespace

double Duration::days() const noexcept {
  switch (unit) {
    case Unit::days:
      return count;
    case Unit::weeks:
      return 7 * count;
    case Unit::months:
      break;
  }
  return days_per_month * count;
}

std::string_view name(PeriodKind kind) noexcept {
  return kind == PeriodKind::day ? "day" : kind == PeriodKind::week ? "week" : "month";
}

double average_days(PeriodKind kind) noexcept {
  return kind == PeriodKind::day ? 1 : kind == PeriodKind::week ? 7 : days_per_month;
}

Day period_start(PeriodKind kind, Day day) noexcept {
  switch (kind) {
    case PeriodKind::day:
      return day;
    case PeriodKind::week:
      return day - (chrono::weekday{day} - chrono::Monday);
    case PeriodKind::month:
      break;
  }
  return Day{month_of(day) / 1};
}

Day advance(PeriodKind kind, Day start, int count) noexcept {
  switch (kind) {
    case PeriodKind::day:
      return start + chrono::days{count};
    case PeriodKind::week:
      return start + chrono::weeks{count};
    case PeriodKind::month:
      break;
  }
  return Day{(month_of(start) + chrono::months{count}) / 1};
}

int periods_between(PeriodKind kind, Day from, Day to) noexcept {
  if (kind == PeriodKind::month) {
    return static_cast<int>((month_of(to) - month_of(from)).count());
  }
  const auto days = (period_start(kind, to) - period_start(kind, from)).count();
  return static_cast<int>(kind == PeriodKind::week ? days / 7 : days);
}

Day Timeline::last_day() const noexcept {
  return start_of(static_cast<int>(count)) - chrono::days{1};
}

double Timeline::position(Day day) const noexcept {
  if (kind != PeriodKind::month) {
    return static_cast<double>((day - start).count()) / average_days(kind);
  }
  const int whole = periods_between(kind, start, day);
  const Day first = start_of(whole);
  const auto length = (start_of(whole + 1) - first).count();
  return whole + static_cast<double>((day - first).count()) / static_cast<double>(length);
}

double Timeline::periods(const Duration& duration) const noexcept {
  return duration.days() / average_days(kind);
}

Timeline periods_of(const CalendarSpan& span, PeriodKind kind) noexcept {
  const int count = periods_between(kind, span.first, span.last + chrono::days{1});
  return {kind, period_start(kind, span.first), static_cast<std::uint32_t>(count > 0 ? count : 0)};
}

}  // namespace betledger
