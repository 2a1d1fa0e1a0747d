#pragma once

#include <string>
#include <string_view>

#include "core/distribution.h"
#include "core/number.h"

namespace betledger::reports {

/// "1.5 %", "2 pp", "120 GBP": to three digits, or as many as asked for.
[[nodiscard]] std::string value_in_words(double value,
                                         NumberKind kind,
                                         std::string_view unit = "",
                                         int digits = 3);
/// A distribution as "pert(1%, 3%, 8%)"-like words plus its p10, p50, p90 and mean, in `unit`.
[[nodiscard]] std::string in_words(const Distribution& distribution,
                                   NumberKind kind,
                                   std::string_view unit);

}  // namespace betledger::reports
