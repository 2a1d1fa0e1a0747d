#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "ledger/actuals.h"

namespace betledger::ledger {
namespace {

class Importer {
 public:
  Importer(const Book& book, const ActualsTable& table, const std::string& source)
      : book_{book}, table_{table}, source_{source} {
    for (const tree::Metric& metric : book.tree.metrics) {
      keys_.push_back(metric.key);
    }
    plan_.warnings = table.notes;
  }

  Result<ImportPlan> run(bool skip_unknown) {
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
        refuse_unknown(column, skip_unknown);
      }
    }
    add_excerpts(findings_, table_.text);
    if (has_error(findings_)) {
      return std::move(findings_);
    }
    std::move(findings_.begin(), findings_.end(), std::back_inserter(plan_.warnings));
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

  void refuse_unknown(const ActualsTable::Column& column, bool skip) {
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
    const std::size_t slash = source_.find_last_of("/\\");
    const std::string_view file_name =
        std::string_view{source_}.substr(slash == std::string::npos ? 0 : slash + 1);
    return metric.source_of_truth && !metric.source.empty() && source_ != metric.source &&
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
                      printable(source_)),
          "import that file; if the data comes from elsewhere now, change `source` in tree.yaml");
      return;
    }
    ActualsRecorded news{metric.key, source_, {}};
    const auto known = book_.actuals.find(metric.key);
    for (std::size_t i = 0; i < column.values.size(); ++i) {
      const Observation& value = column.values[i];
      if (!contains(metric.support, value.value)) {
        report("C020",
               Severity::warning,
               column.at[i],
               fmt::format("{} of {} is outside the support of {} ({})",
                           format_number(value.value),
                           format_day(value.day),
                           metric.key,
                           name(metric.support)),
               "it is recorded as it stands, and left out where a model needs the support");
      }
      if (is_news(known == book_.actuals.end() ? nullptr : &known->second, value)) {
        news.values.push_back(value);
      }
    }
    if (!news.values.empty()) {
      plan_.events.emplace_back(std::move(news));
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
  const std::string& source_;
  std::vector<std::string> keys_;
  Diagnostics findings_;
  ImportPlan plan_;
};

}  // namespace

Result<ImportPlan> plan_import(const Book& book,
                               const ActualsTable& table,
                               const std::string& source,
                               bool skip_unknown) {
  return Importer{book, table, source}.run(skip_unknown);
}

}  // namespace betledger::ledger
