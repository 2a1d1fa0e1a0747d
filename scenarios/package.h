#pragma once

#include <set>
#include <string>
#include <vector>

#include "forecast/plan/plan.h"
#include "forecast/projection/stand_alone.h"

namespace betledger::scenarios {

/// By bet of a plan with every bet in it: the bet, and then those it needs, however many steps
/// away, that are not funded. What is delivered already needs nothing.
[[nodiscard]] std::vector<forecast::Package> packages_of(const forecast::Plan& all,
                                                         const std::set<std::string>& unfunded);

/// Person-weeks of a package; 0 where one of its bets states none.
[[nodiscard]] double effort_of(const forecast::Plan& plan, const forecast::Package& package);

}  // namespace betledger::scenarios
