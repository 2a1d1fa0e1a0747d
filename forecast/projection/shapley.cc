#include "forecast/projection/shapley.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

std::uint32_t everybody_of(std::size_t players) {
  return (1U << players) - 1U;
}

/// How many coalitions an order and its reverse want besides the singles and the all-but-ones: the
/// first 2 to players - 2 of either.
std::size_t inner(std::size_t players) {
  return players > 3 ? players - 3 : 0;
}

}  // namespace

// Where all coalitions are wanted, coalition i is the set of players whose bits are in i + 1. Else
// the singles come first, then all but one, then the first 2, 3, ... of the order and of its
// reverse.

Coalitions::Coalitions(std::vector<std::uint32_t> order,
                       std::vector<bool> dependent,
                       std::size_t exact_limit)
    : order_{std::move(order)}, dependent_{std::move(dependent)}, exact_limit_{exact_limit} {
  BET_EXPECT(exact_limit <= 16 && dependent_.size() == order_.size());
}

std::size_t Coalitions::wanted() const noexcept {
  const std::size_t n = order_.size();
  if (n < 2) {
    return 0;
  }
  return exact() ? everybody_of(n) - 1U : 2 * n + 2 * inner(n);
}

bool Coalitions::is_alone(std::size_t index) const noexcept {
  return exact() ? std::has_single_bit(index + 1) : index < order_.size();
}

void Coalitions::members(std::size_t index, std::span<std::uint8_t> members) const {
  const std::size_t n = order_.size();
  if (exact()) {
    for (std::size_t i = 0; i < n; ++i) {
      members[i] = static_cast<std::uint8_t>(((index + 1) >> i) & 1U);
    }
    return;
  }
  const bool all_but = index >= n && index < 2 * n;
  std::fill_n(members.begin(), n, static_cast<std::uint8_t>(all_but ? 1 : 0));
  if (index < 2 * n) {
    members[index % n] = all_but ? 0 : 1;
    return;
  }
  const std::size_t step = index - 2 * n;
  const bool reversed = step >= inner(n);
  const std::size_t size = 2 + step % inner(n);
  for (std::size_t i = 0; i < size; ++i) {
    members[order_[reversed ? n - 1 - i : i]] = 1;
  }
}

Worth::Worth(const Coalitions& coalitions,
             std::span<const double> values,
             double nobody,
             double everybody)
    : coalitions_{coalitions}, values_{values}, nobody_{nobody}, everybody_{everybody} {}

double Worth::alone(std::size_t player) const {
  if (coalitions_.players() == 1) {
    return everybody_;
  }
  return values_[coalitions_.exact() ? (1U << player) - 1U : player];
}

double Worth::all_but(std::size_t player) const {
  const std::size_t n = coalitions_.players();
  return coalitions_.exact() ? of_set(everybody_of(n) & ~(1U << player)) : values_[n + player];
}

double Worth::of_set(std::uint32_t set) const {
  if (set == 0) {
    return nobody_;
  }
  if (set == everybody_of(coalitions_.players())) {
    return everybody_;
  }
  const bool in_need = std::has_single_bit(set) &&
                       coalitions_.dependent_[static_cast<std::size_t>(std::countr_zero(set))];
  return in_need ? nobody_ : values_[set - 1U];
}

double Worth::of_first(std::size_t size, bool reversed) const {
  const std::size_t n = coalitions_.players();
  const auto player = [&](std::size_t place) {
    return coalitions_.order_[reversed ? n - 1 - place : place];
  };
  if (size == 0) {
    return nobody_;
  }
  if (size == n) {
    return everybody_;
  }
  if (size == 1) {
    return coalitions_.dependent_[player(0)] ? nobody_ : alone(player(0));
  }
  if (size == n - 1) {
    return all_but(player(n - 1));
  }
  return values_[2 * n + (reversed ? inner(n) : 0) + size - 2];
}

std::vector<double> Worth::by_orders() const {
  const std::size_t n = coalitions_.players();
  std::vector<double> shares(n, 0);
  for (const bool reversed : {false, true}) {
    double before = nobody_;
    for (std::size_t size = 1; size <= n; ++size) {
      const double after = of_first(size, reversed);
      shares[coalitions_.order_[reversed ? n - size : size - 1]] += 0.5 * (after - before);
      before = after;
    }
  }
  return shares;
}

std::vector<double> Worth::by_enumeration() const {
  const std::size_t n = coalitions_.players();
  // weights[s] = s! (n - s - 1)! / n!: the share of orders in which s given players come first.
  std::vector<double> weights(n, n > 0 ? 1.0 / static_cast<double>(n) : 0.0);
  for (std::size_t s = 1; s < n; ++s) {
    weights[s] = weights[s - 1] * static_cast<double>(s) / static_cast<double>(n - s);
  }
  std::vector<double> shares(n, 0);
  for (std::uint32_t set = 0; set < everybody_of(n); ++set) {
    const double before = of_set(set);
    const double weight = weights[static_cast<std::size_t>(std::popcount(set))];
    for (std::size_t player = 0; player < n; ++player) {
      const std::uint32_t bit = 1U << player;
      if ((set & bit) == 0) {
        shares[player] += weight * (of_set(set | bit) - before);
      }
    }
  }
  return shares;
}

std::vector<double> Worth::shapley() const {
  return coalitions_.exact() ? by_enumeration() : by_orders();
}

}  // namespace betledger::forecast
