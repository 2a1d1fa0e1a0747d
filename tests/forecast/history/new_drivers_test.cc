#include "forecast/history/new_drivers.h"

#include <gtest/gtest.h>

#include "tests/forecast/history/lead_worlds.h"

namespace betledger::forecast {
namespace {

/// Innovations of reach, orders (its own and `gamma` of reach's, three weeks later) and other.
Innovations world(int number, double gamma, std::size_t weeks) {
  Innovations innovations;
  innovations.of.resize(5);
  const auto noise = [&](const char* name, std::size_t t) {
    return noise_of(std::string{name} + std::to_string(number), t);
  };
  for (std::size_t t = 0; t < weeks; ++t) {
    const double before = t >= 3 ? noise("reach", t - 3) : 0;
    innovations.of[1].values.emplace_back(noise("reach", t));
    innovations.of[2].values.emplace_back(gamma * before +
                                          std::sqrt(1 - gamma * gamma) * noise("orders", t));
    innovations.of[3].values.emplace_back(noise("other", t));
  }
  return innovations;
}

TEST(NewDrivers, AreFoundWithTheirLag) {
  const tree::MetricTree tree = lead_tree({});
  int found = 0;
  for (int number = 0; number < 40; ++number) {
    const auto drivers = new_drivers(tree, world(number, 0.6, 80));
    const bool first = !drivers.empty() && drivers[0].from == "reach" &&
                       drivers[0].to == "orders" && drivers[0].lag == 3;
    found += first ? 1 : 0;
  }
  EXPECT_GE(found, 38);
}

TEST(NewDrivers, AreSeldomThereByChance) {
  const tree::MetricTree tree = lead_tree({});
  int any = 0;
  constexpr int worlds = 200;
  for (int number = 0; number < worlds; ++number) {
    any += new_drivers(tree, world(number, 0, 80)).empty() ? 0 : 1;
  }
  // With nothing there the false discovery rate is the chance of any: 5 %, se 1.5 %.
  EXPECT_LE(any, worlds * (0.05 + 3 * 0.0154));
}

TEST(NewDrivers, AreNotWhatTheTreeHas) {
  const tree::MetricTree tree = lead_tree({link_of("reach", "orders", 3)});
  for (const NewDriver& driver : new_drivers(tree, world(1, 0.6, 80))) {
    EXPECT_FALSE(driver.from == "reach" && driver.to == "orders");
  }
}

TEST(NewDrivers, NeedTwentyPairs) {
  EXPECT_TRUE(new_drivers(lead_tree({}), world(1, 0.9, 22)).empty());
}

}  // namespace
}  // namespace betledger::forecast
