#include "ledger/text/csv.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/text/csv_cursor.h"

namespace betledger::ledger {
namespace {

constexpr std::size_t max_bytes = std::size_t{64} << 20U;
constexpr std::size_t most_findings = 1'000;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view delimiters = ",;\t";

class Reader {
 public:
  Reader(std::string_view text, const std::string& file, Diagnostics& findings)
      : cursor_{text}, text_{text}, file_{file}, findings_{findings} {}

  CsvTable read() {
    CsvTable table;
    if (!told_delimiter()) {
      return table;
    }
    table.delimiter = delimiter_;
    while (!cursor_.done()) {
      const std::size_t before = findings_.size();
      if (before >= most_findings) {
        refuse("C023", cursor_.place(), "too many errors: the rest of the file was not read", "");
        return table;
      }
      CsvTable::Row row = read_row();
      const bool blank =
          std::all_of(row.fields.begin(), row.fields.end(), [](const std::string& field) {
            return field.find_first_not_of(" \t") == std::string::npos;
          });
      if (blank || findings_.size() != before) {
        if (table.header.fields.empty() && !blank) {
          return table;  // a broken header: nothing to go by
        }
        continue;
      }
      if (table.header.fields.empty()) {
        table.header = std::move(row);
      } else if (row.fields.size() == table.header.fields.size()) {
        table.rows.push_back(std::move(row));
      } else {
        refuse_length(row, table.header.fields.size());
      }
    }
    return table;
  }

 private:
  void refuse(std::string code, CsvTable::Place at, std::string message, std::string hint) {
    findings_.push_back({std::move(code),
                         Severity::error,
                         {file_, at.line, at.column},
                         {},
                         std::move(message),
                         std::move(hint)});
  }

  bool told_delimiter() {
    bool quoted = false;
    const std::size_t start = text_.find_first_not_of("\r\n");
    for (const char c : text_.substr(start)) {
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && delimiters.find(c) != std::string_view::npos) {
        delimiter_ = c;
        return true;
      } else if (!quoted && c == '\n') {
        break;
      }
    }
    refuse("C005",
           {1, 1},
           "the first line has one column: no comma, semicolon or tab separates anything",
           "start with a header such as date,metric,value or date,orders,returns");
    return false;
  }

  CsvTable::Row read_row() {
    CsvTable::Row row;
    while (true) {
      row.places.push_back(cursor_.place());
      row.fields.push_back(read_field());
      if (cursor_.done()) {
        return row;
      }
      if (cursor_.at_line_end()) {
        cursor_.take_line_end();
        return row;
      }
      cursor_.take();  // the delimiter
    }
  }

  std::string read_field() {
    if (!cursor_.done() && cursor_.peek() == '"') {
      return read_quoted();
    }
    std::string field;
    while (!at_field_end()) {
      if (cursor_.peek() == '"') {
        refuse("C008",
               cursor_.place(),
               "a quotation mark inside a field that is not quoted",
               "quote the whole field and double the mark inside it: \"a \"\"b\"\" c\"");
        skip_field();
        return field;
      }
      field += take_text();
    }
    return field;
  }

  std::string read_quoted() {
    const CsvTable::Place opened = cursor_.place();
    cursor_.take();
    std::string field;
    while (!cursor_.done()) {
      if (cursor_.peek() != '"') {
        field += take_text();
        continue;
      }
      cursor_.take();
      if (cursor_.done() || cursor_.peek() != '"') {
        if (!at_field_end()) {
          refuse("C007",
                 cursor_.place(),
                 "text after the closing quotation mark",
                 "end the field there, or double the mark inside it: \"a \"\"b\"\" c\"");
          skip_field();
        }
        return field;
      }
      field += cursor_.take();
    }
    refuse("C006",
           opened,
           "this quotation mark is never closed: the file ends inside the field",
           "close it, or check whether the file was cut short");
    return field;
  }

  char take_text() {
    const CsvTable::Place at = cursor_.place();
    const char c = cursor_.take();
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\t' && c != '\n' &&
        !(c == '\r' && !cursor_.done() && cursor_.peek() == '\n')) {
      refuse("C002",
             at,
             fmt::format("a control character (\\x{:02X})", byte),
             c == '\r' ? "end lines with LF or CRLF" : "remove it; is this a text file?");
    }
    return c;
  }

