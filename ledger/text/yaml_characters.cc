#include "ledger/text/yaml_characters.h"

#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "core/text.h"

namespace betledger::ledger {
namespace {

constexpr std::size_t largest_text = std::size_t{4} << 20U;

/// C0 but tab and line ends, DEL, C1 and the marks that turn the direction of writing around.
bool is_refused(char32_t c) noexcept {
  const bool c0 = c < 0x20 && c != U'\t' && c != U'\n';
  const bool c1 = c >= 0x7F && c <= 0x9F;
  const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return c0 || c1 || turns || c == 0xFEFF;
}

char32_t decode(std::string_view text, std::size_t at, std::size_t& length) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned first = byte(0);
  length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    c = (c << 6U) | (byte(i) & 0x3FU);
  }
  return c;
}

Diagnostics refuse_characters(const SourceText& source, std::size_t start) {
  Diagnostics found;
  const std::string_view text = source.text();
  std::size_t length = 1;
  for (std::size_t at = start; at < text.size() && found.size() < 20; at += length) {
    const char32_t c = decode(text, at, length);
    if (!is_refused(c) || (c == U'\r' && text.substr(at, 2) == "\r\n")) {
      continue;
    }
    if (c == 0xFEFF) {
      found.push_back(source.error("Y003",
                                   at,
                                   "a byte-order mark stands inside the text",
                                   "take it out; were two files joined?"));
    } else {
      found.push_back(source.error(
          "Y004",
          at,
          fmt::format("a control character (U+{:04X}) stands here", static_cast<unsigned>(c)),
          "take it out; in double quotes it can be written as \\uNNNN"));
    }
  }
  return found;
}

}  // namespace

std::optional<char32_t> first_refused_character(std::string_view text) noexcept {
  while (!text.empty()) {
    const CodePoint point = next_code_point(text);
    const bool line_end = text.starts_with("\r\n");
    if (!point.valid || (is_refused(point.value) && !line_end)) {
      return point.value;
    }
    text.remove_prefix(point.length);
  }
  return std::nullopt;
}

Diagnostics refuse_yaml_text(const SourceText& source, std::size_t start) {
  const std::string_view text = source.text();
  if (text.size() > largest_text) {
    return {source.error("Y001",
                         0,
                         "the file is larger than 4 MiB",
                         "split it: a tree and the bets of each cycle can be files of their own")};
  }
  if (const auto bad = first_bad_utf8(text)) {
    return {source.error("Y002",
                         *bad,
                         fmt::format("this byte (0x{:02X}) is not UTF-8",
                                     static_cast<unsigned>(static_cast<unsigned char>(text[*bad]))),
                         "save the file as UTF-8")};
  }
  return refuse_characters(source, start);
}

}  // namespace betledger::ledger
