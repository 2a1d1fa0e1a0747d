#include "forecast/history/new_drivers.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "forecast/history/discoveries.h"

namespace betledger::forecast {
namespace {

using Values = std::vector<std::optional<double>>;

constexpr std::size_t fewest_points = 20;

/// Correlation of what `from` did with what `to` did `lag` periods later.
NewDriver compare(const Values& from, const Values& to, std::uint32_t lag) {
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t t = lag; t < to.size() && t - lag < from.size(); ++t) {
    const auto& a = from[t - lag];
    const auto& b = to[t];
    if (a && b) {
      n += 1;
      sa += *a;
      sb += *b;
      saa += *a * *a;
      sbb += *b * *b;
      sab += *a * *b;
    }
  }
  NewDriver driver;
  driver.lag = lag;
  driver.points = static_cast<std::size_t>(n);
  if (driver.points < fewest_points) {
    return driver;
  }
  const double va = saa - sa * sa / n;
  const double vb = sbb - sb * sb / n;
  if (va > 0 && vb > 0) {
    driver.correlation = (sab - sa * sb / n) / std::sqrt(va * vb);
    driver.se = (1 - driver.correlation * driver.correlation) / std::sqrt(n - 3);
    driver.p_value = correlation_p_value(driver.correlation, driver.points);
  }
  return driver;
}

std::set<std::pair<std::string, std::string>> linked(const tree::MetricTree& tree) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const tree::Link& link : tree.spec().links) {
    pairs.emplace(link.from, link.to);
  }
  return pairs;
}

}  // namespace

std::vector<NewDriver> new_drivers(const tree::MetricTree& tree,
                                   const Innovations& innovations,
                                   std::uint32_t most_lag) {
  const auto known = linked(tree);
  std::vector<NewDriver> tested;
  std::vector<double> p_values;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    for (std::uint32_t j = 0; j < tree.size(); ++j) {
      const tree::Metric& from = tree.metric(MetricId{i});
      const tree::Metric& to = tree.metric(MetricId{j});
      if (i == j || from.formula || to.formula || known.contains({from.key, to.key})) {
        continue;
      }
      for (std::uint32_t lag = 1; lag <= most_lag; ++lag) {
        NewDriver driver = compare(innovations.of[i].values, innovations.of[j].values, lag);
        if (driver.points >= fewest_points) {
          driver.from = from.key;
          driver.to = to.key;
          p_values.push_back(driver.p_value);
          tested.push_back(std::move(driver));
        }
      }
    }
  }
  const std::vector<bool> kept = discoveries(p_values);
  std::vector<NewDriver> found;
  for (std::size_t k = 0; k < tested.size(); ++k) {
    if (!kept[k]) {
      continue;
    }
    const auto same = std::find_if(found.begin(), found.end(), [&](const NewDriver& other) {
      return other.from == tested[k].from && other.to == tested[k].to;
    });
    if (same == found.end()) {
      found.push_back(tested[k]);
    } else if (tested[k].p_value < same->p_value) {
      *same = tested[k];
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const NewDriver& a, const NewDriver& b) {
    return a.p_value < b.p_value;
  });
  return found;
}

}  // namespace betledger::forecast
