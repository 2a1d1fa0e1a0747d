#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace betledger::forecast {

/// The players of one run of the game, and which coalitions of them must be evaluated. Positions in
/// `players` number the players from 0; coalition values come back in the order of `wanted`.
///
/// With up to `exact_limit` players every coalition is wanted and the Shapley value is exact. With
/// more, one order of joining and its reverse: unbiased, and in any case the values sum to that of
/// all.
class Coalitions {
 public:
  /// `order`: a permutation of 0 .. players - 1, by which they join.
  /// `dependent[i]`: player i is worth nothing unless another one is there too.
  Coalitions(std::vector<std::uint32_t> order,
             std::vector<bool> dependent,
             std::size_t exact_limit);

  [[nodiscard]] std::size_t players() const noexcept { return order_.size(); }
  /// How many coalitions must be evaluated besides nobody and everybody.
  [[nodiscard]] std::size_t wanted() const noexcept;
  /// Is this coalition one player without what it needs? Then its needs are to be taken as met.
  [[nodiscard]] bool is_alone(std::size_t index) const noexcept;
  /// Sets members[i] to 1 for each player in the coalition, 0 for the others.  \pre index <
  /// wanted()
  void members(std::size_t index, std::span<std::uint8_t> members) const;

 private:
  friend class Worth;
  [[nodiscard]] bool exact() const noexcept { return order_.size() <= exact_limit_; }

  std::vector<std::uint32_t> order_;
  std::vector<bool> dependent_;
  std::size_t exact_limit_;
};

/// What the coalitions' values say about each player.
class Worth {
 public:
  /// `values[i]` is the value of coalition i, `nobody` and `everybody` those of the two ends.
  Worth(const Coalitions& coalitions,
        std::span<const double> values,
        double nobody,
        double everybody);

  /// The player's value on top of nobody, its needs taken as met.
  [[nodiscard]] double alone(std::size_t player) const;
  /// The value of everybody but this player.
  [[nodiscard]] double all_but(std::size_t player) const;
  /// By player. Their sum is everybody - nobody, to rounding.
  [[nodiscard]] std::vector<double> shapley() const;

 private:
  [[nodiscard]] double of_set(std::uint32_t set) const;
  [[nodiscard]] double of_first(std::size_t size, bool reversed) const;
  [[nodiscard]] std::vector<double> by_enumeration() const;
  [[nodiscard]] std::vector<double> by_orders() const;

  const Coalitions& coalitions_;
  std::span<const double> values_;
  double nobody_;
  double everybody_;
};

}  // namespace betledger::forecast
