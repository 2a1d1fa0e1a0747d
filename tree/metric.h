#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "core/distribution.h"
#include "tree/formula.h"

namespace betledger::tree {

/// Where a metric's values can lie, and so the scale g on which its noise lives.
enum class Support : std::uint8_t { real, positive, fraction };  // identity, log, logit

[[nodiscard]] std::string_view name(Support support) noexcept;
/// Open intervals: positive is (0, inf), fraction is (0, 1); NaN and infinity lie in none.
[[nodiscard]] bool contains(Support support, double value) noexcept;
/// What to do about a value outside.  \pre !contains(support, value)
[[nodiscard]] std::string way_into(Support support, double value);
/// g and its inverse.  \pre contains(support, value) for to_scale
[[nodiscard]] double to_scale(Support support, double value);
[[nodiscard]] double from_scale(Support support, double scaled) noexcept;

/// What one number for a whole cycle means.
enum class RollupKind : std::uint8_t { sum, mean, last, weighted };
struct Rollup {
  RollupKind kind = RollupKind::sum;
  std::string weighted_by;  // a metric's key; only for RollupKind::weighted
  friend bool operator==(const Rollup&, const Rollup&) = default;
};

enum class Desired : std::uint8_t { up, down, none };
enum class Category : std::uint8_t {
  none,
  reach,
  activation,
  active_usage,
  engagement,
  retention,
  business,
};

/// A bound a guardrail must keep over the cycle (on its roll-up).
struct Limit {
  enum class Side : std::uint8_t { at_least, at_most } side = Side::at_most;
  double value = 0;
  friend bool operator==(const Limit&, const Limit&) = default;
};

/// What a person believes of a metric that has no history: its level in the first and the last
/// period of the cycle, in the metric's unit.
struct StatedBaseline {
  Distribution start;
  Distribution end;
  friend bool operator==(const StatedBaseline&, const StatedBaseline&) = default;
};

/// A node of the tree as its steward wrote it. Component if it has a formula, else stochastic.
struct Metric {
  std::string key;
  std::string name;        // for people; the key where none was written
  std::string definition;  // one sentence
  std::string unit;        // "GBP", "orders", "%"
  std::string owner;
  std::string source;  // where the data comes from
  Support support = Support::real;
  Rollup rollup;
  Desired desired = Desired::up;
  Category category = Category::none;
  bool controllable = false;
  bool guardrail = false;
  bool source_of_truth = false;  // locked: imports from another source are refused
  bool sensitive = false;        // of old ledgers; nothing hides its values yet
  std::optional<Limit> limit;    // only for a guardrail
  std::optional<Formula> formula;
  std::optional<StatedBaseline> baseline;
  Position at;          // where it was written; not part of its value
  Position formula_at;  // of the formula's first character: step columns count from here

  [[nodiscard]] bool is_component() const noexcept { return formula.has_value(); }
  /// Equal but for the positions.
  [[nodiscard]] bool same_as(const Metric& other) const;
};

}  // namespace betledger::tree
