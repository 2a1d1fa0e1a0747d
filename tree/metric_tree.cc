#include "tree/metric_tree.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "core/contract.h"
#include "tree/dependency_graph.h"
#include "tree/finding.h"
#include "tree/tree_rules.h"

namespace betledger::tree {
namespace {

/// Everything that reads something: `now` within one period, `ever` at any lag. Each pair once;
/// names that do not resolve are left out.
struct Dependencies {
  std::vector<Dependency> now;
  std::vector<Dependency> ever;
};

Dependencies dependencies_of(const TreeSpec& spec, const KeyIndex& index) {
  Dependencies result;
  const auto add = [&](std::string_view driver, MetricId outcome, bool now) {
    if (const std::optional<MetricId> id = index.find(driver)) {
      result.ever.push_back({*id, outcome});
      if (now) {
        result.now.push_back({*id, outcome});
      }
    }
  };
  for (std::uint32_t i = 0; i < spec.metrics.size(); ++i) {
    if (const std::optional<Formula>& formula = spec.metrics[i].formula) {
      for (std::size_t r = 0; r < formula->references().size(); ++r) {
        add(formula->references()[r], MetricId{i}, formula->read_now(r));
      }
    }
  }
  for (const Link& link : spec.links) {
    const std::optional<MetricId> to = index.find(link.to);
    if (to && link.from != link.to) {
      add(link.from, *to, link.periods_of_lag(spec.period) == 0);
    }
  }
  return result;
}

/// The link that joins two metrics within one period, if it is a link that does.
const Link* link_between(const TreeSpec& spec, const Metric& from, const Metric& to) {
  const auto found = std::find_if(spec.links.begin(), spec.links.end(), [&](const Link& link) {
    return link.from == from.key && link.to == to.key && link.periods_of_lag(spec.period) == 0;
  });
  return found == spec.links.end() ? nullptr : &*found;
}

Diagnostic loop_error(const TreeSpec& spec, const std::vector<MetricId>& loop) {
  std::string path;
  const Link* weakest = nullptr;
  for (std::size_t i = 0; i < loop.size(); ++i) {
    const Metric& from = spec.metrics[loop[i].value()];
    const Metric& to = spec.metrics[loop[(i + 1) % loop.size()].value()];
    path += from.key + " -> ";
    if (weakest == nullptr && !to.formula) {
      weakest = link_between(spec, from, to);
    }
  }
  const Metric& first = spec.metrics[loop.front().value()];
  path += first.key;
  std::string hint;
  if (weakest != nullptr) {
    const std::string period{name(spec.period)};
    hint = fmt::format(
        "give the link {} a lag of at least one {}{}",
        weakest->key(),
        period,
        weakest->lag.count > 0
            ? fmt::format("; its {} rounds to no {} at all", format_duration(weakest->lag), period)
            : std::string{});
  } else {
    const Metric& last = spec.metrics[loop.back().value()];
    hint = fmt::format(
        "let one of them read the period before, such as lag({}, 1) in `{}`", last.key, first.key);
  }
  const bool by_formula = first.formula.has_value();
  return finding("T012",
                 Severity::error,
                 by_formula ? in_formula(first, 1) : first.at,
                 fmt::format("a loop within one period: {}", path),
                 std::move(hint));
}

void append(Diagnostics& to, Diagnostics more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

}  // namespace

Result<MetricTree> MetricTree::build(TreeSpec spec) {
  MetricTree tree;
  tree.index_ = KeyIndex{spec.metrics};
  Diagnostics errors = broken_names(spec, tree.index_);
  append(errors, contradictions(spec, tree.index_));
  const Dependencies dependencies = dependencies_of(spec, tree.index_);
  for (const auto& loop : shortest_loops(spec.metrics.size(), dependencies.now)) {
    errors.push_back(loop_error(spec, loop));
  }
  if (!errors.empty()) {
    sort_by_place(errors);
    return errors;
  }

  const std::size_t size = spec.metrics.size();
  tree.spec_ = std::move(spec);
  tree.focus_ = *tree.find(tree.spec_.focus);
  tree.order_ = dependency_order(size, dependencies.now);
  tree.level_ = steps_to_drivers(size, dependencies.ever, tree.focus_);
  tree.drivers_.resize(size);
  tree.outcomes_.resize(size);
  tree.links_into_.resize(size);
  for (const Dependency& d : dependencies.ever) {
    tree.drivers_[d.outcome.value()].push_back(d.driver);
    tree.outcomes_[d.driver.value()].push_back(d.outcome);
  }
  for (std::uint32_t i = 0; i < tree.spec_.links.size(); ++i) {
    tree.links_into_[tree.find(tree.spec_.links[i].to)->value()].push_back(i);
  }
  return tree;
}

std::optional<MetricId> MetricTree::find(std::string_view key) const noexcept {
  return index_.find(key);
}

std::span<const MetricId> MetricTree::drivers_of(MetricId id) const {
  return drivers_[id.value()];
}

std::span<const MetricId> MetricTree::outcomes_of(MetricId id) const {
  return outcomes_[id.value()];
}

std::span<const std::uint32_t> MetricTree::links_into(MetricId id) const {
  return links_into_[id.value()];
}

std::optional<std::uint32_t> MetricTree::level(MetricId id) const {
  return level_[id.value()];
}

std::uint32_t node_of(const MetricTree& tree, MetricId metric) {
  const auto order = tree.in_dependency_order();
  const auto found = std::find(order.begin(), order.end(), metric);
  BET_EXPECT(found != order.end());
  return static_cast<std::uint32_t>(found - order.begin());
}

}  // namespace betledger::tree
