#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "inference/problem.h"
#include "sim/columns/columns.h"

namespace betledger::inference {

/// A block of particles: the coordinates from which all else follows. Columns of runs_per_block.
struct Coordinates {
  Coordinates() = default;
  explicit Coordinates(const Problem& problem);

  sim::Columns scores;   // [unknown]: standard normal under the prior
  sim::Columns coins;    // [gate]: 1 or 0
  sim::Columns members;  // [node]: law of a coupled node, as a number; nothing without components
  sim::Columns loglik;   // one column
};

/// Works out what coordinates mean: amounts, the paths without bets that the observed ones imply,
/// and their likelihood; and a trial of a move beside them. One per task; about 2 x (nodes x known
/// x 3) columns.
///
/// y observed with bets, y = ((b e^E) + S) L + P for the pulls E and S of its links, the lifts L
/// and shifts P of its bets; so b = ((y - P) / L - S) e^-E, from the drivers to the driven, and
/// with the occasions undone as well the innovations have their density. Values not observed are
/// not imputed: the density is that of what was seen. Where a driver was not seen, a plug-in base
/// path (the pool's mean) tells what its bets did to it: exact for lifts and elasticities, whatever
/// the base.
class Block {
 public:
  explicit Block(const Problem& problem);

  /// Evaluates particles, and fills in their `loglik`.
  void load(Coordinates& at);

  /// Columns to fill for a trial of a move: proposed scores (of its unknowns), coin, member.
  [[nodiscard]] double* trial_score(Index unknown) { return trial_.scores[unknown]; }
  [[nodiscard]] double* trial_coin(Index gate) { return trial_.coins[gate]; }
  [[nodiscard]] double* trial_member(Index node) { return trial_.members[node]; }
  /// ln of what the prior and the proposal of a trial contribute to its acceptance.
  [[nodiscard]] double* correction() { return scratch_[6]; }
  /// Evaluates a move's trial; its log-likelihood.
  const double* evaluate(const Move& move);
  /// Takes over the trial where mask is 1, here and in the coordinates; the next trial may follow.
  void settle(const Move& move, const double* mask, Coordinates& at);

  // As loaded or settled:
  [[nodiscard]] const double* value(Index unknown) const { return now_.values[unknown]; }
  /// Amount x works, and the factor that it is read by.
  [[nodiscard]] const double* works(Index intervention) const { return now_.works[intervention]; }
  /// Fills in 1 where `at` has an intervention delivered, with all it needs, and 0 elsewhere.
  void delivered(Index intervention, const Coordinates& at, double* out) const;
  [[nodiscard]] const double* pull(Index influence) const { return now_.pulls[influence]; }
  [[nodiscard]] const double* delay(Index profile) const;
  /// The particle's own sigma of a coupled node, under a law.
  [[nodiscard]] double own_sigma(Index node, const SplitLaw& law, std::size_t run) const;
  /// g of the base path (occasions undone) of an observed or coupled node in a period it was seen.
  [[nodiscard]] const double* x(Index node, Index period) const { return now_.x[at(node, period)]; }

 private:
  struct Layer {
    explicit Layer(const Problem& problem);
    sim::Columns scores, coins, members;
    sim::Columns values;                // [unknown]
    sim::Columns pushes, works;         // [intervention]
    sim::Columns pulls;                 // [influence]
    sim::Columns live;                  // [profile][period]
    sim::Columns base, with, ratio, x;  // [node][period]
    sim::Columns term;                  // [node]
    sim::Columns eps;                   // [node][seen], coupled nodes
    sim::Columns joint;                 // [component]
    sim::Columns readouts;
    std::vector<bool> has_score, has_coin, has_member, has_push, has_pull, has_live, has_node,
        has_joint, has_readout;
    void forget();
  };

  [[nodiscard]] std::size_t at(Index node, Index period) const noexcept {
    return std::size_t{node} * problem_.known() + period;
  }
  [[nodiscard]] const double* pick(bool trial,
                                   const sim::Columns Layer::*columns,
                                   std::size_t i) const {
    return ((trial ? trial_ : now_).*columns)[i];
  }
  [[nodiscard]] const double* node_column(const sim::Columns Layer::*columns,
                                          Index node,
                                          Index period) const {
    return pick(trial_.has_node[node], columns, at(node, period));
  }

  void compute(const Move& move, Layer& out);
  void compute_value(Index unknown, Layer& out);
  void compute_live(Index profile, Layer& out);
  void compute_push(Index intervention, Layer& out);
  void compute_pull(Index influence, Layer& out);
  void multiply_coins(Index gate, double* inout) const;
  void compute_nodes(const std::vector<Index>& nodes, Layer& out);
  void compute_formula(Index node, Index period, bool with, Layer& out);
  void compute_base(Index node, Index period, Layer& out);
  [[nodiscard]] const double* with_of(Index node, Index period) const;
  void undo(Index node, Index period, double* value);
  void redo(Index node, Index period, double* value);
  void sum_pulls(Index node, Index period);
  void undo_occasions(Index node, Index period, double* value);
  void redo_occasions(Index node, Index period, double* value);
  void whiten(Index node, const SplitLaw& law, const Layer& from);
  void compute_term(Index node, Layer& out);
  void compute_coupled(Index node, Layer& out);
  void compute_joint(Index component, Layer& out);
  void compute_readout(Index readout, Layer& out);
  void total(double* out);
  void add_changes(const Move& move, double* out);
  [[nodiscard]] const double* live(Index intervention, Index period) const;
  [[nodiscard]] const double* push(Index intervention) const;

  const Problem& problem_;
  Move everything_;
  Layer now_, trial_;
  sim::Columns scratch_;
  sim::Columns total_;  // log-likelihood of what is loaded or settled
  sim::Columns formula_scratch_;
  sim::Columns whitened_;        // [seen]
  sim::Columns bad_, jacobian_;  // [node]
  std::vector<const double*> pointers_;
  std::vector<double> eta_;
};

}  // namespace betledger::inference
