#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "forecast/standing/standing.h"

namespace betledger::forecast {

/// A component whose actuals are not what its formula gives of its inputs' actuals.
struct BrokenIdentity {
  std::string metric;
  std::size_t periods = 0;  // in how many periods of the cycle by more than the tolerance
  std::uint32_t worst = 0;  // the period where it is farthest off
  double actual = 0;
  double computed = 0;
};
/// |actual - computed| over the larger of the two, where an identity is called broken; as in
/// `betledger check`.
inline constexpr double identity_tolerance = 0.01;
/// In the order of the tree.
[[nodiscard]] std::vector<BrokenIdentity> broken_identities(const Standing& standing);
/// "orders does not follow from its inputs in 2 weeks: in the one of 2011-08-01 it is ..."
[[nodiscard]] std::string in_words(const BrokenIdentity& broken, const Timeline& timeline);

}  // namespace betledger::forecast
