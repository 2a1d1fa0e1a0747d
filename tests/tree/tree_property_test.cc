#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "tree/check.h"

#include "tests/support/random.h"
#include "tests/tree/builders.h"

namespace betledger::tree {
namespace {

/// A random tree in a random order of the file: the metric of rank r reads metrics of a lower rank
/// in the same period, and any metric through a lag.
TreeSpec random_spec(Random& random) {
  const std::size_t size = 2 + random.below(30);
  std::vector<Metric> metrics;
  std::vector<Link> links;
  for (std::size_t rank = 0; rank < size; ++rank) {
    const std::string key = fmt::format("m{}", rank);
    if (rank > 0 && random.below(2) == 0) {
      std::string text = fmt::format("m{}", random.below(rank));
      for (std::size_t n = random.below(4); n > 0; --n) {
        text += random.below(2) == 0 ? fmt::format(" + m{}", random.below(rank))
                                     : fmt::format(" + lag(m{}, 1)", random.below(size));
      }
      metrics.push_back(testing::component(key, text));
    } else {
      metrics.push_back(testing::metric(key));
      std::set<std::size_t> sources;
      for (std::size_t n = random.below(3); n > 0; --n) {
        const bool now = rank > 0 && random.below(2) == 0;
        const std::size_t from = random.below(now ? rank : size);
        if (from != rank && sources.insert(from).second) {
          links.push_back(testing::link(fmt::format("m{}", from), key, now ? 0.0 : 1.0));
        }
      }
    }
  }
  for (std::size_t i = size - 1; i > 0; --i) {
    std::swap(metrics[i], metrics[random.below(i + 1)]);
  }
  return testing::spec(metrics, links);
}

/// Everything that `id` reads in the same period.
std::vector<MetricId> read_now(const MetricTree& tree, MetricId id) {
  std::vector<MetricId> result;
  const Metric& metric = tree.metric(id);
  for (std::size_t r = 0; metric.formula && r < metric.formula->references().size(); ++r) {
    if (metric.formula->read_now(r)) {
      result.push_back(*tree.find(metric.formula->references()[r]));
    }
  }
  for (const std::uint32_t i : tree.links_into(id)) {
    const Link& link = tree.spec().links[i];
    if (link.periods_of_lag(tree.spec().period) == 0) {
      result.push_back(*tree.find(link.from));
    }
  }
  return result;
}

TEST(TreeProperty, EveryMetricComesAfterWhatItReads) {
  Random random{11};
  for (int n = 0; n < 1000; ++n) {
    const MetricTree tree = testing::built(random_spec(random));
    std::vector<std::size_t> place(tree.size(), tree.size());
    for (std::size_t i = 0; i < tree.size(); ++i) {
      place[tree.in_dependency_order()[i].value()] = i;
    }
    // A permutation, and the first that fits: whatever could come earlier by position does.
    ASSERT_EQ(tree.in_dependency_order().size(), tree.size());
    ASSERT_EQ(std::count(place.begin(), place.end(), tree.size()), 0);
    for (std::uint32_t i = 0; i < tree.size(); ++i) {
      for (const MetricId driver : read_now(tree, MetricId{i})) {
        ASSERT_LT(place[driver.value()], place[i]);
      }
    }
    for (std::size_t p = 1; p < tree.size(); ++p) {
      const MetricId before = tree.in_dependency_order()[p - 1];
      const MetricId here = tree.in_dependency_order()[p];
      const std::vector<MetricId> needs = read_now(tree, here);
      const bool waited = std::find(needs.begin(), needs.end(), before) != needs.end();
      ASSERT_TRUE(waited || before < here);
    }
  }
}

TEST(TreeProperty, DriversAndOutcomesMirrorEachOther) {
  Random random{12};
  for (int n = 0; n < 300; ++n) {
    const MetricTree tree = testing::built(random_spec(random));
    std::size_t down = 0;
    std::size_t up = 0;
    for (std::uint32_t i = 0; i < tree.size(); ++i) {
      const MetricId id{i};
      up += tree.outcomes_of(id).size();
      std::set<MetricId> seen;
      for (const MetricId driver : tree.drivers_of(id)) {
        ++down;
        ASSERT_TRUE(seen.insert(driver).second);
        const auto back = tree.outcomes_of(driver);
        ASSERT_NE(std::find(back.begin(), back.end(), id), back.end());
        if (tree.level(id)) {
          ASSERT_LE(*tree.level(driver), *tree.level(id) + 1);
        }
      }
      if (tree.level(id).value_or(0) > 0) {
        const auto above = tree.outcomes_of(id);
        ASSERT_TRUE(std::any_of(above.begin(), above.end(), [&](MetricId outcome) {
          return tree.level(outcome) && *tree.level(outcome) + 1 == *tree.level(id);
        }));
      }
    }
    ASSERT_EQ(down, up);
  }
}

TEST(TreeProperty, ALoopThatIsReportedIsALoop) {
  Random random{13};
  int loops = 0;
  for (int n = 0; n < 500; ++n) {
    TreeSpec spec = random_spec(random);
    // Close loops by reading in the same period what was read through a lag.
    for (Link& link : spec.links) {
      link.lag.count = 0;
    }
    const Result<MetricTree> result = MetricTree::build(spec);
    if (result) {
      continue;
    }
    for (const Diagnostic& d : result.error()) {
      ASSERT_EQ(d.code, "T012") << d.message;
      ++loops;
      std::string path = d.message.substr(d.message.find(": ") + 2);
      std::vector<std::string> keys;
      for (std::size_t at = path.find(" -> "); at != std::string::npos; at = path.find(" -> ")) {
        keys.push_back(path.substr(0, at));
        path.erase(0, at + 4);
      }
      keys.push_back(path);
      ASSERT_EQ(keys.front(), keys.back());
      ASSERT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size() - 1);
      for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
        const Metric* to = spec.find(keys[i + 1]);
        bool reads = std::any_of(spec.links.begin(), spec.links.end(), [&](const Link& link) {
          return link.from == keys[i] && link.to == keys[i + 1];
        });
        for (std::size_t r = 0; to->formula && r < to->formula->references().size(); ++r) {
          reads = reads || (to->formula->references()[r] == keys[i] && to->formula->read_now(r));
        }
        ASSERT_TRUE(reads) << d.message;
      }
    }
  }
  EXPECT_GT(loops, 100);
}

TEST(TreeProperty, ChecksNeverFailAndSayTheSameTwice) {
  Random random{14};
  for (int n = 0; n < 300; ++n) {
    const MetricTree tree = testing::built(random_spec(random));
    const Diagnostics once = check_structure(tree);
    ASSERT_EQ(render(once, 1000), render(check_structure(tree), 1000));
    ASSERT_FALSE(has_error(once));
    (void)testing::places(once);
    (void)testing::places(check_data(tree, {}, std::nullopt));
  }
}

TEST(TreeProperty, AChainOfAnyLengthIsATree) {
  std::vector<Metric> metrics;
  constexpr int length = 20000;
  for (int i = 0; i < length; ++i) {
    metrics.push_back(testing::component(fmt::format("m{}", i), fmt::format("m{}", i + 1)));
  }
  metrics.push_back(testing::metric(fmt::format("m{}", length)));
  const MetricTree tree = testing::built(testing::spec(metrics));
  EXPECT_EQ(tree.level(MetricId{length}), static_cast<std::uint32_t>(length));
  EXPECT_EQ(tree.in_dependency_order().front(), MetricId{length});
}

}  // namespace
}  // namespace betledger::tree
