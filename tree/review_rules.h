#pragma once

#include <cstdint>

namespace betledger::tree {

/// When a posterior is enough for a verdict on a bet or a proposal on a link: what the ledger asks
/// for. The tree of a plan has those it is judged by.
struct ReviewRules {
  double sure = 0.8;          // posterior probability that a verdict needs, in (1/2, 1)
  double as_believed = 0.5;   // a realised effect of at least this share of the believed median
  double exceeded = 1.5;      // ... and beyond this, more than was believed; > as_believed
  double executed = 0.5;      // share of the planned a(t) below which execution failed
  double overlap = 0.5;       // of two bets' live periods, past which they are not separable
  double data_odds = 3;       // posterior odds over prior odds: what the data must have added, >= 1
  double harden_real = 0.95;  // P(real), with sign_certain and enough cycles or an experiment
  double sign_certain = 0.975;
  double useful_share = 0.2;        // of the believed median strength: the smallest that is useful
  double prune_below = 0.05;        // P(|strength| > smallest useful)
  double news_bits = 0.1;           // learned about P(real), before it is raised or lowered
  std::uint32_t harden_cycles = 2;  // with evidence for it, unless an experiment measured it

  friend bool operator==(const ReviewRules&, const ReviewRules&) = default;
};

}  // namespace betledger::tree
