#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/series.h"
#include "tree/history.h"

#include "tests/support/noise.h"
#include "tests/support/small_tree.h"
#include "tests/support/values.h"

namespace betledger::forecast {

// Worlds in which surprises in `reach` foretell surprises in `orders`, three weeks later.

inline constexpr Noise noise_of{23};

inline tree::Link link_of(const std::string& from, const std::string& to, int lag) {
  tree::Link link;
  link.from = from;
  link.to = to;
  link.strength = make(Normal{0.6, 0.1});
  link.lag = {static_cast<double>(lag), Duration::Unit::weeks};
  link.evidence = "none";
  return link;
}

/// focus = reach + orders + other, all positive, double_reach = 2 reach, with the links given.
inline tree::TreeSpec lead_spec(std::vector<tree::Link> links) {
  return spec({component("focus", "reach + orders + other", tree::Support::real),
               metric("reach"),
               metric("orders"),
               metric("other"),
               component("double_reach", "2 * reach")},
              std::move(links));
}

inline tree::MetricTree lead_tree(std::vector<tree::Link> links) {
  return built(lead_spec(std::move(links)));
}

/// A positive metric whose logarithm follows these surprises of 5 % and remembers that much of its
/// last value.
inline Series series_of(const std::vector<double>& surprises, double memory, std::size_t periods) {
  Series series{PeriodKind::week, day("2024-01-01"), {}};
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
