#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "tree/metric.h"

namespace betledger::tree {

[[nodiscard]] Diagnostic finding(std::string_view code,
                                 Severity severity,
                                 const Position& at,
                                 std::string message,
                                 std::string hint);

/// Where column `column` of the metric's formula stands in the file, as closely as is known.
[[nodiscard]] Position in_formula(const Metric& metric, std::uint32_t column);

/// By line and column; those at one place stay in the order given.
void sort_by_place(Diagnostics& diagnostics);

}  // namespace betledger::tree
