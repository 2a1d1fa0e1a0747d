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

#include "tests/support/small_tree.h"

namespace betledger::tree::testing {

using betledger::built;
using betledger::formula;

/// With a place: line `line`, column 3.
inline Metric metric(const std::string& key, std::uint32_t line = 0) {
  Metric result = betledger::metric(key);
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
  Link result = betledger::link(from, to, Distribution::constant(0.5), lag_weeks);
  result.at = {"tree.yaml", line, line == 0 ? 0U : 5U};
  return result;
}

inline TreeSpec spec(std::vector<Metric> metrics, std::vector<Link> links = {}) {
  TreeSpec result = betledger::spec(std::move(metrics), std::move(links));
  result.at = {"tree.yaml", 1, 1};
  return result;
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
