#include "ledger/actuals/actuals_table.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/actuals/actuals_fields.h"
#include "ledger/actuals/actuals_layout.h"
#include "ledger/actuals/actuals_periods.h"

namespace betledger::ledger {
namespace {

namespace chrono = std::chrono;

constexpr std::size_t most_findings = 1'000;

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
    const auto layout = read_layout(csv_.header, file_, findings_);
    if (!layout) {
      return {};
    }
    for (std::size_t i = 1; i < csv_.header.fields.size() && !layout->metric; ++i) {
      column(std::string{trimmed(csv_.header.fields[i])}, csv_.header.places[i]);
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

  std::size_t column(const std::string& metric, CsvTable::Place named) {
    const auto [known, fresh] = columns_.emplace(metric, table_.columns.size());
    if (fresh) {
      table_.columns.push_back({metric, position(named), {}, {}});
    }
    return known->second;
  }

  void read_row(const ActualsLayout& layout, const CsvTable::Row& row) {
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
  table.text = text;
  return table;
}

}  // namespace betledger::ledger
