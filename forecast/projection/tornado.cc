#include "forecast/projection/tornado.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>

#include "core/contract.h"
#include "forecast/plan/variable_keys.h"
#include "sim/summary/order_statistics.h"

namespace betledger::forecast {
namespace {

/// Mean and spread of what was added (Welford 1962).
struct Sample {
  double mean = 0;
  double squares = 0;  // of deviations from the mean
  double count = 0;

  void add(double value) {
    count += 1;
    const double before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
  }
  /// Squared standard error of the mean; 0 where one value tells nothing of its spread.
  [[nodiscard]] double error() const { return count > 1 ? squares / (count - 1) / count : 0.0; }
};

double error_between(const Sample& low, const Sample& high) {
  return std::sqrt(low.error() + high.error());
}

Swing without_swing(const Driver& driver, std::span<const double> focus) {
  Sample all;
  for (const double value : focus) {
    all.add(value);
  }
  return {driver.source, Contrast::gate, all.mean, all.mean, 0};
}

Swing between_tenths(const Driver& driver, std::span<const double> focus) {
  const std::vector<double>& value = driver.value;
  const auto [least, most] = std::minmax_element(value.begin(), value.end());
  if (value.empty() || *least == *most) {
    return without_swing(driver, focus);
  }
  using Place = std::pair<double, std::uint32_t>;  // ties by run
  const std::size_t tenth = std::max<std::size_t>(value.size() / 10, 1);
  const auto ends = sim::order_statistics(value, std::array{tenth - 1, value.size() - tenth});
  const auto of_first_tenth = [&](double end, auto before) {
    std::vector<Place> order;
    for (std::uint32_t run = 0; run < value.size(); ++run) {
      if (!before(end, value[run])) {
        order.emplace_back(value[run], run);
      }
    }
    std::sort(order.begin(), order.end(), before);
    Sample sample;
    for (std::size_t i = 0; i < tenth; ++i) {
      sample.add(focus[order[i].second]);
    }
    return sample;
  };
  const Sample low = of_first_tenth(ends[0], std::less<>{});
  const Sample high = of_first_tenth(ends[1], std::greater<>{});
  return {driver.source, Contrast::tenths, low.mean, high.mean, error_between(low, high)};
}

}  // namespace

std::string source_name(const sim::Model& model,
                        sim::Source source,
                        std::span<const std::string> bets) {
  switch (source.kind) {
    case sim::Source::Kind::group:
      return keys::bet(bets[source.index]);
    case sim::Source::Kind::link:
      return model.influences[source.index].key;
    case sim::Source::Kind::baseline:
      return keys::baseline(model.nodes[source.index].key);
    case sim::Source::Kind::occasion:
      return model.occasions[source.index].key;
    case sim::Source::Kind::optimism:
      return model.optimism[source.index].key;
  }
  return {};
}

double mean_without(const FocusRuns& focus) {
  Sample without;
  for (std::size_t run = 0; run < focus.with.size(); ++run) {
    without.add(focus.with[run] - focus.uplift[run]);
  }
  return without.mean;
}

Swing swing_of(const Driver& driver, const FocusRuns& focus, double without) {
  BET_EXPECT(!focus.with.empty());
  BET_EXPECT(driver.value.empty() || driver.value.size() == focus.with.size());
  BET_EXPECT(focus.uplift.size() == focus.with.size());
  if (driver.open.empty()) {
    return between_tenths(driver, focus.with);
  }
  Sample closed;
  Sample open;
  for (std::size_t run = 0; run < focus.with.size(); ++run) {
    (driver.open[run] != 0 ? open : closed).add(focus.uplift[run]);
  }
  if (open.count == 0) {
    return without_swing(driver, focus.with);
  }
  if (closed.count == 0) {
    return between_tenths(driver, focus.with);
  }
  return {driver.source,
          Contrast::gate,
          without + closed.mean,
          without + open.mean,
          error_between(closed, open)};
}

std::vector<Swing> tornado_of(std::span<const Driver> drivers,
                              const FocusRuns& focus,
                              sim::Executor& executor) {
  std::vector<Swing> swings(drivers.size());
  const double without = mean_without(focus);
  executor.for_each(drivers.size(),
                    [&](std::size_t i) { swings[i] = swing_of(drivers[i], focus, without); });
  std::sort(swings.begin(), swings.end(), [](const Swing& a, const Swing& b) {
    const double wide_a = std::abs(a.high - a.low);
    const double wide_b = std::abs(b.high - b.low);
    return wide_a != wide_b ? wide_a > wide_b : a.source < b.source;
  });
  return swings;
}

}  // namespace betledger::forecast
