#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/book/bet.h"
#include "ledger/text/node.h"
#include "tree/tree_spec.h"

namespace betledger::ledger {

/// A small generator for properties: SplitMix64, the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_{seed} {}

  std::uint64_t bits();
  /// 0 .. count - 1.
  std::size_t below(std::size_t count) { return bits() % count; }
  bool chance(double p) { return uniform() < p; }
  double uniform();
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

 private:
  std::uint64_t state_;
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
