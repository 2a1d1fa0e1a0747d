#include "ledger/actuals/actuals_import.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "ledger/actuals/actuals_dates.h"
#include "ledger/text/csv.h"

namespace betledger::ledger {
namespace {

namespace chrono = std::chrono;

constexpr int most_years_back = 100;
constexpr int most_years_ahead = 20;

Day years_from(Day day, int years) {
  const chrono::year_month_day date{day};
  return Day{(date.year() + chrono::years{years}) / date.month() / 1};
}

class Importer {
 public:
  Importer(const Book& book, const ActualsTable& table, const ImportSettings& settings)
      : book_{book},
        table_{table},
        settings_{settings},
        earliest_{years_from(settings.today, -most_years_back)},
        latest_{years_from(settings.today, most_years_ahead)} {
    for (const tree::Metric& metric : book.tree.metrics) {
      keys_.push_back(metric.key);
    }
    plan_.warnings = table.notes;
  }

  Result<ImportPlan> run() {
    if (table_.kind != book_.tree.period) {
      report("C017",
             Severity::error,
             first_position(),
             fmt::format("the file has {}s, the tree counts in {}s",
                         name(table_.kind),
                         name(book_.tree.period)),
             fmt::format("sum or average the values to one per {} first", name(book_.tree.period)));
    }
    for (const ActualsTable::Column& column : table_.columns) {
      if (const tree::Metric* metric = book_.tree.find(column.metric)) {
        take(*metric, column);
      } else {
        unknown(column);
      }
    }
    warn_of_days_to_come();
    if (!has_error(findings_)) {
      Diagnostics strange = strange_dates(book_, table_);
      std::move(strange.begin(), strange.end(), std::back_inserter(findings_));
    }
    std::stable_sort(
        findings_.begin(), findings_.end(), [](const Diagnostic& a, const Diagnostic& b) {
          return std::pair{a.at.line, a.at.column} < std::pair{b.at.line, b.at.column};
        });
    add_excerpts(findings_, table_.text);
    if (has_error(findings_)) {
      return std::move(findings_);
    }
    std::move(findings_.begin(), findings_.end(), std::back_inserter(plan_.warnings));
    plan_.too_late = values_of_closed_cycles(book_, plan_.events);
    return std::move(plan_);
  }

 private:
  void report(
      std::string code, Severity severity, Position at, std::string message, std::string hint) {
    findings_.push_back(
        {std::move(code), severity, std::move(at), {}, std::move(message), std::move(hint)});
  }

  [[nodiscard]] Position first_position() const {
    return table_.columns.empty() ? Position{} : table_.columns.front().named_at;
  }

  void unknown(const ActualsTable::Column& column) {
    const bool skip = settings_.skip_unknown;
    const auto close = did_you_mean(column.metric, keys_);
    const std::string otherwise =
        "define it in tree.yaml, remove it, or leave it out with --skip-unknown";
    report("C019",
           skip ? Severity::warning : Severity::error,
           column.named_at,
           fmt::format(
               "{} is no metric of the tree{}", printable(column.metric), skip ? ": left out" : ""),
           close  ? fmt::format("did you mean {}?", *close)
           : skip ? ""
                  : otherwise);
  }

  /// A locked metric takes values from its stated source only.
  [[nodiscard]] bool locked_against(const tree::Metric& metric) const {
    const std::size_t slash = settings_.source.find_last_of("/\\");
    const std::string_view file_name =
        std::string_view{settings_.source}.substr(slash == std::string::npos ? 0 : slash + 1);
    return metric.source_of_truth && !metric.source.empty() && settings_.source != metric.source &&
           file_name != metric.source;
  }

  void take(const tree::Metric& metric, const ActualsTable::Column& column) {
    if (locked_against(metric)) {
      report(
          "C022",
          Severity::error,
          column.named_at,
          fmt::format("{} is locked to its source of truth, {}; this is {}",
                      metric.key,
                      printable(metric.source),
                      printable(settings_.source)),
          "import that file; if the data comes from elsewhere now, change `source` in tree.yaml");
      return;
    }
    ActualsRecorded news{metric.key, settings_.source, {}};
    const auto known = book_.actuals.find(metric.key);
    for (std::size_t i = 0; i < column.values.size(); ++i) {
      const Observation& value = column.values[i];
      check(metric, value, column.at[i]);
      if (is_news(known == book_.actuals.end() ? nullptr : &known->second, value)) {
        news.values.push_back(value);
      }
    }
    if (!news.values.empty()) {
      plan_.events.emplace_back(std::move(news));
    }
  }

  void check(const tree::Metric& metric, const Observation& value, const Position& at) {
    if (value.day < earliest_ || value.day > latest_) {
      report("C026",
             Severity::error,
             at,
             fmt::format("{} of {} is far from today, {}",
                         metric.key,
                         format_day(value.day),
                         format_day(settings_.today)),
             fmt::format("actuals run from {} to {}; is the year right?",
                         format_day(earliest_),
                         format_day(latest_)));
    } else if (value.day > settings_.today) {
      first_to_come_ = to_come_ == 0 || value.day < first_to_come_.first ? std::pair{value.day, at}
                                                                         : first_to_come_;
      ++to_come_;
    }
    if (!contains(metric.support, value.value)) {
      report("C020",
             Severity::error,
             at,
             fmt::format("{} of {} is outside the support of {} ({})",
                         format_number(value.value),
                         format_day(value.day),
                         metric.key,
                         name(metric.support)),
             way_into(metric.support, value.value));
    }
  }

  void warn_of_days_to_come() {
    if (to_come_ > 0) {
      const std::string first = format_day(first_to_come_.first);
      report("C026",
             Severity::warning,
             first_to_come_.second,
             fmt::format(
                 "{}; today is {}",
                 to_come_ == 1
                     ? fmt::format("the period of {} is to come", first)
                     : fmt::format(
                           "{} values are of periods to come, the first of {}", to_come_, first),
                 format_day(settings_.today)),
             "an actual is what happened: correct the years, or the clock of this machine");
    }
  }

  bool is_news(const std::map<Day, std::vector<Recorded>>* known, const Observation& value) {
    if (known != nullptr) {
      if (const auto there = known->find(value.day); there != known->end()) {
        const bool same = there->second.back().value == value.value;
        ++(same ? plan_.unchanged : plan_.revised);
        return !same;
      }
    }
    ++plan_.added;
    return true;
  }

  const Book& book_;
  const ActualsTable& table_;
  const ImportSettings& settings_;
  Day earliest_;
  Day latest_;
  std::size_t to_come_ = 0;
  std::pair<Day, Position> first_to_come_;
  std::vector<std::string> keys_;
  Diagnostics findings_;
  ImportPlan plan_;
};

}  // namespace

Result<ImportPlan> plan_import(const Book& book,
                               const ActualsTable& table,
                               const ImportSettings& settings) {
  return Importer{book, table, settings}.run();
}

}  // namespace betledger::ledger
