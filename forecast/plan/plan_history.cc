#include "forecast/plan/plan_history.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "forecast/plan/mistake.h"

namespace betledger::forecast {
namespace {

Diagnostic warning(std::string code, const Position& at, std::string message, std::string hint) {
  Diagnostic diagnostic = mistake(std::move(code), at, std::move(message), std::move(hint));
  diagnostic.severity = Severity::warning;
  return diagnostic;
}

/// Takes missing periods off both ends.
void trim(Series& series) {
  const auto has_value = [](const std::optional<double>& value) { return value.has_value(); };
  auto& values = series.values;
  values.erase(std::find_if(values.rbegin(), values.rend(), has_value).base(), values.end());
  const auto first = std::find_if(values.begin(), values.end(), has_value);
  series.start = series.start_of(static_cast<int>(first - values.begin()));
  values.erase(values.begin(), first);
}

void blank(const tree::Metric& metric, Series& series, Diagnostics& warnings) {
  for (std::size_t t = 0; t < series.values.size(); ++t) {
    std::optional<double>& value = series.values[t];
    if (!value || tree::contains(metric.support, *value)) {
      continue;
    }
    warnings.push_back(
        warning("D550",
                metric.at,
                fmt::format("{} in the {} of {} is {}, outside its support ({}): left out",
                            metric.key,
                            name(series.kind),
                            format_day(series.start_of(static_cast<int>(t))),
                            format_number(*value),
                            tree::name(metric.support)),
                "import the right value, or leave the period empty to say it is missing"));
    value.reset();
  }
}

/// The longest k of lag(metric, k) in any formula, by MetricId; 0 where nobody looks back.
std::vector<std::uint32_t> longest_lags(const tree::MetricTree& tree) {
  std::vector<std::uint32_t> longest(tree.size(), 0);
  for (const tree::Metric& metric : tree.spec().metrics) {
    const std::size_t count = metric.formula ? metric.formula->references().size() : 0;
    for (std::size_t r = 0; r < count; ++r) {
      const auto id = tree.find(metric.formula->references()[r]);
      BET_EXPECT(id.has_value());
      longest[id->value()] = std::max(longest[id->value()], metric.formula->longest_lag(r));
    }
  }
  return longest;
}

/// One value of the past. `carried`: not known, but taken from what is.
struct Cell {
  double value = 0;
  bool known = false;
  bool carried = false;
};

/// The past of every metric on one grid of periods that ends where the cycle starts.
class Grid {
 public:
  Grid(const tree::MetricTree& tree, const tree::History& history, const Timeline& timeline)
      : tree_{tree}, history_{history}, timeline_{timeline} {
    int first = 0;
    for (const auto& [key, series] : history) {
      first = std::min(first, periods_between(timeline.kind, timeline.start, series.start));
    }
    periods_ = static_cast<std::size_t>(-first);
    for (const tree::Metric& metric : tree.spec().metrics) {
      const bool stated = metric.baseline && !history.contains(metric.key);
      stated_.push_back(stated ? std::optional{metric.baseline->start.quantile(0.5)}
                               : std::nullopt);
    }
    cells_.assign(tree.size(), std::vector<Cell>(periods_));
    for (std::size_t t = 0; t < periods_; ++t) {
      for (const MetricId id : tree.in_dependency_order()) {
        cells_[id.value()][t] = fill(id, t);
      }
    }
  }

  [[nodiscard]] Past past_of(MetricId id, std::uint32_t count) const {
    Past past;
    for (std::size_t k = count; k >= 1; --k) {
      const Cell cell = back(id, periods_, k);
      if (!cell.known) {
        return {{}, 0, false};
      }
      past.values.push_back(cell.value);
      past.assumed += cell.carried ? 1U : 0U;
    }
    return past;
  }

 private:
  [[nodiscard]] Cell back(MetricId id, std::size_t t, std::size_t periods_back) const {
    if (const auto stated = stated_[id.value()]) {
      return {*stated, true, true};
    }
    return periods_back <= t ? cells_[id.value()][t - periods_back] : Cell{};
  }

