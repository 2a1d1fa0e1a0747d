#pragma once

#include <array>
#include <string>
#include <string_view>

#include "forecast/gap/gap.h"
#include "reports/page/document.h"

namespace betledger::reports {

/// The tables of a gap report for spreadsheets, each with columns of its own; numbers at full
/// precision.
/// - landing: metric,period,side,statistic,value, as a forecast's;
/// - bridge: metric,kind,source,amount,se of every metric, from `plan` to `landing` or `actual`;
/// - bets: a row per effect: what was believed of it, what is now, and the bet's advice;
/// - links: real and strength, at commit and now;
/// - signals: metrics outside what the plan foresaw;
/// - candidates: what can still close the gap, best first.
inline constexpr std::array<std::string_view, 6> gap_tables{
    "landing", "bridge", "bets", "links", "signals", "candidates"};

/// \pre `name` is one of gap_tables. Without actions (Gap::actions) the last two are empty.
[[nodiscard]] Table gap_table(const forecast::Gap& gap, std::string_view name);

}  // namespace betledger::reports
