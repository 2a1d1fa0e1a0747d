#include "ledger/actuals/actuals_fields.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger::ledger {
namespace {

// Past these a square overflows sooner or later, or a value drowns in rounding.
constexpr double largest_actual = 1e15;
constexpr double smallest_actual = 1e-15;

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
  std::string result{text};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

std::string shown(std::string_view field) {
  constexpr std::size_t most_shown = 40;
  const std::string text = printable(field.substr(0, most_shown));
  return field.size() > most_shown ? text + "..." : text;
}

/// Whether the text is a number but for commas (and points) between its digits: `1,5`, `1.000,5`.
bool is_number_with_commas(std::string_view text) {
  if (text.find(',') == std::string_view::npos) {
    return false;
  }
  std::string bare{text};
  bare.erase(std::remove_if(bare.begin(), bare.end(), [](char c) { return c == ',' || c == '.'; }),
             bare.end());
  return parse_number(bare, NumberKind::plain).has_value() ||
         parse_number(bare, NumberKind::percent).has_value();
}

/// The text with every `thousands` mark out and the `decimal` mark as a point.
std::string respelled(std::string_view text, char thousands, char decimal) {
  std::string result;
  for (const char c : text) {
    if (c != thousands) {
      result += c == decimal ? '.' : c;
    }
  }
  return result;
}

std::string comma_hint(std::string_view text) {
  const std::size_t last_comma = text.rfind(',');
  const std::size_t last_point = text.rfind('.');
  const bool one_comma = text.find(',') == last_comma;
  if (last_point != std::string_view::npos) {
    const bool comma_is_decimal = last_comma > last_point;
    return fmt::format("write {}",
                       comma_is_decimal ? respelled(text, '.', ',') : respelled(text, ',', '.'));
  }
  const std::string whole = respelled(text, ',', '.');
  if (!one_comma) {
    return fmt::format("write {}", whole);
  }
  constexpr std::size_t group = 3;
  const std::string decimal = respelled(text, ' ', ',');
  const std::size_t tail = text.size() - last_comma - 1;
  return tail == group
             ? fmt::format(
                   "write {} if the comma stands for thousands, {} if for decimals", whole, decimal)
             : fmt::format("write {}", decimal);
}

bool is_placeholder(const std::string& text) {
  constexpr std::array<std::string_view, 22> placeholders{
      "nan",       "n/a",   "na",      "null",    "none",  "nil",  "-",    "--",
      ".",         "?",     "missing", "#n/a",    "inf",   "+inf", "-inf", "infinity",
      "-infinity", "#ref!", "#div/0!", "#value!", "#num!", "tbd"};
  return std::find(placeholders.begin(), placeholders.end(), text) != placeholders.end();
}

/// Whether only digits, points and groups of blanks make the text: `1 000.5`.
bool has_blanks_between_digits(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\'' || c == '_'; };
  return std::any_of(text.begin(), text.end(), blank) &&
         std::all_of(text.begin(), text.end(), [&blank](char c) {
           return is_digit(c) || blank(c) || c == '.' || c == '-';
         });
}

FieldProblem size_problem(std::string_view text, bool large) {
  return {"C025",
          fmt::format("{} is too {} for a value", shown(text), large ? "large" : "close to zero"),
          std::string{"values are 0 or, without their sign, from 1e-15 to 1e15: "} +
              (large ? "correct it, or count in a larger unit"
                     : "write 0, or count in a smaller unit")};
}

FieldProblem number_problem(std::string_view text) {
  if (is_number_with_commas(text)) {
    return {"C014",
            fmt::format("{} has a comma: is it a decimal point?", shown(text)),
            comma_hint(text)};
  }
  if (is_placeholder(lower(text))) {
    return {"C015",
            fmt::format("{} is not a value", shown(text)),
            "leave the field empty where a value is missing"};
  }
  if (has_blanks_between_digits(text)) {
    return {"C014",
            fmt::format("{} has marks between its digits", shown(text)),
            fmt::format("write {}",
                        respelled(respelled(respelled(text, ' ', '.'), '\'', '.'), '_', '.'))};
  }
  const auto digit = std::find_if(text.begin(), text.end(), is_digit);
  const std::string_view from_digit = text.substr(static_cast<std::size_t>(digit - text.begin()));
  if (digit != text.begin() && parse_number(from_digit, NumberKind::plain)) {
    return {"C013",
            fmt::format("{} is not a number", shown(text)),
            fmt::format("write {} (the unit belongs in tree.yaml)", from_digit)};
  }
  return {"C013",
          fmt::format("{} is not a number", shown(text)),
          "write it as 1234.5, 12k or 3%; leave the field empty where a value is missing"};
}

