#include "ledger/actuals/actuals_layout.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/actuals/actuals_fields.h"

namespace betledger::ledger {
namespace {

std::string lower(std::string_view text) {
  std::string result{text};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

bool names_dates(std::string_view header) {
  constexpr std::array<std::string_view, 8> names{
      "date", "day", "week", "month", "period", "week_start", "period_start", "ds"};
  return std::find(names.begin(), names.end(), lower(trimmed(header))) != names.end();
}

class LayoutReader {
 public:
  LayoutReader(const CsvTable::Row& header, const std::string& file, Diagnostics& findings)
      : header_{header}, file_{file}, findings_{findings} {}

  std::optional<ActualsLayout> read() {
    const std::size_t before = findings_.size();
    const auto found = layout();
    if (found && found->metric) {
      refuse_further_columns(*found);
    } else if (found) {
      refuse_bad_names();
    }
    return findings_.size() == before ? found : std::nullopt;
  }

 private:
  void refuse(std::string code, std::size_t column, std::string message, std::string hint) {
    const CsvTable::Place at = header_.places[column];
    findings_.push_back({std::move(code),
                         Severity::error,
                         {file_, at.line, at.column},
                         {},
                         std::move(message),
                         std::move(hint)});
  }

  std::optional<ActualsLayout> layout() {
    std::map<std::string, std::size_t> by_name;
    for (std::size_t i = 0; i < header_.fields.size(); ++i) {
      by_name.emplace(lower(trimmed(header_.fields[i])), i);
    }
    const auto metric = by_name.find("metric");
    const auto value = by_name.find("value");
    const bool is_long = metric != by_name.end() && value != by_name.end();
    const auto date = static_cast<std::size_t>(
        std::find_if(header_.fields.begin(), header_.fields.end(), names_dates) -
        header_.fields.begin());
    if (date == header_.fields.size() || (!is_long && date != 0)) {
      const bool separator_line = lower(header_.fields[0]) == "sep=";
      refuse("C011",
             0,
             fmt::format("the first column is {}, not the date", printable(header_.fields[0])),
             separator_line
                 ? "remove the first line: the separator is told from the header"
                 : "start with a header such as date,metric,value or date,orders,returns");
      return std::nullopt;
    }
    return is_long ? ActualsLayout{date, metric->second, value->second} : ActualsLayout{};
  }

  void refuse_further_columns(const ActualsLayout& layout) {
    for (std::size_t i = 0; i < header_.fields.size(); ++i) {
      if (i != layout.date && i != *layout.metric && i != layout.value) {
        refuse("C024",
               i,
               fmt::format("a long file has the columns date, metric and value; what is {}?",
                           printable(header_.fields[i])),
               "remove the column, or write the file as date,metric1,metric2");
      }
    }
  }

  void refuse_bad_names() {
    std::set<std::string_view> seen;
    for (std::size_t i = 1; i < header_.fields.size(); ++i) {
      const std::string_view name = trimmed(header_.fields[i]);
      if (name.empty()) {
        refuse("C010", i, "this column has no name", "name the metric, or remove the column");
      } else if (!seen.insert(name).second) {
        refuse("C010",
               i,
               fmt::format("the column {} is there twice", printable(name)),
               "keep one of the two");
      }
    }
  }

  const CsvTable::Row& header_;
  const std::string& file_;
  Diagnostics& findings_;
};

}  // namespace

std::optional<ActualsLayout> read_layout(const CsvTable::Row& header,
                                         const std::string& file,
                                         Diagnostics& findings) {
  return header.fields.empty() ? std::nullopt : LayoutReader{header, file, findings}.read();
}

}  // namespace betledger::ledger
