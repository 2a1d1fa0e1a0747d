#pragma once

#include <span>
#include <string>

#include "reports/page/table.h"

namespace betledger::reports {

/// RFC 4180 with "\n": a field is quoted where it must be, and where a spreadsheet would take it
/// for a formula (= + - @ at the front of what is not a number) it gets a leading apostrophe.
[[nodiscard]] std::string csv_line(std::span<const std::string> fields);
[[nodiscard]] std::string to_csv(const Table& table);

}  // namespace betledger::reports
