#include "forecast/learning/role_table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger::forecast {
namespace {

constexpr std::size_t most_findings = 1000;
constexpr double largest = 1e15;

std::optional<std::size_t> find(const std::vector<std::string>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt
                              : std::optional{static_cast<std::size_t>(found - names.begin())};
}

Diagnostic unknown(std::string_view noun,
                   const std::string& name,
                   const std::vector<std::string>& known,
                   const std::string& file) {
  const auto close = did_you_mean(name, known);
  std::vector<std::string> shown;
  for (const std::string& one : known) {
    shown.push_back(printable(one));
  }
  return {"E001",
          Severity::error,
          {file, 1, 0},
          {},
          fmt::format("there is no {} {}", noun, printable(name)),
          close ? fmt::format("did you mean {}?", printable(*close))
                : fmt::format("there are: {}", join(shown, ", "))};
}

}  // namespace

Result<RoleTable> RoleTable::read(std::string_view text,
                                  const RoleSettings& settings,
                                  const std::vector<std::string>& roles) {
  auto csv = ledger::parse_csv(text, settings.file);
  if (!csv) {
    return csv.error();
  }
  RoleTable table;
  table.file_ = settings.file;
  table.table_ = std::move(csv).value();
  const std::vector<std::string>& header = table.table_.header.fields;
  Diagnostics errors;
  for (const auto& [role, column] : settings.columns) {
    if (!find(roles, role)) {
      errors.push_back(unknown("role", role, roles, settings.file));
    } else if (const auto place = find(header, column)) {
      table.columns_[role] = *place;
    } else {
      errors.push_back(unknown("column", column, header, settings.file));
    }
  }
  for (const std::string& role : roles) {
    if (const auto place = find(header, role)) {
      table.columns_.try_emplace(role, *place);
    }
  }
  for (const auto& [column, value] : settings.where) {
    const auto place = find(header, column);
    if (!place) {
      errors.push_back(unknown("column", column, header, settings.file));
      continue;
    }
    table.left_out_ += std::erase_if(
        table.table_.rows,
        [&, at = *place, wanted = value](const auto& row) { return row.fields[at] != wanted; });
  }
  ledger::add_excerpts(errors, text);
  if (!errors.empty()) {
    return errors;
  }
  return table;
}

bool RoleTable::has_all(std::initializer_list<std::string_view> roles) const {
  return std::all_of(roles.begin(), roles.end(), [this](auto role) { return has(role); });
}

std::string RoleTable::text(std::size_t row, std::string_view role) const {
  const auto column = columns_.find(role);
  return column == columns_.end() ? std::string{} : table_.rows[row].fields[column->second];
}

std::optional<double> RoleTable::number(std::size_t row, std::string_view role) {
  const std::string field = text(row, role);
  if (field.empty()) {
    return std::nullopt;
  }
  auto value = parse_number(field, NumberKind::plain);
  if (!value) {
    value = parse_number(field, NumberKind::percent);
  }
  if (!value || std::abs(*value) > largest) {
    complain(row,
             role,
             {"E002",
              Severity::error,
              {},
              {},
              fmt::format("\"{}\" is not a number{}",
                          printable(field),
                          value ? " that anything is counted in" : ""),
              "write 1234.5 or 2%, and nothing where the value is missing"});
    return std::nullopt;
  }
  return value;
}

void RoleTable::complain(std::size_t row, std::string_view role, Diagnostic complaint) {
  if (findings_.size() >= most_findings) {
    return;
  }
  const auto column = columns_.find(role);
  const ledger::CsvTable::Place place =
      table_.rows[row].places[column == columns_.end() ? 0 : column->second];
  complaint.at = {file_, place.line, place.column};
  findings_.push_back(std::move(complaint));
}

Diagnostics RoleTable::findings(std::string_view text) const {
  Diagnostics all = findings_;
  ledger::add_excerpts(all, text);
  return all;
}

Diagnostic problem(std::string code, std::string message, std::string hint) {
  return {std::move(code), Severity::error, {}, {}, std::move(message), std::move(hint)};
}

}  // namespace betledger::forecast
