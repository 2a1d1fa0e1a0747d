#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/diagnostic.h"

namespace betledger::cli {

/// A word of the command line and the column where it starts in `Arguments::line`.
struct Word {
  std::string text{};
  std::uint32_t column = 1;
};

/// A command line that was understood: every value already has the shape its option asks for.
/// Names are those of the command's options and positionals.
class Arguments {
 public:
  /// `line` is the command line as it can be shown in messages.
  explicit Arguments(std::string line) : line_{std::move(line)} {}

  void add(const std::string& name, Word value) { values_[name].push_back(std::move(value)); }

  [[nodiscard]] bool has(std::string_view name) const;
  /// The value; of a repeated option the last.
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name, std::string_view otherwise = {}) const;
  [[nodiscard]] std::uint64_t count(std::string_view name, std::uint64_t otherwise) const;
  [[nodiscard]] double probability(std::string_view name, double otherwise) const;
  [[nodiscard]] std::optional<Day> day(std::string_view name) const;
  /// Every value of a repeated option or positional, in order.
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
  /// `a,b` and a further `c` as {a, b, c}.
  [[nodiscard]] std::vector<std::string> list(std::string_view name) const;

  /// A U-code about the value of `name` (of a repeated one the `which`th, else the last), with the
  /// command line and a caret under the value.
  [[nodiscard]] Diagnostic complaint(std::string_view name,
                                     std::string code,
                                     std::string message,
                                     std::string hint,
                                     std::optional<std::size_t> which = {}) const;

 private:
  [[nodiscard]] const Word* last(std::string_view name) const;

  std::string line_;
  std::map<std::string, std::vector<Word>, std::less<>> values_;
};

/// `a,b,c` as {a, b, c}; empty items are kept.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);

}  // namespace betledger::cli
