#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace betledger::cli {

/// What the value of an option must look like; checked before any handler runs.
enum class ValueKind : std::uint8_t {
  flag,         // no value
  text,         // anything that is not empty
  path,         // a file or folder name
  count,        // a whole number from `least` to `most`
  probability,  // 80% or 0.8, from 0 to 1
  day,          // 2026-07-06
  choice,       // one of `choices`
  list,         // a,b,c: no empty item
};

struct Option {
  std::string name{};  // without the dashes
  ValueKind kind = ValueKind::flag;
  std::string value{};    // how help calls its value: FILE, N, DATE
  std::string summary{};  // one line
  std::vector<std::string> choices{};
  std::string fallback{};  // what holds without it, for help; empty: nothing to say
  char letter = 0;         // a short form, 0: none
  bool repeats = false;    // may be given several times
  bool required = false;
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::string word{};  // of a count: what may stand instead of a number
};

/// A word that is not an option.
struct Positional {
  std::string name{};  // FILE, KEY
  std::string summary{};
  bool required = true;
  bool repeats = false;  // only the last one
  std::vector<std::string> choices{};
  ValueKind kind = ValueKind::text;  // text, path or count
};

/// Options of every command: --ledger, --actor, --quiet, --no-color, --help.
[[nodiscard]] std::span<const Option> global_options();

/// The option of that name, without its dashes; nullptr where there is none.
[[nodiscard]] const Option* find_option(std::span<const Option> options,
                                        std::string_view name) noexcept;

}  // namespace betledger::cli
