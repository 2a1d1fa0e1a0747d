#pragma once

#include <cstdint>

namespace betledger::ledger {

/// Where a character stands in a CSV file; both count from 1, columns in code points.
struct CsvPlace {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

}  // namespace betledger::ledger
