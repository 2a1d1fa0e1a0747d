#pragma once

#include <cstdint>
#include <string>

namespace betledger::reports {

// Reports are pure functions from results to bytes: no clock, no locale, no environment, no
// terminal. The same result gives the same text. JSON and CSV hold numbers at full precision
// (shortest form that reads back), tables and Markdown round for people. Every text ends with a
// newline; free text that a person wrote goes through `printable` for terminals and is escaped for
// Markdown, CSV and JSON.
enum class Format : std::uint8_t { table, markdown, csv, json };

/// How a table is laid out on a terminal. JSON, CSV and Markdown ignore it.
struct Style {
  int width = 100;      // columns; tables and paragraphs wrap what does not fit, never below 60
  bool colour = false;  // ANSI colours; only a caller who knows the terminal turns them on
};

/// Where an answer came from; JSON carries it as "provenance". Reports of a simulation add the seed
/// and the number of runs.
struct Provenance {
  std::string ledger;  // Book::ledger_id
  std::int64_t head_seq = 0;
  std::string head_hash;
  std::string version;  // of the software, e.g. "0.1.0"
};

}  // namespace betledger::reports
