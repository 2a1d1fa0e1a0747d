#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "ledger/text/csv_place.h"

namespace betledger::ledger {

/// A CSV file (RFC 4180): rows of fields with the place where each starts.
struct CsvTable {
  using Place = CsvPlace;
  struct Row {
    std::vector<std::string> fields;  // quotes taken off
    std::vector<Place> places;        // as many; of a field's opening quote, if it has one
  };
  char delimiter = ',';
  Row header;
  std::vector<Row> rows;  // each as long as the header; blank lines are left out
};

/// The delimiter is the first of `,` `;` tab in the header outside quotes; a byte-order mark is
/// passed over. Refused with line and column (C-codes), all at once: bad UTF-8, control characters,
/// unterminated quotes, text after a closing quote, a quote inside a bare field, rows of another
/// length than the header, a header of one column, over 64 MiB.  O(bytes)
[[nodiscard]] Result<CsvTable> parse_csv(std::string_view text, const std::string& file);

/// The same, for who goes on after errors: they are added to `findings` and the rows that have them
/// are left out. The header is empty if there is none to go by.
[[nodiscard]] CsvTable read_csv(std::string_view text,
                                const std::string& file,
                                Diagnostics& findings);

/// Puts the source line under every finding that has a line and no excerpt yet.
void add_excerpts(Diagnostics& findings, std::string_view text);

}  // namespace betledger::ledger
