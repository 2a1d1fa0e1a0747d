#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "tree/codes.h"
#include "tree/metric_tree.h"

namespace betledger::tree::testing {

/// SplitMix64: the tests' own random numbers, the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_{seed} {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  /// 0 to count - 1
  std::size_t below(std::size_t count) { return next() % count; }
  /// In (0, 1).
  double uniform() { return (static_cast<double>(next() >> 11U) + 0.5) / 9007199254740992.0; }

 private:
  std::uint64_t state_;
};

inline Formula formula(const std::string& text) {
  Result<Formula> result = parse_formula(text);
  EXPECT_TRUE(result.has_value()) << text << "\n" << (result ? "" : render(result.error()));
  return std::move(result).value();
}

/// A metric that no check finds fault with. It stands in line `line`, column 3.
inline Metric metric(const std::string& key, std::uint32_t line = 0) {
  Metric result;
  result.key = key;
  result.name = key;
  result.definition = "What is counted.";
  result.unit = "";
  result.owner = "team";
  result.support = Support::positive;
  result.rollup = {RollupKind::sum, ""};
  result.at = {"tree.yaml", line, line == 0 ? 0U : 3U};
  return result;
}

/// The same with a formula, which stands in the line below, from column 14.
inline Metric component(const std::string& key, const std::string& text, std::uint32_t line = 0) {
  Metric result = metric(key, line);
  result.formula = formula(text);
  result.formula_at = {"tree.yaml", line == 0 ? 0U : line + 1, line == 0 ? 0U : 14U};
  return result;
}

inline Link link(const std::string& from,
                 const std::string& to,
                 double lag_weeks = 0,
                 std::uint32_t line = 0) {
  Link result;
  result.from = from;
  result.to = to;
  result.strength = Distribution::constant(0.5);
  result.lag = {lag_weeks, Duration::Unit::weeks};
  result.confidence = Confidence{Confidence::Word::medium};
  result.evidence = "an experiment";
  result.at = {"tree.yaml", line, line == 0 ? 0U : 5U};
  return result;
}

inline TreeSpec spec(std::vector<Metric> metrics, std::vector<Link> links = {}) {
  TreeSpec result;
  result.title = "a tree";
  result.focus = metrics.empty() ? "" : metrics.front().key;
  result.metrics = std::move(metrics);
  result.links = std::move(links);
  result.at = {"tree.yaml", 1, 1};
  return result;
}

inline MetricTree built(TreeSpec from) {
  Result<MetricTree> result = MetricTree::build(std::move(from));
  EXPECT_TRUE(result.has_value()) << (result ? "" : render(result.error()));
  return std::move(result).value();
}

/// `code@line:column` of each, and that each is complete and in the catalogue.
inline std::vector<std::string> places(const Diagnostics& diagnostics) {
  std::vector<std::string> result;
  for (const Diagnostic& d : diagnostics) {
    result.push_back(fmt::format("{}@{}:{}", d.code, d.at.line, d.at.column));
    EXPECT_FALSE(d.message.empty()) << d.code;
    EXPECT_FALSE(d.hint.empty()) << d.code;
    EXPECT_TRUE(std::any_of(codes().begin(), codes().end(), [&](const CodeInfo& info) {
      return info.code == d.code;
    })) << d.code;
  }
  return result;
}

inline Diagnostics errors_of(TreeSpec from) {
  const Result<MetricTree> result = MetricTree::build(std::move(from));
  return result ? Diagnostics{} : result.error();
}

inline std::string keys_of(const MetricTree& tree, std::span<const MetricId> ids) {
  std::string result;
  for (const MetricId id : ids) {
    result += (result.empty() ? "" : " ") + tree.metric(id).key;
  }
  return result;
}

}  // namespace betledger::tree::testing
