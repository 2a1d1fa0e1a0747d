#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"

namespace betledger::ledger {

/// A person's file as lines, to say where something stands and to show the line. Lines end with
/// `\n` or `\r\n`. Holds a view: the text must outlive it.
class SourceText {
 public:
  SourceText(std::string_view text, std::string file);

  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] const std::string& file() const noexcept { return file_; }

  /// Where the byte at `offset` stands; past the end, the place just after the last byte.
  [[nodiscard]] Position position(std::size_t offset) const;
  /// The line (from 1) without its end; empty if there is none.
  [[nodiscard]] std::string_view line(std::uint32_t number) const noexcept;
  /// An error at a byte, with its excerpt.
  [[nodiscard]] Diagnostic error(std::string code,
                                 std::size_t offset,
                                 std::string message,
                                 std::string hint) const;

 private:
  [[nodiscard]] std::size_t points_before(std::size_t offset) const noexcept;

  std::string_view text_;
  std::string file_;
  std::vector<std::size_t> starts_;  // offset of each line's first byte
  std::vector<std::size_t>
      points_;  // code points before each block: places in long lines are cheap
};

}  // namespace betledger::ledger
