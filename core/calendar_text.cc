// Days, instants, durations and cycle keys as people write them.
#include <fmt/format.h>

#include "core/calendar.h"
#include "core/number.h"

namespace betledger {
namespace {

namespace chrono = std::chrono;

constexpr int first_year = 1900;
constexpr int last_year = 2200;
constexpr double longest_days = 3652.5;  // ten years

/// Takes exactly `count` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) noexcept {
  if (text.size() < count) {
    return std::nullopt;
  }
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = 10 * value + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char expected) noexcept {
  if (!text.starts_with(expected)) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

bool is_in_range(int year) noexcept {
  return year >= first_year && year <= last_year;
}

/// Takes a `2026-07-06` that exists off the front, of any year.
std::optional<Day> take_any_day(std::string_view& text) noexcept {
  const auto year = take_digits(text, 4);
  const bool dash = take(text, '-');
  const auto month = take_digits(text, 2);
  const bool second_dash = take(text, '-');
  const auto day = take_digits(text, 2);
  if (!year || !dash || !month || !second_dash || !day) {
    return std::nullopt;
  }
  const chrono::year_month_day date{chrono::year{*year},
                                    chrono::month{static_cast<unsigned>(*month)},
                                    chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{Day{date}} : std::nullopt;
}

/// Takes `2026-07-06` off the front.
std::optional<Day> take_day(std::string_view& text) noexcept {
  const auto day = take_any_day(text);
  const bool fine = day && is_in_range(static_cast<int>(chrono::year_month_day{*day}.year()));
  return fine ? day : std::nullopt;
}

/// `.123456` and shorter, in microseconds.
std::optional<int> take_microseconds(std::string_view& text) noexcept {
  if (!take(text, '.')) {
    return 0;
  }
  int value = 0;
  int count = 0;
  while (count < 6) {
    const auto digit = take_digits(text, 1);
    if (!digit) {
      break;
    }
    value = 10 * value + *digit;
    ++count;
  }
  if (count == 0) {
    return std::nullopt;
  }
  for (; count < 6; ++count) {
    value *= 10;
  }
  return value;
}

CalendarSpan months_of(int year, int first_month, int count) noexcept {
  const chrono::year_month first =
      chrono::year{year} / chrono::month{static_cast<unsigned>(first_month)};
  return {Day{first / 1}, Day{(first + chrono::months{count}) / 1} - chrono::days{1}};
}

/// ISO 8601: week 1 holds the fourth of January.
std::optional<CalendarSpan> iso_week(int year, int week) noexcept {
  const auto first_week = [](int of_year) {
    const Day fourth{chrono::year{of_year} / chrono::January / 4};
    return period_start(PeriodKind::week, fourth);
  };
  const Day first = first_week(year) + chrono::weeks{week - 1};
  if (week < 1 || first >= first_week(year + 1)) {
    return std::nullopt;
  }
  return CalendarSpan{first, first + chrono::days{6}};
}

/// What follows the year in a cycle key.
std::optional<CalendarSpan> span_in_year(int year, std::string_view rest) noexcept {
  const auto numbered = [&](char mark, int most) -> std::optional<int> {
    std::string_view text = rest;
    const bool marked = take(text, mark);
    const auto number = take_digits(text, 1);
    return marked && number && text.empty() && *number >= 1 && *number <= most ? number
                                                                               : std::nullopt;
  };
  if (rest.empty()) {
    return months_of(year, 1, 12);
  }
  if (const auto quarter = numbered('Q', 4)) {
    return months_of(year, 3 * *quarter - 2, 3);
  }
  if (const auto half = numbered('H', 2)) {
    return months_of(year, 6 * *half - 5, 6);
  }
  if (!take(rest, '-')) {
    return std::nullopt;
  }
  const bool is_week = take(rest, 'W');
  const auto number = take_digits(rest, 2);
  if (!number || !rest.empty()) {
    return std::nullopt;
  }
  if (is_week) {
    return iso_week(year, *number);
  }
  return *number >= 1 && *number <= 12 ? std::optional{months_of(year, *number, 1)} : std::nullopt;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  const auto day = take_day(text);
  return text.empty() ? day : std::nullopt;
}

bool is_out_of_range(std::string_view text) noexcept {
  std::string_view rest = text;
  const auto year = take_digits(rest, 4);
  if (!year || is_in_range(*year)) {
    return false;
  }
  const bool day = take_any_day(text).has_value() && text.empty();
  return day || span_in_year(*year, rest).has_value();
}

std::string format_day(Day day) {
  const chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}",
                     static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto day = take_day(text);
  const bool mark = take(text, 'T');
  const auto hour = take_digits(text, 2);
  const bool colon = take(text, ':');
  const auto minute = take_digits(text, 2);
  const bool second_colon = take(text, ':');
  const auto second = take_digits(text, 2);
  const auto micro = take_microseconds(text);
  const bool zulu = take(text, 'Z');
  if (!day || !mark || !hour || !colon || !minute || !second_colon || !second || !micro || !zulu ||
      !text.empty() || *hour > 23 || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  return Instant{*day} + chrono::hours{*hour} + chrono::minutes{*minute} +
         chrono::seconds{*second} + chrono::microseconds{*micro};
}

std::string format_instant(Instant instant) {
  const Day day = chrono::floor<chrono::days>(instant);
  const chrono::hh_mm_ss time{instant - day};
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z",
                     format_day(day),
                     time.hours().count(),
                     time.minutes().count(),
                     time.seconds().count(),
                     time.subseconds().count());
}

std::optional<Duration> parse_duration(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  // A digit at both ends of the number keeps out signs, `12kw` and the like.
  if (text.size() < 2 || !is_digit(text.front()) || !is_digit(text[text.size() - 2])) {
    return std::nullopt;
  }
  Duration duration;
  switch (text.back()) {
    case 'd':
      duration.unit = Duration::Unit::days;
      break;
    case 'w':
      duration.unit = Duration::Unit::weeks;
      break;
    case 'm':
      duration.unit = Duration::Unit::months;
      break;
    default:
      return std::nullopt;
  }
  const auto count = parse_number(text.substr(0, text.size() - 1), NumberKind::plain);
  if (!count) {
    return std::nullopt;
  }
  duration.count = *count;
  return duration.days() <= longest_days ? std::optional{duration} : std::nullopt;
}

std::string format_duration(const Duration& duration) {
  const char unit = duration.unit == Duration::Unit::days    ? 'd'
                    : duration.unit == Duration::Unit::weeks ? 'w'
                                                             : 'm';
  return format_number(duration.count) + unit;
}

std::optional<CalendarSpan> parse_cycle_key(std::string_view key) {
  const auto year = take_digits(key, 4);
  if (!year || !is_in_range(*year)) {
    return std::nullopt;
  }
  return span_in_year(*year, key);
}

}  // namespace betledger
