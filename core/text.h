#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace betledger {

struct CodePoint {
  char32_t value;      // the byte itself where it is not well-formed
  std::size_t length;  // in bytes, 1 where it is not well-formed
  bool valid;
};
/// The first code point of `text`, which is UTF-8 or ought to be.  \pre `text` is not empty
[[nodiscard]] CodePoint next_code_point(std::string_view text) noexcept;

/// Offset of the first byte that is not part of a well-formed UTF-8 sequence (no overlong forms, no
/// surrogates, nothing past U+10FFFF); nothing if all of `text` is well-formed.
[[nodiscard]] std::optional<std::size_t> first_bad_utf8(std::string_view text) noexcept;

/// The number of code points in `text`.  \pre `text` is well-formed UTF-8
[[nodiscard]] std::size_t count_code_points(std::string_view text) noexcept;

/// `text` with control, bidi and invisible characters written as `\xNN` (C0, DEL) or `\u{NNNN}`, so
/// that hostile text can neither drive a terminal nor hide on it. Bad UTF-8 bytes become `\xNN`.
[[nodiscard]] std::string printable(std::string_view text);

/// The known name closest to `given` by Damerau-Levenshtein distance, if it is close enough to be a
/// slip (distance <= max(1, length / 3)); ties go to the first. O(|known| * length^2).
[[nodiscard]] std::optional<std::string> did_you_mean(std::string_view given,
                                                      std::span<const std::string> known);

/// A key of a metric, bet or cycle: [a-z][a-z0-9_-]*, at most 64 characters.
[[nodiscard]] bool is_key(std::string_view text) noexcept;

/// "1 period", "2 periods".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);
/// The lines without their `\n` or `\r\n`; a newline at the very end starts no further line.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace betledger
