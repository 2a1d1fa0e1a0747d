#pragma once

#include <string>

#include "forecast/gap/decision.h"

// The rules of `decide`, bet by bet. Inside forecast/ only.

namespace betledger::forecast {

struct AdviceContext {
  DecisionSettings settings;
  std::string unit;  // of the focus
  bool has_target = false;
  std::string killed;  // the kill rule that is met, in words; empty: none
  bool is_overdue = false;
  bool is_delivered = false;
  bool reaches_focus = true;  // along formulas and links
};

/// Fills in the advice and why, from everything else.
void advise(const AdviceContext& context, Decision& decision);

}  // namespace betledger::forecast