/// `27/06/2011` and its kin, in the two ways it may have been meant.
std::optional<std::string> other_date_hint(std::string_view text) {
  std::array<int, 3> parts{};
  std::size_t part = 0;
  int digits = 0;
  for (const char c : text) {
    constexpr int most_digits = 4;
    if (is_digit(c) && digits < most_digits) {
      parts[part] = parts[part] * 10 + (c - '0');
      ++digits;
    } else if ((c == '/' || c == '.' || c == '-') && digits > 0 && part < 2) {
      ++part;
      digits = 0;
    } else {
      return std::nullopt;
    }
  }
  if (part != 2 || digits == 0) {
    return std::nullopt;
  }
  std::string hint;
  const auto offer = [&hint](int year, int month, int day) {
    if (year < 100) {
      year += 2000;
    }
    const std::string written = fmt::format("{:04}-{:02}-{:02}", year, month, day);
    if (parse_day(written) && hint.find(written) == std::string::npos) {
      hint += (hint.empty() ? "write " : " or ") + written;
    }
  };
  offer(parts[2], parts[1], parts[0]);
  offer(parts[2], parts[0], parts[1]);
  offer(parts[0], parts[1], parts[2]);
  offer(parts[0], parts[2], parts[1]);
  return hint.empty() ? std::nullopt : std::optional{hint};
}

FieldProblem date_problem(std::string_view text) {
  constexpr std::size_t day_length = 10;
  if (text.empty()) {
    return {"C012", "the date is missing", "write the first day of the period, e.g. 2026-07-06"};
  }
  if (is_out_of_range(text)) {
    return {"C012",
            fmt::format("{} is out of range", shown(text)),
            fmt::format("dates run from {}; is the year right?", day_range)};
  }
  const std::string message = fmt::format("{} is not a date", shown(text));
  if (text.size() > day_length && parse_day(text.substr(0, day_length)) &&
      (text[day_length] == 'T' || text[day_length] == ' ')) {
    return {"C012", message, fmt::format("write {}, without the time", text.substr(0, day_length))};
  }
  constexpr std::size_t compact_length = 8;
  if (text.size() == compact_length && std::all_of(text.begin(), text.end(), is_digit)) {
    return {"C012",
            message,
            fmt::format("write {}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2))};
  }
  if (const auto hint = other_date_hint(text)) {
    return {"C012", message, *hint};
  }
  if (parse_number(text, NumberKind::plain)) {
    return {"C012",
            message,
            "a spreadsheet wrote its day number: format the column as 2026-07-06 and save again"};
  }
  return {"C012",
          message,
          "write 2026-07-06 for a day or the week that starts then, 2026-07 for a month"};
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

NumberField read_number_field(std::string_view field) {
  const std::string_view text = trimmed(field);
  if (text.empty()) {
    return {};
  }
  const bool percent = text.back() == '%';
  if (const auto value = parse_number(text, percent ? NumberKind::percent : NumberKind::plain)) {
    const double size = std::abs(*value);
    if (size > largest_actual || (size > 0 && size < smallest_actual)) {
      return {{}, size_problem(text, size > largest_actual)};
    }
    return {value, {}};
  }
  return {{}, number_problem(text)};
}

DateField read_date_field(std::string_view field) {
  const std::string_view text = trimmed(field);
  if (const auto day = parse_day(text)) {
    return {day, {}, {}};
  }
  constexpr std::size_t month_length = 7;
  const bool week = text.find('W') != std::string_view::npos;
  if (week || text.size() == month_length) {
    if (const auto span = parse_cycle_key(text)) {
      return {span->first, week ? PeriodKind::week : PeriodKind::month, {}};
    }
  }
  return {{}, {}, date_problem(text)};
}

}  // namespace betledger::ledger
