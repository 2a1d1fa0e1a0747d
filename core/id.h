#pragma once

#include <compare>
#include <cstdint>

namespace betledger {

/// A typed handle. Handles of different tags neither compare nor convert.
///
/// There is no null handle: write `std::optional<MetricId>` where absence is possible.
template <class Tag, class Rep = std::uint32_t>
class Id {
 public:
  explicit constexpr Id(Rep value) noexcept : value_{value} {}

  [[nodiscard]] constexpr Rep value() const noexcept { return value_; }

  // NOLINTNEXTLINE(modernize-use-nullptr): the 0 is inside the comparison the compiler writes
  friend constexpr auto operator<=>(Id, Id) noexcept = default;

 private:
  Rep value_;
};

/// A position in one metric tree. Never stored, never printed: keys are.
using MetricId = Id<struct MetricTag>;

}  // namespace betledger
