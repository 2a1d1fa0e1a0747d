#include "forecast/baseline/truth.h"

#include <algorithm>
#include <optional>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

/// An empty series from the first to the last period of any history.
Series grid_of(const tree::MetricTree& tree, const tree::History& history) {
  Series grid{tree.spec().period, {}, {}};
  std::optional<Day> end;
  for (const auto& [key, series] : history) {
    const Day last = series.start_of(static_cast<int>(series.values.size()));
    grid.start = end ? std::min(grid.start, series.start) : series.start;
    end = end ? std::max(*end, last) : last;
  }
  if (end) {
    grid.values.resize(static_cast<std::size_t>(periods_between(grid.kind, grid.start, *end)));
  }
  return grid;
}

std::optional<double> computed(const tree::MetricTree& tree,
                               const tree::Metric& metric,
                               const std::vector<Series>& truth,
                               std::size_t t) {
  bool known = true;
  const auto references = metric.formula->references();
  const double value =
      metric.formula->evaluate([&](std::uint32_t reference, std::uint32_t periods_back) {
        const auto id = tree.find(references[reference]);
        const auto& values = truth[id->value()].values;
        const auto read = periods_back <= t ? values[t - periods_back] : std::optional<double>{};
        known = known && read.has_value();
        return read.value_or(0.0);
      });
  return known ? std::optional{value} : std::nullopt;
}

}  // namespace

std::vector<Series> truth_of(const tree::MetricTree& tree, const tree::History& history) {
  std::vector<Series> truth(tree.size(), grid_of(tree, history));
  const Series grid = grid_of(tree, history);
  for (std::size_t t = 0; t < grid.values.size(); ++t) {
    for (const MetricId id : tree.in_dependency_order()) {
      const tree::Metric& metric = tree.metric(id);
      const auto own = history.find(metric.key);
      auto value =
          own == history.end() ? std::nullopt : own->second.at(grid.start_of(static_cast<int>(t)));
      if (!value && metric.formula) {
        value = computed(tree, metric, truth, t);
      }
      if (value && tree::contains(metric.support, *value)) {
        truth[id.value()].values[t] = value;
      }
    }
  }
  return truth;
}

std::vector<MetricId> made_of(const tree::MetricTree& tree, MetricId metric) {
  std::vector<bool> found(tree.size());
  std::vector<MetricId> waiting{metric};
  const auto visit = [&](const std::string& key) {
    const auto id = tree.find(key);
    BET_EXPECT(id.has_value());
    waiting.push_back(*id);
  };
  const tree::Rollup& rollup = tree.metric(metric).rollup;
  if (rollup.kind == tree::RollupKind::weighted) {
    visit(rollup.weighted_by);
  }
  while (!waiting.empty()) {
    const MetricId id = waiting.back();
    waiting.pop_back();
    if (found[id.value()]) {
      continue;
    }
    found[id.value()] = true;
    if (const auto& formula = tree.metric(id).formula) {
      for (const std::string& key : formula->references()) {
        visit(key);
      }
    }
  }
  std::vector<MetricId> result;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    if (found[i]) {
      result.emplace_back(i);
    }
  }
  return result;
}

}  // namespace betledger::forecast
