#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace betledger::sim {

/// The order statistics of the given ranks (0 is the least), exactly.
///
/// `ranks` in any order, and more than once if need be: the answers are in theirs.
/// \pre ranks are below values.size(); values finite.  O(n): a histogram over the middle of the
/// values tells which few of them have to be looked at.
[[nodiscard]] std::vector<double> order_statistics(std::span<const double> values,
                                                   std::span<const std::size_t> ranks);

}  // namespace betledger::sim
