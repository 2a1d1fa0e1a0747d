#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "forecast/bridge/bridge_unlearnt.h"
#include "inference/world.h"
#include "sim/model/model.h"
#include "sim/summary/summary.h"
#include "sim/tasks/executor.h"

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

/// Fills a block of realisations of where the cycle lands. Called from several threads at once, for
/// any block, in any order: a pure function of the block.
using LandingWorlds = std::function<void(std::uint64_t block, inference::World& world)>;

struct BridgeRequest {
  std::uint64_t seed = 1;         // of the plan's runs: that of the commit
  std::uint32_t blocks = 64;      // of runs_per_block pairs; >= 2, or no error can be told
  std::vector<std::string> bets;  // their keys, by group of the model now
  /// By node, by known period; empty: never seen. Components' values make the unexplained.
  std::vector<std::vector<std::optional<double>>> observed;
  /// By node: the numbers that plan and landing have elsewhere (the commit's mean, the landing
  /// forecast's); what the paired runs miss of them is the factor `sampling`. Empty: as paired. A
  /// reported landing that hands nothing on of identities broken further down leaves that
  /// `unexplained` at each metric above.
  std::vector<std::optional<double>> committed, reported;
  /// Baselines of the `joint` nodes as they move together when nothing was seen; the others are the
  /// plan's own. What the plan's numbers miss by drawing them one by one is `correlation`, not
  /// drift.
  LandingWorlds together;
  std::vector<std::uint32_t> joint;
  Unlearnt unlearnt;            // what the landing knows no more of than the plan did
  std::size_t exact_limit = 8;  // factors; with more, permutations. <= 16
  std::uint32_t orders = 1;     // permutations, each with its reverse, per block; >= 1
  bool wants_inputs = true;     // MetricBridge::inputs: about as much memory again as the paths
};

/// The bridge from the plan to where the cycle lands, at every metric at once. The value of a set
/// of factors is the expected roll-up, over pairs of a plan's run and a landing's, where these
/// factors are as in the landing and the others as planned; amounts are Shapley values (Shapley
/// 1953), exact while the factors that matter in a block are few, otherwise from seeded random
/// permutations and their reverses (Castro, Gomez and Tejada 2009), one per block. Either way they
/// sum exactly. Standard errors come from the blocks, which differ in runs and permutations. A
/// factor that is the same in both worlds, or that nothing can come of, gets exactly 0.
///
/// \pre `now` has the nodes, influences and occasions of `plan`, and its interventions and groups
/// first. Throws DomainError where a mixture of the two worlds leaves the domain of a formula.
/// Same inputs: same bytes, whatever the executor.
/// O(blocks * factors * what each one touches * periods)
[[nodiscard]] Bridge make_bridge(const sim::Model& plan,
                                 const sim::Model& now,
                                 const BridgeRequest& request,
                                 const LandingWorlds& landing,
                                 sim::Executor& executor);

}  // namespace betledger::forecast