  [[nodiscard]] bool at_field_end() const {
    return cursor_.done() || cursor_.peek() == delimiter_ || cursor_.at_line_end();
  }
  void skip_field() {
    while (!at_field_end()) {
      cursor_.take();
    }
  }

  void refuse_length(const CsvTable::Row& row, std::size_t wanted) {
    const std::size_t found = row.fields.size();
    const auto starts_with_digit = [](const std::string& field) {
      return !field.empty() && field[0] >= '0' && field[0] <= '9';
    };
    std::string hint =
        "give every row as many fields as the header; an empty field is a missing value";
    const bool decimal_comma = delimiter_ == ',' && found == wanted + 1 && found > 2 &&
                               starts_with_digit(row.fields[found - 1]) &&
                               starts_with_digit(row.fields[found - 2]);
    if (decimal_comma) {
      hint = fmt::format(
          "if {0},{1} is one number, write {0}.{1} (or {0}{1}, if the comma stands for thousands)",
          row.fields[found - 2],
          row.fields[found - 1]);
    }
    const CsvTable::Place at = found > wanted ? row.places[wanted] : row.places.front();
    refuse("C009",
           at,
           fmt::format(
               "this row has {} field{}; the header has {}", found, found == 1 ? "" : "s", wanted),
           std::move(hint));
  }

  CsvCursor cursor_;
  std::string_view text_;
  const std::string& file_;
  Diagnostics& findings_;
  char delimiter_ = ',';
};

/// The place of a byte offset; what stands before it is well-formed.
CsvTable::Place place_of(std::string_view text, std::size_t offset) {
  CsvCursor cursor{text.substr(0, offset)};
  while (!cursor.done()) {
    cursor.take();
  }
  return cursor.place();
}

/// What makes the file as a whole unreadable; nothing if it can be read.
Diagnostics unreadable(std::string_view text, const std::string& file) {
  const auto refuse =
      [&file](std::string code, CsvTable::Place at, std::string message, std::string hint) {
        return Diagnostics{{std::move(code),
                            Severity::error,
                            {file, at.line, at.column},
                            {},
                            std::move(message),
                            std::move(hint)}};
      };
  if (text.size() > max_bytes) {
    return refuse("C003",
                  {},
                  fmt::format("the file has {} bytes; the most is {}", text.size(), max_bytes),
                  "split it by metric or by year");
  }
  if (const auto bad = first_bad_utf8(text)) {
    return refuse(
        "C001",
        place_of(text, *bad),
        fmt::format("byte \\x{:02X} is not UTF-8", static_cast<unsigned char>(text[*bad])),
        "save the file as \"CSV UTF-8\"");
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return refuse(
        "C004", {1, 1}, "the file is empty", "start with a header such as date,metric,value");
  }
  return {};
}

}  // namespace

CsvTable read_csv(std::string_view text, const std::string& file, Diagnostics& findings) {
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
    text.remove_prefix(byte_order_mark.size());
  }
  Diagnostics fatal = unreadable(text, file);
  if (!fatal.empty()) {
    std::move(fatal.begin(), fatal.end(), std::back_inserter(findings));
    return {};
  }
  return Reader{text, file, findings}.read();
}

Result<CsvTable> parse_csv(std::string_view text, const std::string& file) {
  Diagnostics findings;
  CsvTable table = read_csv(text, file, findings);
  add_excerpts(findings, text);
  if (has_error(findings)) {
    return findings;
  }
  return table;
}

void add_excerpts(Diagnostics& findings, std::string_view text) {
  const std::vector<std::string_view> lines = split_lines(text);
  for (Diagnostic& finding : findings) {
    if (finding.excerpt.empty() && finding.at.line >= 1 && finding.at.line <= lines.size()) {
      std::string_view line = lines[finding.at.line - 1];
      if (finding.at.line == 1 && line.substr(0, byte_order_mark.size()) == byte_order_mark) {
        line.remove_prefix(byte_order_mark.size());
      }
      finding.excerpt = line;
    }
  }
}

}  // namespace betledger::ledger
