#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/summary/digest.h"
#include "tree/metric.h"

namespace betledger::forecast {

/// Digests of both sides of one series, which are one digest as long as the sides are the same.
class PairDigest {
 public:
  PairDigest(std::uint64_t runs, std::size_t kept) : with_{runs, kept} {}

  void add(std::span<const double> with, std::span<const double> without);
  [[nodiscard]] const sim::Digest& with() const noexcept { return with_; }
  [[nodiscard]] const sim::Digest& without() const noexcept { return without_ ? *without_ : with_; }

 private:
  sim::Digest with_;
  std::optional<sim::Digest> without_;
};

/// What is asked of a metric's roll-ups within runs: how they differ, and how often a bound is met.
class RollupTally {
 public:
  /// Runs that were counted on both sides.
  struct Hits {
    std::uint64_t with = 0;
    std::uint64_t without = 0;
  };

  explicit RollupTally(std::vector<tree::Limit> bounds)
      : bounds_{std::move(bounds)}, hits_(bounds_.size()) {}

  void add(std::span<const double> with, std::span<const double> without);

  [[nodiscard]] sim::Estimate difference() const;
  [[nodiscard]] sim::Share up() const;
  [[nodiscard]] sim::Share down() const;
  /// Of `bounds[k]`: P(met) with and without.
  [[nodiscard]] sim::Share with(std::size_t k) const;
  [[nodiscard]] sim::Share without(std::size_t k) const;

 private:
  std::vector<tree::Limit> bounds_;
  std::vector<Hits> hits_;
  sim::Moments difference_;
  std::vector<double> work_;
  std::uint64_t up_ = 0;
  std::uint64_t down_ = 0;
};

}  // namespace betledger::forecast
