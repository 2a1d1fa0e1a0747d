#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace betledger::forecast {

/// One reason why a cycle lands elsewhere than planned.
struct Factor {
  enum class Kind : std::uint8_t {
    baseline,     // a stochastic metric's path without bets, its occasions included
    execution,    // when and how much of a bet came, if at all
    hypothesis,   // what a bet did to the metrics it aims at
    link,         // how strongly a driver's change was handed on
    unexplained,  // a component's own actuals less its formula of the inputs'
    correlation,  // baselines that move together, which the plan drew one by one
    sampling,     // of the numbers stated for the whole: less those of the runs that were paired
  } kind = Kind::baseline;
  std::string source;  // metric, bet, "FROM->TO", metric, nothing

  friend bool operator==(const Factor&, const Factor&) = default;
};
[[nodiscard]] const char* name(Factor::Kind kind) noexcept;

/// What a factor contributes to a metric's roll-up.
struct Contribution {
  std::uint32_t factor = 0;  // in Bridge::factors
  double amount = 0;
  double se = 0;
};

/// An input's part in the gap of a component: the Shapley value of its path in the formula.
struct InputPart {
  std::string input;  // a metric; nothing: the component's own residual
  double amount = 0;
  double se = 0;
};

/// From plan to landing at one metric. plan + the sum of all amounts = landing, to rounding.
struct MetricBridge {
  std::string metric;
  std::string weighted_by;  // the metric that weights its roll-up, if one does
  double plan = 0;
  double landing = 0;
  double se = 0;                            // of landing - plan, as paired
  std::vector<Contribution> contributions;  // in the order of Bridge::factors; others are exactly 0
  std::vector<InputPart> inputs;            // of a component; they sum to its gap as paired

  [[nodiscard]] double gap() const noexcept { return landing - plan; }
};

struct Bridge {
  std::vector<Factor> factors;
  std::vector<std::vector<std::string>> targets;  // by factor: the metrics it acts on itself
  std::vector<MetricBridge> metrics;              // by node of the model
  std::uint64_t pairs = 0;                        // of a run of the plan and one of the landing
  bool is_exact = true;  // every subset that matters was evaluated: no permutations

  /// By metric key; nullptr if there is none.
  [[nodiscard]] const MetricBridge* find(const std::string& metric) const noexcept;
};

}  // namespace betledger::forecast
