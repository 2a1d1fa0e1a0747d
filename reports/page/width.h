#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/page/table.h"

namespace betledger::reports {

/// Columns that `text` takes on a terminal (code points).
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;
/// `text` padded with blanks to `width`.
[[nodiscard]] std::string pad(std::string_view text, std::size_t width, Align align = Align::left);

}  // namespace betledger::reports
