#pragma once

#include <vector>

namespace betledger::forecast {

/// Which of several tests to believe, so that at most `share` of those believed are expected to be
/// chance: all up to the largest k of the sorted p-values with p(k) <= share k / m (Benjamini and
/// Hochberg 1995). By position in `p_values`. O(m log m)
[[nodiscard]] std::vector<bool> discoveries(const std::vector<double>& p_values,
                                            double share = 0.05);

/// Two-sided p-value of a correlation of `points` pairs, by Student's t.  \pre points > 2
[[nodiscard]] double correlation_p_value(double r, std::size_t points);

}  // namespace betledger::forecast
