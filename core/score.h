#pragma once

#include "core/normal.h"

namespace betledger {

/// A point of a distribution, known by its normal score or by its probability. What is asked for is
/// computed from what is known, so that neither tail loses its digits to the other.
class Score {
 public:
  [[nodiscard]] static Score of_normal(double z) noexcept { return {z, true, false}; }
  /// 0 < p < 1
  [[nodiscard]] static Score of_probability(double p) noexcept { return {p, false, false}; }
  /// The same point seen from the other end.
  [[nodiscard]] Score mirrored() const noexcept { return {value_, is_normal_, !flipped_}; }

  [[nodiscard]] double z() const {
    const double z = is_normal_ ? value_ : normal_quantile(value_);
    return flipped_ ? -z : z;
  }
  /// The mass below and above the point.
  [[nodiscard]] double below() const { return flipped_ ? right() : left(); }
  [[nodiscard]] double above() const { return flipped_ ? left() : right(); }

 private:
  Score(double value, bool is_normal, bool flipped) noexcept
      : value_{value}, is_normal_{is_normal}, flipped_{flipped} {}

  [[nodiscard]] double left() const noexcept { return is_normal_ ? normal_cdf(value_) : value_; }
  [[nodiscard]] double right() const noexcept {
    return is_normal_ ? normal_survival(value_) : 1 - value_;
  }

  double value_;
  bool is_normal_;
  bool flipped_;
};

}  // namespace betledger
