#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/diagnostic.h"
#include "ledger/text/csv.h"

namespace betledger::ledger {

/// Where in a row of actuals to look.
struct ActualsLayout {
  std::size_t date = 0;
  std::optional<std::size_t> metric;  // long form: the column of names; wide form: nothing
  std::size_t value = 0;              // long form: the column of values
};

/// What the header says: long if it names `metric` and `value`, else wide, dates first. Adds C010,
/// C011 and C024 to the findings and returns nothing if it is neither.
[[nodiscard]] std::optional<ActualsLayout> read_layout(const CsvTable::Row& header,
                                                       const std::string& file,
                                                       Diagnostics& findings);

}  // namespace betledger::ledger
