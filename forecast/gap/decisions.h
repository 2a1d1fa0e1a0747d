#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forecast/gap/decision.h"
#include "forecast/gap/outlook.h"
#include "forecast/standing/standing.h"

namespace betledger::forecast {

/// One decision per bet of `standing.now` that is not stopped or withdrawn, in its order; none when
/// the cycle is over. In the order of the rules:
///
///  1. stop: its kill rule is met (`killed`: the rule in words, by bet);
///  2. stop: it is not delivered, and is later than anyone believed possible (Pending::overdue), or
///     it acts on the focus, but in no world any more in this cycle;
///  3. not separable: the actuals say something of it and of another bet on the same metric in the
///     same weeks, the effects' correlation is at most `tangled`, and both P(useful) lie between
///     `stop_below` and `double_above`;
///  4. stop: learned, and P(useful) <= stop_below, or something is left and
///     P(that helps) <= stop_below;
///  5. double down: learned, and both are >= double_above;
///  6. else continue.
///
/// \pre the outlook's model is that of the standing (to_model_at), with more at the end
[[nodiscard]] std::vector<Decision> decide(const Standing& standing,
                                           Outlook& outlook,
                                           const std::map<std::string, std::string>& killed = {},
                                           const DecisionSettings& settings = {});

}  // namespace betledger::forecast
