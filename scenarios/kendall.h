#pragma once

#include <vector>

namespace betledger::scenarios {

/// Kendall's tau-b of two scores of the same things (ties count for neither): 1 the same order, -1
/// the reverse; 1 where either ties everything.  \pre equal sizes
[[nodiscard]] double kendall_tau(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace betledger::scenarios
