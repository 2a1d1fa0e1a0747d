#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tree/formula.h"

namespace betledger::tree {

/// A function of the formula language.
struct Function {
  std::string_view name;
  Op op;
  std::size_t fewest;  // operands
  std::size_t most;
  std::string_view usage;

  static constexpr std::size_t no_limit = 1000;
};

/// The function of this name, or nullptr.
[[nodiscard]] const Function* find_function(std::string_view name) noexcept;

/// Whether a formula reads `name` as a function, so that no metric of that key can be named in it.
[[nodiscard]] bool is_function(std::string_view name) noexcept;

/// The way out for somebody who called `name`, which there is not.
[[nodiscard]] std::string instead_of(std::string_view name);

}  // namespace betledger::tree
