#pragma once

#include <cstddef>
#include <string>

#include "reports/page/table.h"

namespace betledger::reports {

/// A table in at most `width` columns of a terminal, as far as its right aligned columns leave
/// room. Cells that do not fit continue below themselves; a last column of long texts goes below
/// its row. No word is lost, and none is broken while there is another way.
[[nodiscard]] std::string table_text(const Table& table, std::size_t width);

}  // namespace betledger::reports
