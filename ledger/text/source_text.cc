#include "ledger/text/source_text.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace betledger::ledger {
namespace {

// Columns count code points. A byte that continues one is not counted, so that bad UTF-8 has a
// column.
std::size_t code_points(std::string_view text) noexcept {
  const auto starts = std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return static_cast<std::size_t>(starts);
}

constexpr std::size_t block = 512;  // bytes between two counts that are kept

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

SourceText::SourceText(std::string_view text, std::string file)
    : text_{text}, file_{std::move(file)}, starts_{0} {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    starts_.push_back(at + 1);
  }
  std::size_t sum = 0;
  for (std::size_t at = 0; at <= text.size(); at += block) {
    points_.push_back(sum);
    sum += code_points(text.substr(at, block));
  }
}

std::size_t SourceText::points_before(std::size_t offset) const noexcept {
  const std::size_t kept = offset / block;
  return points_[kept] + code_points(text_.substr(kept * block, offset - kept * block));
}

Position SourceText::position(std::size_t offset) const {
  const std::size_t at = std::min(offset, text_.size());
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), at);
  const auto line = static_cast<std::size_t>(after - starts_.begin());
  std::size_t column = points_before(at) - points_before(starts_[line - 1]) + 1;
  if (line == 1 && column > 1 && text_.substr(0, byte_order_mark.size()) == byte_order_mark) {
    --column;  // not seen in an editor
  }
  return {file_, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column)};
}

std::string_view SourceText::line(std::uint32_t number) const noexcept {
  if (number == 0 || number > starts_.size()) {
    return {};
  }
  const std::size_t first = starts_[number - 1];
  const std::size_t last = number < starts_.size() ? starts_[number] - 1 : text_.size();
  std::string_view line = text_.substr(first, last - first);
  if (!line.empty() && line.back() == '\r') {
    line.remove_suffix(1);
  }
  if (number == 1 && line.substr(0, byte_order_mark.size()) == byte_order_mark) {
    line.remove_prefix(byte_order_mark.size());
  }
  return line;
}

std::string SourceText::excerpt(std::uint32_t number) const {
  constexpr std::size_t longest = std::size_t{8} << 10U;
  const std::string_view whole = line(number);
  return whole.size() <= longest ? std::string{whole} : std::string{};
}

Diagnostic SourceText::error(std::string code,
                             std::size_t offset,
                             std::string message,
                             std::string hint) const {
  Diagnostic found;
  found.code = std::move(code);
  found.severity = Severity::error;
  found.at = position(offset);
  found.excerpt = excerpt(found.at.line);
  found.message = std::move(message);
  found.hint = std::move(hint);
  return found;
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 80;
  if (text.size() <= longest) {
    return printable(text);
  }
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
    --cut;  // never inside a character
  }
  return printable(text.substr(0, cut)) + "...";
}

std::optional<std::string> suggestion(std::string_view given, std::span<const std::string> known) {
  constexpr std::size_t longest = 100;
  return given.size() <= longest ? did_you_mean(given, known) : std::nullopt;
}

}  // namespace betledger::ledger
