#include "tree/formula_functions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "core/text.h"

namespace betledger::tree {
namespace {

constexpr std::size_t any_number = Function::no_limit;

constexpr auto functions = std::to_array<Function>({
    {"min", Op::min, 2, any_number, "min(a, b)"},
    {"max", Op::max, 2, any_number, "max(a, b)"},
    {"exp", Op::exp, 1, 1, "exp(x)"},
    {"log", Op::log, 1, 1, "log(x)"},
    {"sqrt", Op::sqrt, 1, 1, "sqrt(x)"},
    {"abs", Op::abs, 1, 1, "abs(x)"},
    {"clamp", Op::clamp, 3, 3, "clamp(x, low, high)"},
    {"lag", Op::lag, 2, 2, "lag(metric, 1)"},
});

// What other languages call it, where no spelling distance would tell.
constexpr auto elsewhere = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"ln", "write log(x), the natural logarithm"},
    {"log10", "write log(x) / log(10)"},
    {"pow", "write x ^ y"},
    {"sum", "write a + b"},
    {"mean", "write (a + b) / 2"},
    {"avg", "write (a + b) / 2"},
    {"average", "write (a + b) / 2"},
    {"if", "a formula has no conditions; min, max and clamp often say the same"},
    {"prev", "write lag(metric, 1)"},
    {"previous", "write lag(metric, 1)"},
    {"shift", "write lag(metric, 1)"},
});

}  // namespace

const Function* find_function(std::string_view name) noexcept {
  const auto* found = std::find_if(
      functions.begin(), functions.end(), [&](const Function& f) { return f.name == name; });
  return found == functions.end() ? nullptr : found;
}

bool is_function(std::string_view name) noexcept {
  return find_function(name) != nullptr;
}

std::string instead_of(std::string_view name) {
  std::string small{name};
  for (char& c : small) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const auto* other = std::find_if(
      elsewhere.begin(), elsewhere.end(), [&](const auto& entry) { return entry.first == small; });
  if (other != elsewhere.end()) {
    return std::string{other->second};
  }
  std::vector<std::string> names;
  names.reserve(functions.size());
  for (const Function& function : functions) {
    names.emplace_back(function.name);
  }
  const std::optional<std::string> meant = did_you_mean(small, names);
  return meant ? fmt::format("did you mean `{}`?", *meant)
               : fmt::format("there are {}; to multiply write `*`", join(names, ", "));
}

}  // namespace betledger::tree
