#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace betledger::reports {

enum class Align : std::uint8_t { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

/// Cells are plain text; each row has one cell per column.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

}  // namespace betledger::reports
