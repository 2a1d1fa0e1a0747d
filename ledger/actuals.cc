#include "ledger/actuals.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/actuals_fields.h"
#include "ledger/actuals_periods.h"

namespace betledger::ledger {
namespace {

namespace chrono = std::chrono;

constexpr std::size_t most_findings = 1'000;

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
  return std::find(names.begin(), names.end(), lower(header)) != names.end();
}

/// What the header says about where to look.
struct Layout {
  std::size_t date = 0;
  std::optional<std::size_t> metric;  // long form: the column of names, and of values
  std::size_t value = 0;
};

/// One value as it stands in the file.
struct Cell {
  std::size_t metric = 0;
  Day day{};
  double value = 0;
  Position at;
};

class ActualsReader {
 public:
  ActualsReader(const CsvTable& csv, const std::string& file, Diagnostics& findings)
      : csv_{csv}, file_{file}, findings_{findings} {}

  ActualsTable read(std::optional<PeriodKind> kind) {
    const auto layout = read_header();
    if (!layout) {
      return {};
    }
    if (csv_.rows.empty() && findings_.empty()) {
      refuse("C004",
             csv_.header.places.front(),
             "the file has a header but no rows",
             "add the values");
    }
    for (const CsvTable::Row& row : csv_.rows) {
      if (findings_.size() >= most_findings) {
        refuse(
            "C023", row.places.front(), "too many errors: the rest of the file was not read", "");
        break;
      }
      read_row(*layout, row);
    }
    if (has_error(findings_) || !settle_kind(kind)) {
      return {};
    }
    fill_columns();
    note_moved_weeks();
    return std::move(table_);
  }

 private:
  [[nodiscard]] Position position(CsvTable::Place place) const {
    return {file_, place.line, place.column};
  }
  void refuse(std::string code, CsvTable::Place at, std::string message, std::string hint) {
    findings_.push_back(
        {std::move(code), Severity::error, position(at), {}, std::move(message), std::move(hint)});
  }

  std::optional<Layout> read_header() {
    const CsvTable::Row& header = csv_.header;
    if (header.fields.empty()) {
      return std::nullopt;
    }
    std::map<std::string, std::size_t> by_name;
    for (std::size_t i = 0; i < header.fields.size(); ++i) {
      by_name.emplace(lower(trimmed(header.fields[i])), i);
    }
    const auto metric = by_name.find("metric");
    const auto value = by_name.find("value");
    const bool is_long = metric != by_name.end() && value != by_name.end();
    const auto date = std::find_if(header.fields.begin(),
                                   header.fields.end(),
                                   [](const auto& field) { return names_dates(trimmed(field)); });
    const auto date_column = static_cast<std::size_t>(date - header.fields.begin());
    if (date == header.fields.end() || (!is_long && date_column != 0)) {
      const bool separator_line = lower(header.fields[0]) == "sep=";
      refuse("C011",
             header.places[0],
             fmt::format("the first column is {}, not the date", printable(header.fields[0])),
             separator_line
                 ? "remove the first line: the separator is told from the header"
                 : "start with a header such as date,metric,value or date,orders,returns");
      return std::nullopt;
    }
    if (is_long) {
      return long_layout({date_column, metric->second, value->second});
    }
    return wide_layout();
  }

  std::optional<Layout> long_layout(const Layout& layout) {
    bool fine = true;
    for (std::size_t i = 0; i < csv_.header.fields.size(); ++i) {
      if (i != layout.date && i != *layout.metric && i != layout.value) {
        refuse("C024",
               csv_.header.places[i],
               fmt::format("a long file has the columns date, metric and value; what is {}?",
                           printable(csv_.header.fields[i])),
               "remove the column, or write the file as date,metric1,metric2");
        fine = false;
      }
    }
    return fine ? std::optional{layout} : std::nullopt;
  }

  std::optional<Layout> wide_layout() {
    const CsvTable::Row& header = csv_.header;
    bool fine = true;
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 1; i < header.fields.size(); ++i) {
      const std::string name{trimmed(header.fields[i])};
      if (name.empty()) {
        refuse("C010",
               header.places[i],
               "this column has no name",
               "name the metric, or remove the column");
        fine = false;
      } else if (!seen.emplace(name, i).second) {
        refuse("C010",
               header.places[i],
               fmt::format("the column {} is there twice", printable(name)),
               "keep one of the two");
        fine = false;
      } else {
        column(name, header.places[i]);
      }
    }
    return fine ? std::optional{Layout{}} : std::nullopt;
  }

  std::size_t column(const std::string& metric, CsvTable::Place named) {
    const auto [known, fresh] = columns_.emplace(metric, table_.columns.size());
    if (fresh) {
      table_.columns.push_back({metric, position(named), {}, {}});
    }
    return known->second;
  }

