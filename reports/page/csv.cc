#include "reports/page/csv.h"

#include <string_view>
#include <vector>

#include "core/number.h"

namespace betledger::reports {
namespace {

bool is_number(std::string_view text) {
  return parse_number(text, NumberKind::plain).has_value();
}

}  // namespace

std::string csv_line(std::span<const std::string> fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::string field = fields[i];
    if (!field.empty() &&
        std::string_view{"=+-@\t\r"}.find(field.front()) != std::string_view::npos &&
        !is_number(field)) {
      field.insert(field.begin(), '\'');
    }
    std::erase_if(field, [](char c) {  // nothing that drives the terminal of whoever looks at it
      return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    });
    if (field.find_first_of(",\"\r\n") != std::string::npos) {
      std::string quoted = "\"";
      for (const char c : field) {
        quoted += c;
        if (c == '"') {
          quoted += c;
        }
      }
      field = quoted + "\"";
    }
    line += (i == 0 ? "" : ",") + field;
  }
  return line + "\n";
}

std::string to_csv(const Table& table) {
  std::vector<std::string> header;
  header.reserve(table.columns.size());
  for (const Column& column : table.columns) {
    header.push_back(column.title);
  }
  std::string text = csv_line(header);
  for (const auto& row : table.rows) {
    text += csv_line(row);
  }
  return text;
}

}  // namespace betledger::reports
