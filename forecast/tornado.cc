#include "forecast/tornado.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

struct Sum {
  double total = 0;
  std::size_t count = 0;

  void add(double value) {
    total += value;
    ++count;
  }
  [[nodiscard]] double mean() const { return total / static_cast<double>(count); }
};

Swing without_swing(const Driver& driver, std::span<const double> focus) {
  Sum all;
  for (const double value : focus) {
    all.add(value);
  }
  return {driver.source, Contrast::gate, all.mean(), all.mean()};
}

Swing between_tenths(const Driver& driver, std::span<const double> focus) {
  const std::vector<double>& value = driver.value;
  const auto [least, most] = std::minmax_element(value.begin(), value.end());
  if (*least == *most) {
    return without_swing(driver, focus);
  }
  std::vector<std::uint32_t> order(value.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return value[a] != value[b] ? value[a] < value[b] : a < b;
  });
  const std::size_t tenth = std::max<std::size_t>(order.size() / 10, 1);
  Sum low;
  Sum high;
  for (std::size_t i = 0; i < tenth; ++i) {
    low.add(focus[order[i]]);
    high.add(focus[order[order.size() - 1 - i]]);
  }
  return {driver.source, Contrast::tenths, low.mean(), high.mean()};
}

}  // namespace

std::string source_name(const sim::Model& model,
                        sim::Source source,
                        std::span<const std::string> bets) {
  switch (source.kind) {
    case sim::Source::Kind::group:
      return "bet:" + bets[source.index];
    case sim::Source::Kind::link:
      return model.influences[source.index].key;
    case sim::Source::Kind::baseline:
      return "baseline:" + model.nodes[source.index].key;
    case sim::Source::Kind::occasion:
      return model.occasions[source.index].key;
  }
  return {};
}

Swing swing_of(const Driver& driver, std::span<const double> focus) {
  BET_EXPECT(!focus.empty() && driver.value.size() == focus.size());
  if (driver.open.empty()) {
    return between_tenths(driver, focus);
  }
  Sum closed;
  Sum open;
  for (std::size_t run = 0; run < focus.size(); ++run) {
    (driver.open[run] != 0 ? open : closed).add(focus[run]);
  }
  if (open.count == 0) {
    return without_swing(driver, focus);
  }
  if (closed.count == 0) {
    return between_tenths(driver, focus);
  }
  return {driver.source, Contrast::gate, closed.mean(), open.mean()};
}

std::vector<Swing> tornado_of(std::span<const Driver> drivers, std::span<const double> focus) {
  std::vector<Swing> swings;
  for (const Driver& driver : drivers) {
    swings.push_back(swing_of(driver, focus));
  }
  std::sort(swings.begin(), swings.end(), [](const Swing& a, const Swing& b) {
    const double wide_a = std::abs(a.high - a.low);
    const double wide_b = std::abs(b.high - b.low);
    return wide_a != wide_b ? wide_a > wide_b : a.source < b.source;
  });
  return swings;
}

}  // namespace betledger::forecast