  void read_row(const Layout& layout, const CsvTable::Row& row) {
    const DateField date = read_date_field(row.fields[layout.date]);
    if (date.problem) {
      refuse(
          date.problem->code, row.places[layout.date], date.problem->message, date.problem->hint);
    } else if (date.period && form_ && *date.period != *form_) {
      refuse("C012",
             row.places[layout.date],
             fmt::format("{} is a {}; the dates before are {}s",
                         trimmed(row.fields[layout.date]),
                         name(*date.period),
                         name(*form_)),
             "write all dates of a file in the same way");
    } else if (date.period) {
      form_ = date.period;
    }
    if (!layout.metric) {
      for (std::size_t i = 1; i < row.fields.size(); ++i) {
        read_value(i - 1, date.day, row.fields[i], row.places[i]);
      }
      return;
    }
    const std::string metric{trimmed(row.fields[*layout.metric])};
    if (metric.empty()) {
      refuse(
          "C018", row.places[*layout.metric], "the name of the metric is missing", "write its key");
      return;
    }
    read_value(column(metric, row.places[*layout.metric]),
               date.day,
               row.fields[layout.value],
               row.places[layout.value]);
  }

  void read_value(std::size_t metric,
                  std::optional<Day> day,
                  const std::string& field,
                  CsvTable::Place place) {
    const NumberField number = read_number_field(field);
    if (number.problem) {
      refuse(number.problem->code, place, number.problem->message, number.problem->hint);
    } else if (number.value && day) {
      cells_.push_back({metric, *day, *number.value, position(place)});
    }
  }

  /// Decides the kind of period; false if it cannot be or must not be.
  bool settle_kind(std::optional<PeriodKind> stated) {
    std::set<Day> days;
    for (const Cell& cell : cells_) {
      days.insert(cell.day);
    }
    const auto told = form_ ? form_ : tell_period({days.begin(), days.end()});
    const CsvTable::Place first =
        csv_.rows.empty() ? CsvTable::Place{} : csv_.rows.front().places.front();
    if (stated && told && !can_be_read_as(*told, *stated)) {
      refuse("C017",
             first,
             fmt::format("the dates are a {} apart; {}s are wanted", name(*told), name(*stated)),
             fmt::format("sum or average the values to one per {} first", name(*stated)));
      return false;
    }
    constexpr std::size_t enough_days = 3;  // to call a spacing irregular
    if (!stated && !told && days.size() >= enough_days) {
      refuse("C017",
             first,
             "the spacing of the dates is neither a day, a week nor a month",
             "one row per period, dated by its first day, e.g. 2026-07-06, 2026-07-13");
      return false;
    }
    table_.kind = stated ? *stated : told.value_or(PeriodKind::week);
    return true;
  }

  void fill_columns() {
    std::stable_sort(cells_.begin(), cells_.end(), [](const Cell& a, const Cell& b) {
      return std::pair{a.metric, a.day} < std::pair{b.metric, b.day};
    });
    for (const Cell& cell : cells_) {
      ActualsTable::Column& column = table_.columns[cell.metric];
      const Day period = period_start(table_.kind, cell.day);
      if (!column.values.empty() && column.values.back().day == period) {
        const bool later = column.at.back().line <= cell.at.line;
        findings_.push_back(
            {"C016",
             Severity::error,
             later ? cell.at : column.at.back(),
             {},
             fmt::format("a second value of {} for the {} of {}; the first is in line {}",
                         printable(column.metric),
                         name(table_.kind),
                         format_day(period),
                         later ? column.at.back().line : cell.at.line),
             "keep one of the two"});
        continue;
      }
      column.values.push_back({period, cell.value});
      column.at.push_back(cell.at);
    }
  }

  void note_moved_weeks() {
    const auto moved = std::find_if(cells_.begin(), cells_.end(), [this](const Cell& cell) {
      return table_.kind == PeriodKind::week &&
             period_start(PeriodKind::week, cell.day) != cell.day;
    });
    if (moved != cells_.end()) {
      const Day monday = period_start(PeriodKind::week, moved->day);
      table_.notes.push_back(
          {"C021",
           Severity::note,
           {file_, moved->at.line, 1},
           {},
           fmt::format("weeks start on Mondays here: {} counts for the week from {} to {}",
                       format_day(moved->day),
                       format_day(monday),
                       format_day(monday + chrono::days{6})),
           "if the date is the first day of another week, date the rows by their Mondays"});
    }
  }

  const CsvTable& csv_;
  const std::string& file_;
  Diagnostics& findings_;
  ActualsTable table_;
  std::map<std::string, std::size_t> columns_;
  std::vector<Cell> cells_;
  std::optional<PeriodKind> form_;  // what dates such as 2026-W31 say
};

}  // namespace

Result<ActualsTable> parse_actuals(std::string_view text,
                                   const std::string& file,
                                   std::optional<PeriodKind> kind) {
  Diagnostics findings;
  const CsvTable csv = read_csv(text, file, findings);
  ActualsTable table = ActualsReader{csv, file, findings}.read(kind);
  if (has_error(findings)) {
    std::stable_sort(
        findings.begin(), findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
          return std::pair{a.at.line, a.at.column} < std::pair{b.at.line, b.at.column};
        });
    add_excerpts(findings, text);
    return findings;
  }
  add_excerpts(table.notes, text);
  return table;
}

}  // namespace betledger::ledger