  [[nodiscard]] Cell fill(MetricId id, std::size_t t) const {
    const tree::Metric& metric = tree_.metric(id);
    const auto series = history_.find(metric.key);
    if (series != history_.end()) {
      const Day day = timeline_.start_of(static_cast<int>(t) - static_cast<int>(periods_));
      if (const auto value = series->second.at(day)) {
        return {*value, true, false};
      }
    }
    const Cell computed = metric.formula ? from_children(metric, t) : Cell{};
    if (computed.known || t == 0) {
      return computed;
    }
    Cell last = back(id, t, 1);
    last.carried = last.known;
    return last;
  }

  [[nodiscard]] Cell from_children(const tree::Metric& metric, std::size_t t) const {
    Cell result{0, true, false};
    const auto references = metric.formula->references();
    const double value =
        metric.formula->evaluate([&](std::uint32_t reference, std::uint32_t periods_back) {
          const auto id = tree_.find(references[reference]);
          const Cell cell = back(*id, t, periods_back);
          result.known = result.known && cell.known;
          result.carried = result.carried || cell.carried;
          return cell.value;
        });
    result.value = value;
    result.known = result.known && tree::contains(metric.support, value);
    return result.known ? result : Cell{};
  }

  const tree::MetricTree& tree_;
  const tree::History& history_;
  const Timeline& timeline_;
  std::size_t periods_ = 0;
  std::vector<std::optional<double>> stated_;  // median of a belief that stands for a history
  std::vector<std::vector<Cell>> cells_;       // by MetricId, then period
};

}  // namespace

tree::History usable_history(const tree::MetricTree& tree,
                             const tree::History& history,
                             Diagnostics& warnings) {
  tree::History usable;
  for (const tree::Metric& metric : tree.spec().metrics) {
    const auto found = history.find(metric.key);
    if (found == history.end()) {
      continue;
    }
    Series series = found->second;
    blank(metric, series, warnings);
    trim(series);
    if (!series.values.empty()) {
      usable.emplace(metric.key, std::move(series));
    }
  }
  return usable;
}

std::vector<Past> pasts_of(const tree::MetricTree& tree,
                           const tree::History& history,
                           const Timeline& timeline) {
  const std::vector<std::uint32_t> longest = longest_lags(tree);
  const Grid grid{tree, history, timeline};
  std::vector<Past> pasts;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    pasts.push_back(grid.past_of(MetricId{i}, longest[i]));
  }
  return pasts;
}

Diagnostics check_history(const Plan& plan, Diagnostics& warnings) {
  Diagnostics found;
  const std::vector<Past> pasts = pasts_of(plan.tree, plan.history, plan.cycle.timeline);
  for (std::uint32_t i = 0; i < plan.tree.size(); ++i) {
    const tree::Metric& metric = plan.tree.metric(MetricId{i});
    const bool nothing = !plan.history.contains(metric.key);
    if (nothing && !metric.is_component() && !metric.baseline) {
      found.push_back(
          mistake("B012",
                  metric.at,
                  fmt::format("'{}' has neither history nor a stated baseline", metric.key),
                  fmt::format("import its actuals, or state what is believed of it, as in "
                              "`baseline: {{start: {{p10: 80, p50: 100, p90: 120}}, end: ...}}`")));
    } else if (!pasts[i].known) {
      found.push_back(mistake(
          "B013",
          metric.at,
          fmt::format("a formula reads '{}' further back than its history goes", metric.key),
          fmt::format("import actuals of '{}' for the periods before {}",
                      metric.key,
                      format_day(plan.cycle.timeline.start))));
    } else if (pasts[i].assumed > 0) {
      warnings.push_back(warning(
          "D551",
          metric.at,
          fmt::format("{} of the {} values of '{}' that formulas read before {} are not known: the "
                      "last known value, or the median of a stated baseline, stands in",
                      pasts[i].assumed,
                      pasts[i].values.size(),
                      metric.key,
                      format_day(plan.cycle.timeline.start)),
          "import the actuals up to the start of the cycle"));
    }
  }
  return found;
}

}  // namespace betledger::forecast
