#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/book/bet.h"
#include "ledger/text/node.h"
#include "tree/tree_spec.h"

#include "tests/support/random.h"

namespace betledger::ledger {

/// What properties are tried on.
class Random : public betledger::Random {
 public:
  using betledger::Random::Random;

  bool chance(double p) { return uniform() < p; }
  /// Any finite size, short and long decimals, both signs; never zero.
  double number();
  double positive();
  double share();  // in (0, 1)
  /// Words, punctuation that YAML knows, unicode, escapes.
  std::string text();
  std::string key();

  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
};

[[nodiscard]] Node random_node(Random& random, int depth);
[[nodiscard]] tree::Metric random_metric(Random& random, const std::string& key);
[[nodiscard]] tree::Link random_link(Random& random);
[[nodiscard]] tree::Occasion random_occasion(Random& random);
[[nodiscard]] Bet random_bet(Random& random, const std::string& key);
/// A tree that builds: components over stochastic leaves, links between leaves.
[[nodiscard]] tree::TreeSpec random_tree(Random& random);
/// Bets on the leaves of the tree, in 2026Q3.
[[nodiscard]] BetSheet random_sheet(Random& random, const tree::TreeSpec& tree);

}  // namespace betledger::ledger
