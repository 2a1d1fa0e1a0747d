#pragma once

#include <string>
#include <string_view>

#include "core/distribution.h"
#include "core/number.h"

namespace betledger::reports {

/// A distribution as "pert(1%, 3%, 8%)"-like words plus its p10, p50, p90 and mean, in `unit`.
[[nodiscard]] std::string in_words(const Distribution& distribution,
                                   NumberKind kind,
                                   std::string_view unit);

}  // namespace betledger::reports
