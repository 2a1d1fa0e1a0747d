#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/diagnostic.h"
#include "core/result.h"
#include "tree/metric_tree.h"

namespace betledger {

// A tree for tests, of plain values: take what is here and change what the test is about.
//   built(spec({component("revenue", "orders * basket"), metric("orders"), metric("basket")}))

/// What nothing is wrong with; else the test ends with what is.
template <class T>
T sound(Result<T> result) {
  if (!result) {
    throw std::invalid_argument{render(result.error())};
  }
  return std::move(result).value();
}

/// A metric that no check finds fault with.
inline tree::Metric metric(const std::string& key,
                           tree::Support support = tree::Support::positive,
                           tree::RollupKind rollup = tree::RollupKind::sum) {
  tree::Metric result;
  result.key = key;
  result.name = key;
  result.definition = "What is counted.";
  result.owner = "team";
  result.support = support;
  result.rollup = {rollup, ""};
  return result;
}

inline tree::Formula formula(const std::string& text) {
  return sound(tree::parse_formula(text));
}

/// The same with a formula.
inline tree::Metric component(const std::string& key,
                              const std::string& text,
                              tree::Support support = tree::Support::positive,
                              tree::RollupKind rollup = tree::RollupKind::sum) {
  tree::Metric result = metric(key, support, rollup);
  result.formula = formula(text);
  return result;
}

/// An elasticity of `strength`, `lag_weeks` later, that is real with a medium confidence.
inline tree::Link link(const std::string& from,
                       const std::string& to,
                       Distribution strength = Distribution::constant(0.5),
                       double lag_weeks = 0) {
  tree::Link result;
  result.from = from;
  result.to = to;
  result.strength = std::move(strength);
  result.lag = {lag_weeks, Duration::Unit::weeks};
  result.confidence = tree::Confidence{tree::Confidence::Word::medium};
  result.evidence = "an experiment";
  return result;
}

/// The first metric is the focus.
inline tree::TreeSpec spec(std::vector<tree::Metric> metrics, std::vector<tree::Link> links = {}) {
  tree::TreeSpec result;
  result.title = "a tree";
  result.focus = metrics.empty() ? "" : metrics.front().key;
  result.metrics = std::move(metrics);
  result.links = std::move(links);
  return result;
}

inline tree::MetricTree built(tree::TreeSpec from) {
  return sound(tree::MetricTree::build(std::move(from)));
}

}  // namespace betledger
