#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace betledger {

enum class Severity : std::uint8_t { note, warning, error };
/// "note", "warning", "error"
[[nodiscard]] std::string_view name(Severity severity) noexcept;

/// A place in a person's file. Lines and columns count from 1, columns in code points; 0 = unknown.
struct Position {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

/// One thing wrong with something a person wrote.
///
/// `message` says what is wrong in one sentence that names the thing; `hint` is a way out;
/// `excerpt` is the source line at `at`, where there is one, and the caret stands under
/// `at.column`.
struct Diagnostic {
  std::string code;  // stable, e.g. "Y004"; every code is in its layer's catalogue
  Severity severity = Severity::error;
  Position at;
  std::string excerpt;
  std::string message;
  std::string hint;
};

using Diagnostics = std::vector<Diagnostic>;

/// One without a place.
[[nodiscard]] Diagnostic remark(Severity severity,
                                std::string code,
                                std::string message,
                                std::string hint);

[[nodiscard]] bool has_error(std::span<const Diagnostic> diagnostics) noexcept;

/// `file:line:column: error: message [code]`, the line, a caret, `  hint: ...`; ends with a
/// newline. Control characters of hostile text are escaped; a long line is cut around the caret.
[[nodiscard]] std::string render(const Diagnostic& diagnostic);

/// All of them in the order given, then "and N more" past `cap`.
[[nodiscard]] std::string render(std::span<const Diagnostic> diagnostics, std::size_t cap = 50);

/// An entry of a layer's catalogue, for `betledger explain CODE`.
struct CodeInfo {
  std::string_view code;
  std::string_view title;  // a short name, e.g. "Formula cycle"
  std::string_view why;    // why it matters
  std::string_view fix;    // what to do, with an example where one helps
};

}  // namespace betledger
