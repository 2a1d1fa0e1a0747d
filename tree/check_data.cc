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
#include "tree/finding.h"
#include "tree/identity.h"

namespace betledger::tree {
namespace {

constexpr std::size_t shortest = 26;
constexpr int stale_after = 2;
constexpr double good_identity = 0.01;

class DataCheck {
 public:
  DataCheck(const MetricTree& tree, const History& history, std::optional<Day> as_of)
      : tree_{tree}, history_{history}, actuals_{tree, history, as_of}, as_of_{as_of} {}

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
      if (tree_.metric(id).formula) {
        identity(id);
      }
    }
    lags();
    sort_by_place(found_);
    unknown_keys();
    return std::move(found_);
  }

 private:
  void add(std::string_view code,
           Severity severity,
           MetricId id,
           std::string message,
           std::string hint) {
    found_.push_back(
        finding(code, severity, tree_.metric(id).at, std::move(message), std::move(hint)));
  }

  /// "import it (source: ..., owner: ...)": an entry of the list of what to do about the data.
  [[nodiscard]] std::string get_data(MetricId id, std::string_view what) const {
    const Metric& metric = tree_.metric(id);
    std::vector<std::string> whom;
    if (!metric.source.empty()) {
      whom.push_back("source: " + printable(metric.source));
    }
    if (!metric.owner.empty()) {
      whom.push_back("owner: " + printable(metric.owner));
    }
    return whom.empty() ? std::string{what} : fmt::format("{} ({})", what, join(whom, ", "));
  }

  [[nodiscard]] std::string_view period() const { return name(tree_.spec().period); }

  bool other_periods(MetricId id) {
    const auto found = history_.find(tree_.metric(id).key);
    if (found == history_.end() || found->second.kind == tree_.spec().period) {
      return false;
    }
    add("D011",
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
      add("D003",
          Severity::note,
          id,
          fmt::format("`{}` has no actuals of its own: its formula cannot be checked", metric.key),
          get_data(id, "import them where they are counted independently"));
    } else if (metric.baseline) {
      add("D002",
          Severity::note,
          id,
          fmt::format("`{}` has no history; its stated baseline stands in", metric.key),
          get_data(id, "start to collect it"));
    } else {
      add("D001",
          Severity::error,
          id,
          fmt::format("`{}` has no history and no stated baseline", metric.key),
          get_data(id, "import its history, or state its baseline"));
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
    add("D004",
        Severity::error,
        id,
        fmt::format("`{}` is outside its support, {}, in {} of {} periods, first {} on {}",
                    metric.key,
                    name(metric.support),
                    count,
                    known.size(),
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
      add("D005",
          Severity::warning,
          id,
          fmt::format("`{}` has {} {} without a value: {}{}",
                      tree_.metric(id).key,
                      count,
                      count == 1 ? "period" : "periods",
                      join(first_ones, ", "),
                      more ? ", ..." : ""),
          get_data(id, "import the missing values; a gap is never read as zero"));
    }
  }

  void stale(MetricId id, const std::vector<Observation>& known) {
    const Day end = as_of_ ? period_start(tree_.spec().period, *as_of_) : *actuals_.newest();
    const int behind = periods_between(tree_.spec().period, known.back().day, end);
    if (behind >= stale_after) {
      add("D006",
          Severity::warning,
          id,
          fmt::format("the last value of `{}` is of {}, {} periods before {}",
                      tree_.metric(id).key,
                      format_day(known.back().day),
                      behind,
                      as_of_ ? "the end of the data" : "the newest of all"),
          get_data(id, "import the newest values"));
    }
  }

  void thin(MetricId id, const std::vector<Observation>& known) {
    const Metric& metric = tree_.metric(id);
    if (metric.formula) {
      return;
    }
    if (known.size() < shortest) {
      add("D007",
          Severity::warning,
          id,
          fmt::format(
              "`{}` has {} periods of history, fewer than {}", metric.key, known.size(), shortest),
          get_data(id, "import what there is from before; the forecast is wide until then"));
    }
    const bool flat = std::all_of(known.begin(), known.end(), [&](const Observation& o) {
      return o.value == known.front().value;
    });
    if (flat && known.size() > 1) {
      add("D008",
          Severity::warning,
          id,
          fmt::format(
              "`{}` is {} in every period", metric.key, format_rounded(known.front().value)),
          get_data(id, "look at the feed: a forecast from it has no uncertainty at all"));
    }
    if (metric.baseline) {
      add("D012",
          Severity::note,
          id,
          fmt::format("`{}` has a history and a stated baseline", metric.key),
          "take the stated baseline out once the history is trusted");
    }
  }

  void identity(MetricId id) {
    const IdentityFit found = fit_identity(tree_, actuals_, id);
    const IdentityResidual& r = found.residual;
    if (found.no_value) {
      add("D010",
          Severity::warning,
          id,
          fmt::format("the formula of `{}` has no usable value on the actuals of {}",
                      r.metric,
                      format_day(*found.no_value)),
          "look at the values it divides by or takes the logarithm of in that period");
    }
    if (std::abs(r.worst) <= good_identity) {
      return;
    }
    const bool general = r.mean_abs > good_identity;
    add("D009",
        general ? Severity::warning : Severity::note,
        id,
        fmt::format("the actuals of `{}` differ from its formula by {} on average, by {} at worst "
                    "on {} ({} periods)",
                    r.metric,
                    format_percent(r.mean_abs, 2),
                    format_percent(r.worst, 2),
                    format_day(r.worst_period),
                    r.periods),
        "look for a definition or a filter that is not the same on both sides");
  }

  /// The first cycle reads the last actuals through lag(x, k): all k of them must be there.
  void lags() {
    if (!actuals_.newest()) {
      return;
    }
    std::vector<std::uint32_t> longest(tree_.size(), 0);
    for (const Metric& metric : tree_.spec().metrics) {
      for (std::size_t r = 0; metric.formula && r < metric.formula->references().size(); ++r) {
        std::uint32_t& of = longest[tree_.find(metric.formula->references()[r])->value()];
        of = std::max(of, metric.formula->longest_lag(r));
      }
    }
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      lag_start(MetricId{i}, longest[i]);
    }
  }

  void lag_start(MetricId id, std::uint32_t longest) {
    const Metric& metric = tree_.metric(id);
    if (metric.baseline && actuals_.series(id) == nullptr) {
      return;
    }
    for (std::uint32_t back = 0; back < longest; ++back) {
      const Day day = advance(tree_.spec().period, *actuals_.newest(), -static_cast<int>(back));
      const bool there = actuals_.value(id, day).has_value() ||
                         (metric.formula && actuals_.computed(id, day).has_value());
      if (!there) {
        add("D013",
            Severity::warning,
            id,
            fmt::format("a formula reads `{}` up to {} periods back, but {} has no value",
                        metric.key,
                        longest,
                        format_day(day)),
            get_data(id, "import the last values before the cycle"));
        return;
      }
    }
  }

  void unknown_keys() {
    const KeyIndex keys{tree_.spec().metrics};
    for (const auto& [key, series] : history_) {
      if (!keys.find(key)) {
        found_.push_back(
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
  Diagnostics found_;
};

}  // namespace

Diagnostics check_data(const MetricTree& tree, const History& history, std::optional<Day> as_of) {
  return DataCheck{tree, history, as_of}.run();
}

}  // namespace betledger::tree
