#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "core/number.h"
#include "core/text.h"
#include "tree/actuals.h"
#include "tree/check.h"
#include "tree/check_formulas.h"
#include "tree/data_findings.h"
#include "tree/finding.h"

namespace betledger::tree {
namespace {

constexpr std::size_t shortest = 26;
constexpr int stale_after = 2;

class DataCheck {
 public:
  DataCheck(const MetricTree& tree, const History& history, std::optional<Day> as_of)
      : tree_{tree},
        history_{history},
        actuals_{tree, history, as_of},
        as_of_{as_of},
        findings_{tree} {}

  Diagnostics run() {
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      const MetricId id{i};
      const std::vector<Observation> known = actuals_.observed(id);
      if (other_periods(id)) {
        continue;
      }
      if (known.empty()) {
        missing(id);
      } else {
        outside(id, known);
        gaps(id, known);
        stale(id, known);
        thin(id, known);
      }
    }
    check_formulas(tree_, actuals_, findings_);
    Diagnostics found = std::move(findings_).take();
    sort_by_place(found);
    unknown_keys(found);
    return found;
  }

 private:
  [[nodiscard]] std::string_view period() const { return name(tree_.spec().period); }

  bool other_periods(MetricId id) {
    const auto found = history_.find(tree_.metric(id).key);
    if (found == history_.end() || found->second.kind == tree_.spec().period) {
      return false;
    }
    findings_.add("D011",
                  Severity::error,
                  id,
                  fmt::format("the history of `{}` is by {}, the tree by {}",
                              found->first,
                              name(found->second.kind),
                              period()),
                  fmt::format("import it by {}", period()));
    return true;
  }

  void missing(MetricId id) {
    const Metric& metric = tree_.metric(id);
    if (metric.formula) {
      findings_.add(
          "D003",
          Severity::note,
          id,
          fmt::format("`{}` has no actuals of its own: its formula cannot be checked", metric.key),
          findings_.get_data(id, "import them where they are counted independently"));
    } else if (metric.baseline) {
      findings_.add("D002",
                    Severity::note,
                    id,
                    fmt::format("`{}` has no history; its stated baseline stands in", metric.key),
                    findings_.get_data(id, "start to collect it"));
    } else {
      findings_.add("D001",
                    Severity::error,
                    id,
                    fmt::format("`{}` has no history and no stated baseline", metric.key),
                    findings_.get_data(id, "import its history, or state its baseline"));
    }
  }

  void outside(MetricId id, const std::vector<Observation>& known) {
    const Metric& metric = tree_.metric(id);
    const auto out = [&](const Observation& o) { return !contains(metric.support, o.value); };
    const auto first = std::find_if(known.begin(), known.end(), out);
    if (first == known.end()) {
      return;
    }
    const auto count = std::count_if(known.begin(), known.end(), out);
    const std::string written =
        std::isfinite(first->value) ? format_rounded(first->value) : "not a finite number";
    findings_.add("D004",
                  Severity::error,
                  id,
                  fmt::format("`{}` is outside its support, {}, in {} of {}, first {} on {}",
                              metric.key,
                              name(metric.support),
                              count,
                              counted(known.size(), "period"),
                              written,
                              format_day(first->day)),
                  way_into(metric.support, first->value));
  }

  void gaps(MetricId id, const std::vector<Observation>& known) {
    std::vector<std::string> first_ones;
    int count = 0;
    for (std::size_t i = 1; i < known.size(); ++i) {
      const int step = periods_between(tree_.spec().period, known[i - 1].day, known[i].day);
      count += step - 1;
      for (int k = 1; k < step && first_ones.size() < 3; ++k) {
        first_ones.push_back(format_day(advance(tree_.spec().period, known[i - 1].day, k)));
      }
    }
    if (count > 0) {
      const bool more = static_cast<std::size_t>(count) > first_ones.size();
      findings_.add(
          "D005",
          Severity::warning,
          id,
          fmt::format("`{}` has {} without a value: {}{}",
                      tree_.metric(id).key,
                      counted(static_cast<std::size_t>(count), "period"),
                      join(first_ones, ", "),
                      more ? ", ..." : ""),
          findings_.get_data(id, "import the missing values; a gap is never read as zero"));
    }
  }

  void stale(MetricId id, const std::vector<Observation>& known) {
    const Day end = as_of_ ? period_start(tree_.spec().period, *as_of_) : *actuals_.newest();
    const int behind = periods_between(tree_.spec().period, known.back().day, end);
    if (behind >= stale_after) {
      findings_.add("D006",
                    Severity::warning,
                    id,
                    fmt::format("the last value of `{}` is of {}, {} periods before {}",
                                tree_.metric(id).key,
                                format_day(known.back().day),
                                behind,
                                as_of_ ? "the end of the data" : "the newest of all"),
                    findings_.get_data(id, "import the newest values"));
    }
  }

  void thin(MetricId id, const std::vector<Observation>& known) {
    const Metric& metric = tree_.metric(id);
    if (metric.formula) {
      return;
    }
    if (known.size() < shortest) {
      findings_.add("D007",
                    Severity::warning,
                    id,
                    fmt::format("`{}` has {} of history, fewer than {}",
                                metric.key,
                                counted(known.size(), "period"),
                                shortest),
                    findings_.get_data(
                        id, "import what there is from before; the forecast is wide until then"));
    }
    const bool flat = std::all_of(known.begin(), known.end(), [&](const Observation& o) {
      return o.value == known.front().value;
    });
    if (flat && known.size() > 1) {
      findings_.add(
          "D008",
          Severity::warning,
          id,
          fmt::format(
              "`{}` is {} in every period", metric.key, format_rounded(known.front().value)),
          findings_.get_data(id, "look at the feed: a forecast from it has no uncertainty at all"));
    }
    if (metric.baseline) {
      findings_.add("D012",
                    Severity::note,
                    id,
                    fmt::format("`{}` has a history and a stated baseline", metric.key),
                    "take the stated baseline out once the history is trusted");
    }
  }

  void unknown_keys(Diagnostics& found) const {
    const KeyIndex keys{tree_.spec().metrics};
    for (const auto& [key, series] : history_) {
      if (!keys.find(key)) {
        found.push_back(
            finding("D014",
                    Severity::warning,
                    {},
                    fmt::format("there is history of `{}`, which is not a metric of the tree",
                                printable(key)),
                    keys.way_out(key)));
      }
    }
  }

  const MetricTree& tree_;
  const History& history_;
  Actuals actuals_;
  std::optional<Day> as_of_;
  DataFindings findings_;
};

}  // namespace

Diagnostics check_data(const MetricTree& tree, const History& history, std::optional<Day> as_of) {
  return DataCheck{tree, history, as_of}.run();
}

}  // namespace betledger::tree
