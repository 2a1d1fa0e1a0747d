#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/distribution.h"
#include "tree/formula.h"
#include "tree/metric.h"

namespace betledger::sim {

// What the simulator is told: values only, in simulator's terms. It knows metrics and
// interventions, never bets; `forecast/` translates. Indices are positions in the vectors of
// `Model`. Every `key` is a stable name ("baseline:orders", "link:reach->orders"): a draw depends
// on (seed, key, run, index) and on nothing else.

/// One linear innovation form on the metric's scale g (docs/model.md, "Baseline"): given the
/// member,
///   g(base_t) = mean[t] + sum_{-lead<=s<=t} psi[t-s] * sigma * sqrt(dof / chi2_dof) * eps_s,
/// eps ~ N(0,1). `lead` periods lie between the last known value and period 0: their innovations
/// are drawn like the others (lead = 0: period 0 follows the history).
struct PathMember {
  std::vector<double> mean;  // one per period
  std::vector<double> psi;   // one per period of lead and one per period; psi[0] = 1
  double sigma = 0;          // standard deviation of an innovation, >= 0
  double dof = std::numeric_limits<double>::infinity();  // > 0; infinity: sigma is known
  double weight = 1;                                     // > 0, relative to the other members
  std::uint32_t lead = 0;  // periods after the history and before period 0
};

/// A pool of sample paths: each run draws one member by weight and one path from it.
struct PathPool {
  std::vector<PathMember> members;  // not empty
};

/// No history: belief about the first and the last period; one draw per run, interpolated on g.
struct StatedPath {
  Distribution first;
  Distribution last;
};

/// The metric's base path is already known (a value per period): no draw.
struct KnownPath {
  std::vector<double> values;
};

using BasePath = std::variant<PathPool, StatedPath, KnownPath>;

/// A metric. `source` is either a base path (stochastic) or a formula over other nodes (component).
struct Node {
  std::string key;
  tree::Support support = tree::Support::real;
  std::variant<BasePath, tree::Formula> source;
  tree::RollupKind rollup = tree::RollupKind::sum;
  std::optional<std::uint32_t> weight;  // the node whose values weight the roll-up
  std::vector<double> past;             // actuals before period 0, oldest first, for lag(x, k)
};

/// A coin tossed once per run; true only if the gates it needs are true.
struct Gate {
  std::string key;
  double probability = 1;
  std::vector<std::uint32_t> needs;  // smaller indices than its own
};

enum class Ramp : std::uint8_t { step, linear, s_curve };

/// How much of an effect is live: a(t) in [0, 1], the average over period t of a ramp that starts
/// at `start` + delay, times decay. Times are in periods from the start of period 0 (may be
/// negative).
struct Profile {
  std::string key;
  double start = 0;
  Distribution delay = Distribution::constant(0);  // periods; negative draws count as 0
  Ramp ramp = Ramp::step;
  double ramp_periods = 0;
  double half_life = std::numeric_limits<double>::infinity();  // periods, from the end of the ramp
  double end = std::numeric_limits<double>::infinity();        // switched off from here on
  double scale = 1;                                            // share delivered, in [0, 1]
};

enum class Action : std::uint8_t { lift, shift };
/// "lift", "shift"
[[nodiscard]] constexpr std::string_view name(Action action) noexcept {
  return action == Action::lift ? "lift" : "shift";
}

/// The coins that an intervention hangs on, by what they decide. One that is not named is certain.
struct InterventionGates {
  std::optional<std::uint32_t> delivered = std::nullopt;  // does it come, with all it needs?
  std::optional<std::uint32_t> works = std::nullopt;      // does it do anything once it is there?

  [[nodiscard]] std::array<std::optional<std::uint32_t>, 2> all() const {
    return {delivered, works};
  }
  /// Is the test true of one that is named?
  template <class Test>
  [[nodiscard]] bool any_of(Test test) const {
    return (delivered && test(*delivered)) || (works && test(*works));
  }
  friend bool operator==(const InterventionGates&, const InterventionGates&) = default;
};

/// A possible push on one metric: x -> x (1 + amount a(t)) or x + amount a(t), if its gates are
/// true.
struct Intervention {
  std::string key;
  std::uint32_t node = 0;
  Action action = Action::lift;
  Distribution amount = Distribution::constant(0);
  InterventionGates gates;
  std::uint32_t profile = 0;
  std::uint32_t group = 0;  // interventions of one group are switched on and off together
  std::optional<std::uint32_t> optimism = std::nullopt;  // the factor that its amount is read by
};

/// How far those who stated some amounts are usually off: one draw per run, shared by all
/// interventions that name it, multiplies their amounts (docs/decisions/0015-optimism.md).
struct Optimism {
  std::string key;  // "optimism:growth"
  Distribution factor = Distribution::constant(1);
};

enum class InfluenceKind : std::uint8_t { elasticity, slope };

/// `from` moves `to`, `lag` periods later: acts on what interventions changed, never on noise.
struct Influence {
  std::string key;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  InfluenceKind kind = InfluenceKind::elasticity;
  Distribution strength = Distribution::constant(0);
  std::uint32_t lag = 0;
  std::uint32_t gate = 0;
};

/// A known occasion (Christmas): acts on the base path, so on both sides of the pair.
struct Occasion {
  std::string key;
  std::uint32_t node = 0;
  Action action = Action::lift;
  Distribution amount = Distribution::constant(0);
  std::vector<double> share;  // by period: the share of the period it covers, in [0, 1]
};

struct Model {
  std::uint32_t periods = 0;
  std::vector<Node> nodes;  // every node after the nodes it reads at lag 0
  std::vector<Gate> gates;
  std::vector<Profile> profiles;
  std::vector<Intervention> interventions;
  std::vector<Influence> influences;
  std::vector<Occasion> occasions;
  std::vector<Optimism> optimism;
  std::uint32_t groups = 0;               // interventions' groups are 0 .. groups - 1
  std::vector<std::string> period_names;  // for messages; one per period
};

}  // namespace betledger::sim
