#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace betledger {

/// What a written number is a number of: decides which suffixes it may carry.
///
/// | kind     | written                              | value                      |
/// |----------|--------------------------------------|----------------------------|
/// | plain    | `1.5`, `-2e3`, `12k`, `3.4M`, `1.2B` | as is, suffix applied      |
/// | percent  | `3%`                                 | 0.03; the sign is required |
/// | fraction | `3%` or `0.03`                       | 0.03                       |
/// | points   | `0.1pp`                              | 0.001 (percentage points)  |
enum class NumberKind : std::uint8_t { plain, percent, fraction, points };

/// Reads all of `text`, free of locale; nothing for anything else, for NaN and for infinity.
/// Suffixes shift the decimal exponent, so `7%` is the same double as `0.07`. `1,5` and `1_000` are
/// refused.
[[nodiscard]] std::optional<double> parse_number(std::string_view text, NumberKind kind);

/// The fewest digits that parse_number reads back as the same double: `0.07` as percent is `7%`.
/// Plain numbers and fractions carry no suffix; an exponent only under 1e-6 and from 1e21 on. \pre
/// `value` is finite
[[nodiscard]] std::string format_number(double value, NumberKind kind = NumberKind::plain);

/// For people: `digits` (1 to 17) significant digits with thousands separators, e.g. 1,234,000 or
/// 0.0312; without trailing zeros; `infinity` where it is.  \pre `value` is not NaN
[[nodiscard]] std::string format_rounded(double value, int digits = 4);

/// For people: 0.0312 as `3.1%` with `decimals` digits after the point.  \pre `value` is not NaN
[[nodiscard]] std::string format_percent(double value, int decimals = 1);

}  // namespace betledger
