#pragma once

#include <cstddef>
#include <optional>
#include <span>
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
  /// The line as a finding shows it; empty where it is too long for anybody to look at (8 KiB).
  [[nodiscard]] std::string excerpt(std::uint32_t number) const;
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

/// Text of a file inside a message: printable, and cut where it is long.
[[nodiscard]] std::string shown(std::string_view text);

/// did_you_mean for text of a file: nothing for a text that is too long to be a slip.
[[nodiscard]] std::optional<std::string> suggestion(std::string_view given,
                                                    std::span<const std::string> known);

/// Findings of one file that are kept: after so many, more help nobody.
inline constexpr std::size_t most_findings = 200;

}  // namespace betledger::ledger
