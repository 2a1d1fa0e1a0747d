#include "forecast/history/lead_rows.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace betledger::forecast {
namespace {

/// One driver, seen from the outcome's periods.
struct Lagged {
  std::uint32_t link = 0;
  std::vector<std::optional<double>> values;
  std::size_t pairs = 0;
};

Lagged lagged(const tree::MetricTree& tree,
              const Innovations& innovations,
              const Innovation& outcome,
              std::uint32_t position) {
  const tree::Link& link = tree.spec().links[position];
  const Innovation& from = innovations.of[tree.find(link.from)->value()];
  const std::size_t lag = link.periods_of_lag(tree.spec().period);
  Lagged driver{position, std::vector<std::optional<double>>(outcome.values.size()), 0};
  for (std::size_t t = lag; t < outcome.values.size(); ++t) {
    if (outcome.values[t] && !from.values.empty() && from.values[t - lag]) {
      driver.values[t] = from.values[t - lag];
      ++driver.pairs;
    }
  }
  return driver;
}

std::vector<std::size_t> common_periods(const Innovation& outcome,
                                        const std::vector<Lagged>& drivers) {
  std::vector<std::size_t> periods;
  for (std::size_t t = 0; t < outcome.values.size(); ++t) {
    const bool all = std::all_of(drivers.begin(), drivers.end(), [&](const Lagged& driver) {
      return driver.values[t].has_value();
    });
    if (outcome.values[t] && all) {
      periods.push_back(t);
    }
  }
  return periods;
}

/// What keeps a driver out on its own; empty if nothing does.
std::string reason_against(const Innovation& from, const Innovation& to, std::size_t pairs) {
  if (to.values.empty()) {
    return to.why_not;
  }
  if (from.values.empty()) {
    return from.why_not;
  }
  return pairs < least_pairs
             ? fmt::format("only {} common periods at its lag, fewer than {}", pairs, least_pairs)
             : std::string{};
}

/// Units of a slope, see LeadRows.
double lead_unit(const Innovations& innovations, const tree::MetricTree& tree, std::uint32_t link) {
  const tree::Link& joined = tree.spec().links[link];
  const auto held = [&](const std::string& key) {
    return innovations.of[tree.find(key)->value()].held;
  };
  return held(joined.to) / held(joined.from);
}

}  // namespace

LeadRows lead_rows(const tree::MetricTree& tree,
                   const Innovations& innovations,
                   MetricId outcome,
                   Drivers drivers) {
  const Innovation& to = innovations.of[outcome.value()];
  LeadRows rows;
  std::vector<Lagged> taken;
  for (const std::uint32_t position : tree.links_into(outcome)) {
    const MetricId from = *tree.find(tree.spec().links[position].from);
    if (drivers == Drivers::stochastic && tree.metric(from).is_component()) {
      continue;
    }
    Lagged driver = lagged(tree, innovations, to, position);
    const std::string against = reason_against(innovations.of[from.value()], to, driver.pairs);
    if (against.empty()) {
      taken.push_back(std::move(driver));
    } else {
      rows.left_out.push_back({position, driver.pairs, against});
    }
  }
  std::vector<std::size_t> periods = common_periods(to, taken);
  while (periods.size() < least_pairs && !taken.empty()) {
    const auto least =
        std::min_element(taken.begin(), taken.end(), [](const Lagged& a, const Lagged& b) {
          return a.pairs < b.pairs;
        });
    rows.left_out.push_back({least->link,
                             periods.size(),
                             fmt::format("only {} periods in common with the other drivers of `{}`",
                                         periods.size(),
                                         tree.metric(outcome).key)});
    taken.erase(least);
    periods = common_periods(to, taken);
  }
  for (const Lagged& driver : taken) {
    rows.links.push_back(driver.link);
    rows.unit.push_back(lead_unit(innovations, tree, driver.link));
    rows.drivers.emplace_back();
    for (const std::size_t t : periods) {
      rows.drivers.back().push_back(*driver.values[t]);
    }
  }
  for (const std::size_t t : periods) {
    rows.outcome.push_back(*to.values[t]);
  }
  return rows;
}

}  // namespace betledger::forecast
