#pragma once

#include <compare>

#include "core/contract.h"

namespace betledger {

/// A probability in [0, 1].
class Probability {
 public:
  /// \pre 0 <= value <= 1
  explicit constexpr Probability(double value) : value_{value} {
    BET_EXPECT(value >= 0.0 && value <= 1.0);
  }

  [[nodiscard]] constexpr double value() const noexcept { return value_; }

  // NOLINTNEXTLINE(modernize-use-nullptr): the 0 is inside the comparison the compiler writes
  friend constexpr auto operator<=>(Probability, Probability) noexcept = default;

 private:
  double value_;
};

}  // namespace betledger
