#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ledger/text/csv_place.h"

namespace betledger::ledger {

/// Where a byte stands: counts lines and code points as it goes.
class CsvCursor {
 public:
  explicit CsvCursor(std::string_view text) : text_{text} {}

  [[nodiscard]] bool done() const noexcept { return next_ == text_.size(); }
  [[nodiscard]] char peek() const noexcept { return text_[next_]; }
  [[nodiscard]] CsvPlace place() const noexcept { return {line_, column_}; }
  [[nodiscard]] bool at_line_end() const noexcept {
    return peek() == '\n' ||
           (peek() == '\r' && next_ + 1 < text_.size() && text_[next_ + 1] == '\n');
  }

  char take() noexcept {
    const char c = text_[next_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if (next_ == text_.size() ||
               (static_cast<unsigned char>(text_[next_]) & 0xC0U) != 0x80U) {
      ++column_;  // the last byte of a code point
    }
    return c;
  }
  void take_line_end() noexcept {
    while (take() != '\n') {
    }
  }

 private:
  std::string_view text_;
  std::size_t next_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
};

}  // namespace betledger::ledger
