#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace betledger {
namespace {

struct Lead {
  std::size_t length;     // bytes in the sequence, 0 for a byte that starts none
  std::uint32_t payload;  // the bits of the first byte
  std::uint32_t least;    // smaller values are overlong forms
};

constexpr Lead lead_of(std::uint8_t byte) noexcept {
  if (byte < 0x80U) {
    return {1, byte, 0};
  }
  if ((byte & 0xE0U) == 0xC0U) {
    return {2, byte & 0x1FU, 0x80};
  }
  if ((byte & 0xF0U) == 0xE0U) {
    return {3, byte & 0x0FU, 0x800};
  }
  if ((byte & 0xF8U) == 0xF0U) {
    return {4, byte & 0x07U, 0x10000};
  }
  return {0, 0, 0};
}

/// Characters that a terminal obeys, hides or uses to turn the reading order.
constexpr bool is_treacherous(char32_t c) noexcept {
  struct Range {
    char32_t first, last;
  };
  constexpr std::array<Range, 11> ranges{{{0x00, 0x1F},      // C0
                                          {0x7F, 0x9F},      // DEL, C1
                                          {0xAD, 0xAD},      // soft hyphen
                                          {0x061C, 0x061C},  // Arabic letter mark
                                          {0x200B, 0x200B},  // zero-width space
                                          {0x200E, 0x200F},  // direction marks
                                          {0x2028, 0x202E},  // line separators, bidi overrides
                                          {0x2060, 0x206F},  // invisible operators, bidi isolates
                                          {0xFEFF, 0xFEFF},  // byte order mark
                                          {0xFFF9, 0xFFFB},  // interlinear annotation
                                          {0xE0000, 0xE007F}}};  // tags
  return std::any_of(
      ranges.begin(), ranges.end(), [c](Range r) { return c >= r.first && c <= r.last; });
}

/// The optimal string alignment distance: insert, delete, replace, swap neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

CodePoint next_code_point(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const Lead lead = lead_of(byte(0));
  const CodePoint bad{byte(0), 1, false};
  if (lead.length == 0 || lead.length > text.size()) {
    return bad;
  }
  std::uint32_t value = lead.payload;
  for (std::size_t i = 1; i < lead.length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return bad;
    }
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800U && value <= 0xDFFFU;
  if (value < lead.least || surrogate || value > 0x10FFFFU) {
    return bad;
  }
  return {static_cast<char32_t>(value), lead.length, true};
}

std::optional<std::size_t> first_bad_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = next_code_point(text.substr(at));
    if (!next.valid) {
      return at;
    }
    at += next.length;
  }
  return std::nullopt;
}

std::size_t count_code_points(std::string_view text) noexcept {
  const auto starts = std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U;
  });
  return static_cast<std::size_t>(starts);
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint next = next_code_point(text);
    if (!next.valid || (next.value < 0x80 && is_treacherous(next.value))) {
      out += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(next.value));
    } else if (is_treacherous(next.value)) {
      out += fmt::format("\\u{{{:04x}}}", static_cast<std::uint32_t>(next.value));
    } else {
      out += text.substr(0, next.length);
    }
    text.remove_prefix(next.length);
  }
  return out;
}

std::optional<std::string> did_you_mean(std::string_view given,
                                        std::span<const std::string> known) {
  constexpr std::size_t longest = 256;  // hostile names are not worth a quadratic table
  if (given.empty() || given.size() > longest) {
    return std::nullopt;
  }
  std::size_t limit = std::max<std::size_t>(1, given.size() / 3);
  const std::string* best = nullptr;
  for (const std::string& name : known) {
    const auto gap =
        name.size() > given.size() ? name.size() - given.size() : given.size() - name.size();
    if (gap > limit || name.size() > longest) {
      continue;
    }
    const std::size_t distance = edit_distance(given, name);
    if (distance < limit || (distance == limit && best == nullptr)) {
      best = &name;
      limit = distance;
    }
  }
  // One letter for another is a slip in a word, but in a one-letter name it is another name.
  if (best == nullptr || limit >= given.size()) {
    return std::nullopt;
  }
  return *best;
}

bool is_key(std::string_view text) noexcept {
  constexpr std::size_t longest = 64;
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto fits = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= longest && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), fits);
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
  return fmt::to_string(fmt::join(parts, separator));
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace betledger
