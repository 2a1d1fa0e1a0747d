#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "inference/posterior.h"

namespace betledger::forecast {

enum class Advice : std::uint8_t { go_on, stop, double_down, not_separable };
/// `continue`, `stop`, `double-down`, `not-separable`.
[[nodiscard]] std::string_view name(Advice advice) noexcept;

/// Where one advice ends and the next begins: printed with the answer.
struct DecisionSettings {
  double useful = 0.25;      // the smallest useful effect, as a share of the believed median
  double stop_below = 0.10;  // stop: P(useful) at most this, or P(what is left helps) at most this
  double double_above = 0.80;  // double down: both of these at least this
  double tangled = -0.3;       // not separable: correlation of two effects at most this
};

/// What to do about one bet that is under way or still to come, and why.
struct Decision {
  std::string bet;
  Advice advice = Advice::go_on;
  std::string why;
  bool learned = false;  // the actuals say something of its effect
  double works_prior = 0;
  inference::Chance works;
  inference::Chance useful;             // the effect on its own metric is at least `smallest`
  double smallest = 0;                  // in the effect's unit, with its sign
  inference::Belief left;               // of the focus' roll-up: what it still adds, from here on
  inference::Chance helps;              // P(that is a help)
  inference::Belief target_if_stopped;  // change of P(target)
  double effort = 0;                    // person-weeks not delivered yet, at most: freed by a stop
  std::string with;                     // not separable from this bet
  double correlation = 0;               // of their effects, by particle
  inference::Chance either;             // P(at least one of the two is useful)
};

}  // namespace betledger::forecast
