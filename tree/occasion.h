#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/calendar.h"
#include "core/diagnostic.h"
#include "core/distribution.h"

namespace betledger::tree {

/// Relative (x -> x (1 + amount)) or absolute in the metric's unit (x -> x + amount).
enum class Action : std::uint8_t { lift, shift };
/// "lift", "shift"
[[nodiscard]] constexpr std::string_view name(Action action) noexcept {
  return action == Action::lift ? "lift" : "shift";
}

/// A known event that no history shows: Christmas, a price rise, a launch by somebody else.
struct Occasion {
  std::string name;  // unique
  std::string metric;
  Action action = Action::lift;
  Distribution amount = Distribution::constant(0);
  Day start{};
  Day end{};    // inclusive
  Position at;  // not part of its value

  [[nodiscard]] bool same_as(const Occasion& other) const;
};

}  // namespace betledger::tree
