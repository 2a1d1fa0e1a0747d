#include "core/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

#include "core/contract.h"

namespace betledger {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view& text) noexcept {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, std::string_view prefix) noexcept {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

/// sign, digits and a power of ten: the value is ±whole.part * 10^exponent.
struct Decimal {
  bool negative = false;
  bool has_exponent = false;
  int exponent = 0;
  std::string_view whole;
  std::string_view part;
};

/// Takes `[+-] digits [. digits] [e [+-] digits]` off the front; the whole digits may be left out.
std::optional<Decimal> take_decimal(std::string_view& text) noexcept {
  Decimal decimal;
  decimal.negative = take(text, "-");
  if (!decimal.negative) {
    take(text, "+");
  }
  decimal.whole = take_digits(text);
  if (take(text, ".")) {
    decimal.part = take_digits(text);
    if (decimal.part.empty()) {
      return std::nullopt;  // `5.` is the end of a sentence, not a number
    }
  } else if (decimal.whole.empty()) {
    return std::nullopt;
  }
  if (take(text, "e") || take(text, "E")) {
    decimal.has_exponent = true;
    const bool minus = take(text, "-");
    if (!minus) {
      take(text, "+");
    }
    const std::string_view digits = take_digits(text);
    constexpr std::size_t most_digits = 6;  // far past what a double can be
    if (digits.empty() || digits.size() > most_digits) {
      return std::nullopt;
    }
    std::from_chars(digits.data(), digits.data() + digits.size(), decimal.exponent);
    decimal.exponent = minus ? -decimal.exponent : decimal.exponent;
  }
  return decimal;
}

/// The shift of the decimal exponent that the suffix stands for; nothing for a wrong suffix.
std::optional<int> suffix_shift(std::string_view suffix, NumberKind kind, bool has_exponent) {
  const bool bare = suffix.empty();
  switch (kind) {
    case NumberKind::percent:
      return suffix == "%" ? std::optional{-2} : std::nullopt;
    case NumberKind::points:
      return suffix == "pp" ? std::optional{-2} : std::nullopt;
    case NumberKind::fraction:
      return suffix == "%" ? std::optional{-2} : bare ? std::optional{0} : std::nullopt;
    case NumberKind::plain:
      break;
  }
  if (bare) {
    return 0;
  }
  if (has_exponent) {
    return std::nullopt;  // `2e3k` is a slip, not a number
  }
  const bool thousand = suffix == "k" || suffix == "K";
  return thousand        ? std::optional{3}
         : suffix == "M" ? std::optional{6}
         : suffix == "B" ? std::optional{9}
                         : std::nullopt;
}

/// The shortest digits that read back as |value|, `d` or `dd…d` without the point, and the exponent
/// of the first.
struct Digits {
  std::string digits;
  int exponent = 0;
};

Digits split_scientific(std::string_view text) {
  Digits result;
  const auto mark = text.find('e');
  for (const char c : text.substr(0, mark)) {
    if (is_digit(c)) {
      result.digits += c;
    }
  }
  std::string_view power = text.substr(mark + 1);
  take(power, "+");  // from_chars takes no plus
  std::from_chars(power.data(), power.data() + power.size(), result.exponent);
  const auto last = result.digits.find_last_not_of('0');
  result.digits.resize(last == std::string::npos ? 1 : last + 1);
  return result;
}

Digits shortest_digits(double magnitude) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(
      buffer.data(), buffer.data() + buffer.size(), magnitude, std::chars_format::scientific);
  return split_scientific({buffer.data(), end.ptr});
}

Digits rounded_digits(double magnitude, int count) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(),
                                 buffer.data() + buffer.size(),
                                 magnitude,
                                 std::chars_format::scientific,
                                 count - 1);
  return split_scientific({buffer.data(), end.ptr});
}

/// Digits as people write them: fixed while the exponent is in [least, most], else `1.5e-7`.
std::string lay_out(const Digits& number, int least, int most) {
  const std::string& digits = number.digits;
  const int exponent = number.exponent;
  if (exponent < least || exponent > most) {
    const std::string point = digits.size() > 1 ? "." : "";
    return fmt::format("{}{}{}e{}", digits[0], point, digits.substr(1), exponent);
  }
  if (exponent < 0) {
    return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  }
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) {
    return digits + std::string(whole - digits.size(), '0');
  }
  return digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string group_thousands(std::string text) {
  const auto whole = std::min(text.find_first_not_of("0123456789"), text.size());
  for (std::size_t at = whole; at > 3; at -= 3) {
    text.insert(at - 3, 1, ',');
  }
  return text;
}

}  // namespace

std::optional<double> parse_number(std::string_view text, NumberKind kind) {
  const auto decimal = take_decimal(text);
  if (!decimal) {
    return std::nullopt;
  }
  const auto shift = suffix_shift(text, kind, decimal->has_exponent);
  if (!shift) {
    return std::nullopt;
  }
  // The suffix moves the exponent in the text: dividing by 100 would round a second time.
  const std::string canonical = fmt::format("{}{}.{}e{}",
                                            decimal->whole.empty() ? "0" : "",
                                            decimal->whole,
                                            decimal->part.empty() ? "0" : decimal->part,
                                            decimal->exponent + *shift);
  double value = 0;
  const auto [end, problem] =
      std::from_chars(canonical.data(), canonical.data() + canonical.size(), value);
  if (problem != std::errc{} || end != canonical.data() + canonical.size() ||
      !std::isfinite(value)) {
    return std::nullopt;
  }
  return decimal->negative && value != 0 ? -value : value;
}

std::string format_number(double value, NumberKind kind) {
  BET_EXPECT(std::isfinite(value));
  const bool scaled = kind == NumberKind::percent || kind == NumberKind::points;
  const std::string_view suffix = kind == NumberKind::percent  ? "%"
                                  : kind == NumberKind::points ? "pp"
                                                               : "";
  if (value == 0) {
    return fmt::format("0{}", suffix);
  }
  Digits digits = shortest_digits(std::abs(value));
  digits.exponent += scaled ? 2 : 0;
  return fmt::format("{}{}{}", value < 0 ? "-" : "", lay_out(digits, -6, 20), suffix);
}

std::string format_rounded(double value, int digits) {
  BET_EXPECT(!std::isnan(value) && digits >= 1 && digits <= 17);
  const std::string_view sign = value < 0 ? "-" : "";
  if (value == 0) {
    return "0";
  }
  if (std::isinf(value)) {
    return fmt::format("{}infinity", sign);
  }
  const Digits rounded = rounded_digits(std::abs(value), digits);
  return fmt::format("{}{}", sign, group_thousands(lay_out(rounded, -6, 14)));
}

std::string format_percent(double value, int decimals) {
  BET_EXPECT(!std::isnan(value) && decimals >= 0 && decimals <= 17);
  const double scaled = 100 * std::abs(value);
  if (scaled >= 1e15) {
    return format_rounded(value < 0 ? -scaled : scaled) + "%";
  }
  const std::string text = group_thousands(fmt::format("{:.{}f}", scaled, decimals));
  const bool nil = text.find_first_not_of("0.") == std::string::npos;
  return fmt::format("{}{}%", value < 0 && !nil ? "-" : "", text);
}

}  // namespace betledger
