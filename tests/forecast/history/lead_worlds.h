#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/random/inverse_normal.h"
#include "sim/random/philox.h"

#include "tests/forecast/plan/shop.h"

namespace betledger::forecast {

// Worlds in which surprises in `reach` foretell surprises in `orders`, three weeks later.

inline double noise_of(std::string_view name, std::size_t t) {
  return sim::inverse_normal::of_word(
      sim::random_word(sim::StreamKey::of(23, name), 0, static_cast<std::uint32_t>(t)));
}

inline tree::Link link_of(const std::string& from, const std::string& to, int lag) {
  tree::Link link;
  link.from = from;
  link.to = to;
  link.strength = Distribution::make(Normal{0.6, 0.1}).value();
  link.lag = {static_cast<double>(lag), Duration::Unit::weeks};
  link.evidence = "none";
  return link;
}

/// focus = reach + orders + other, all positive, double_reach = 2 reach, with the links given.
inline tree::TreeSpec lead_spec(std::vector<tree::Link> links) {
  using tree::RollupKind;
  using tree::Support;
  tree::TreeSpec spec;
  spec.title = "Test";
  spec.focus = "focus";
  tree::Metric focus = metric("focus", Support::real, RollupKind::sum);
  focus.formula = tree::parse_formula("reach + orders + other").value();
  tree::Metric twice = metric("double_reach", Support::positive, RollupKind::sum);
  twice.formula = tree::parse_formula("2 * reach").value();
  spec.metrics = {focus,
                  metric("reach", Support::positive, RollupKind::sum),
                  metric("orders", Support::positive, RollupKind::sum),
                  metric("other", Support::positive, RollupKind::sum),
                  twice};
  for (tree::Metric& each : spec.metrics) {
    each.unit = "";
  }
  spec.links = std::move(links);
  return spec;
}

inline tree::MetricTree lead_tree(std::vector<tree::Link> links) {
  return tree::MetricTree::build(lead_spec(std::move(links))).value();
}

/// A positive metric whose logarithm follows these surprises of 5 % and remembers that much of its
/// last value.
inline Series series_of(const std::vector<double>& surprises, double memory, std::size_t periods) {
  Series series{PeriodKind::week, day_of("2024-01-01"), {}};
  double value = 0;
  for (std::size_t t = 0; t < periods; ++t) {
    value = memory * value + 0.05 * surprises[t];
    series.values.emplace_back(100 * std::exp(value));
  }
  return series;
}

/// Surprises of both metrics, `periods` of them in the history and more to come.
struct LeadWorld {
  std::vector<double> reach;
  std::vector<double> orders;
  tree::History history;

  LeadWorld(int number, double gamma, std::size_t periods, std::size_t ahead = 0) {
    const std::string run = std::to_string(number);
    for (std::size_t t = 0; t < periods + ahead; ++t) {
      reach.push_back(noise_of("reach" + run, t));
      const double own = noise_of("orders" + run, t);
      orders.push_back(t < 3 ? own : gamma * reach[t - 3] + std::sqrt(1 - gamma * gamma) * own);
    }
    // Random walks, and metrics that return to their level, in turn.
    history["reach"] = series_of(reach, number % 2 == 0 ? 1 : 0.5, periods);
    history["orders"] = series_of(orders, number % 3 == 0 ? 0.5 : 1, periods);
  }
};

}  // namespace betledger::forecast
