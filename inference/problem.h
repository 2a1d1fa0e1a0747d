#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "inference/evidence.h"
#include "inference/path_law.h"
#include "sim/columns/effect_kernels.h"
#include "sim/model/formula_code.h"
#include "sim/model/model.h"
#include "sim/random/sampler.h"

namespace betledger::inference {

using Index = std::uint32_t;

/// A coordinate of a particle: a standard normal score that a prior's quantile function maps to
/// what it stands for.
struct Unknown {
  enum class Kind : std::uint8_t {
    amount,
    strength,
    occasion,
    delay,
    sigma,
    factor
  } kind = Kind::amount;
  Index index = 0;  // intervention, influence, occasion, profile, node, optimism
};

/// What a move may change: one score, or one gate with the scores that mean nothing while it is
/// shut, or two gates at once that compete for the same explanation, or the pool member of a
/// coupled node.
struct Move {
  enum class Kind : std::uint8_t { nudge, flip, swap, member } kind = Kind::nudge;
  std::vector<Index> gates;     // one of a flip, two of a swap
  Index node = 0;               // member, sigma
  std::vector<Index> unknowns;  // one, or those behind the gates
  std::vector<Index> behind;  // of a swap or flip: by unknown, the position of its gate in `gates`
  std::vector<Index> interventions, influences, profiles, occasions;  // to compute again
  std::vector<Index> nodes;                                           // that follow, in order
  std::vector<Index> readouts;
};

/// What one node is to the likelihood.
struct NodeRole {
  bool is_needed = false;    // its pair of paths is read, or its likelihood asked for
  bool is_observed = false;  // has a likelihood
  bool with_varies = false;  // its path with bets is not known throughout
  bool feeds_ratio = false;  // is the source of an elasticity
  std::optional<sim::FormulaCode> formula;
  std::vector<Index> lifts, shifts, elasticities, slopes, occasion_lifts, occasion_shifts;
  std::vector<Index> seen;           // periods before `known` with a value
  std::vector<double> value;         // by period before `known`; where not seen, the plug-in base
  std::vector<SplitLaw> laws;        // of an observed or coupled node
  std::optional<Index> component;    // of the coupled nodes, if it is one
  bool jacobian_is_constant = true;  // in the unknowns
};

/// One period of a component: those of its nodes that were seen then, and how their innovations are
/// made independent.
struct JointPeriod {
  std::vector<Index> nodes;    // positions in Component::nodes
  std::vector<Index> element;  // by node: which of its seen periods this is
  struct Term {
    Index node = 0;     // position in `nodes` above
    Index from = 0;     // position in Component::nodes
    Index element = 0;  // of `from`'s seen periods
    double gamma = 0;
  };
  std::vector<Term> leads;     // those whose source was seen
  std::vector<double> scale;   // by node: 1 / sd of what the leads leave
  std::vector<double> whiten;  // lower triangular, row-major
  double log_constant = 0;
};

/// What leads leave of an innovation's variance at the least.
inline constexpr double least_left = 0.1;

/// Nodes whose innovations are known to move together: drawn member and sigma, joint density.
struct Component {
  std::vector<Index> nodes;
  std::vector<Lead> leads;           // `from` and `to` are positions in `nodes`
  std::vector<double> correlation;   // of what is left, row-major
  std::vector<JointPeriod> periods;  // before `known`
};

/// The likelihood of a Model given Evidence, taken apart once. Immutable.
class Problem {
 public:
  /// `laws`: by node, in the place of laws_of where not empty; may be shorter.
  /// \pre evidence fits the model (sizes, supports, indices); known <= periods; `model` outlives
  /// this
  Problem(const sim::Model& model,
          Evidence evidence,
          const std::vector<std::vector<PathLaw>>& laws = {});

  [[nodiscard]] const sim::Model& model() const noexcept { return *model_; }
  [[nodiscard]] const Evidence& evidence() const noexcept { return evidence_; }
  [[nodiscard]] Index known() const noexcept { return evidence_.known; }
  [[nodiscard]] const std::vector<NodeRole>& nodes() const noexcept { return nodes_; }
  [[nodiscard]] const std::vector<Component>& components() const noexcept { return components_; }
  [[nodiscard]] const std::vector<Unknown>& unknowns() const noexcept { return unknowns_; }
  [[nodiscard]] const std::vector<sim::Sampler>& samplers() const noexcept { return samplers_; }
  /// Moves of what the evidence can say something about; everything else stays at its prior.
  [[nodiscard]] const std::vector<Move>& moves() const noexcept { return moves_; }
  /// Needed nodes in an order in which each comes after what it reads in the same period.
  [[nodiscard]] const std::vector<Index>& order() const noexcept { return order_; }
  /// By unknown, by gate: is it moved? (A coupled node's sigma: yes.)
  [[nodiscard]] const std::vector<bool>& unknown_is_moved() const noexcept { return moved_; }
  [[nodiscard]] const std::vector<bool>& gate_is_moved() const noexcept { return gate_moved_; }

  /// The position in unknowns() of an intervention's amount, a strength, ...
  [[nodiscard]] Index unknown(Unknown::Kind kind, Index index) const;
  /// Gates whose coins decide an intervention (all it needs included), less those that are certain.
  [[nodiscard]] const std::vector<Index>& coins_of_gate(Index gate) const {
    return gate_coins_[gate];
  }
  /// Has neither it nor what it needs a probability of 0?
  [[nodiscard]] bool gate_is_possible(Index gate) const { return !gate_impossible_[gate]; }
  /// Can an intervention's effect be other than 0 in a period before `known`?
  [[nodiscard]] bool is_live(Index intervention, Index period) const;

 private:
  void add_unknowns();
  void add_roles();
  void mark_needed();
  void add_laws(const std::vector<std::vector<PathLaw>>& given);
  void add_components();
  void add_joint_periods();
  [[nodiscard]] std::shared_ptr<const sim::ZTable> sigma_factors(double dof);
  void add_moves();
  void add_move(Move move);
  void add_flips();
  void add_swaps();
  void add_nudges();
  [[nodiscard]] bool carries(Index influence) const;
  [[nodiscard]] std::vector<Index> live_nodes() const;
  [[nodiscard]] Move flip_of(Index gate) const;
  [[nodiscard]] std::vector<Index> downstream(const std::vector<Index>& starts) const;
  [[nodiscard]] bool is_informative(const Move& move) const;

  const sim::Model* model_;
  Evidence evidence_;
  std::vector<NodeRole> nodes_;
  std::vector<std::vector<Index>> readers_;  // by node: needed nodes that read it
  std::vector<Component> components_;
  std::vector<Unknown> unknowns_;
  std::vector<sim::Sampler> samplers_;
  std::vector<std::vector<Index>> gate_coins_;
  std::vector<bool> gate_impossible_;  // by gate: some coin it needs has probability 0
  std::vector<Move> moves_;
  std::vector<Index> order_;
  std::vector<bool> moved_, gate_moved_;
  std::map<double, std::shared_ptr<const sim::ZTable>> sigma_tables_;  // by degrees of freedom
  std::vector<Index> touched_;  // nodes that something live is upstream of
};

}  // namespace betledger::inference
