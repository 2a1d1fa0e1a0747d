#pragma once

#include <limits>
#include <variant>

#include "core/family.h"
#include "core/line_scale.h"
#include "core/metalog.h"
#include "core/monotone_curve.h"
#include "core/score.h"

namespace betledger {

/// The distribution through stated quantiles.
///
/// - Levels (a, 0.5, 1 - a): the three-term metalog on the line that the bounds call for
/// (LineScale),
///   where it is feasible.
/// - Anything else: a monotone curve in the normal score, on the same line: its tails are normal,
///   lognormal above a bound, logit-normal between two. So is all of it where two levels are
///   stated.
/// - A stated value at a bound: the curve on the quantity itself, cut at the bounds. The bound then
///   has mass: p10 = 0 with lower = 0 says that one case in ten is nothing at all.
class QuantileFit {
 public:
  /// Why the curve is what it is.
  enum class Reason { metalog, infeasible, at_bound, other_levels };

  /// \pre the domain stated at Quantiles
  explicit QuantileFit(const Quantiles& stated);

  [[nodiscard]] Reason reason() const noexcept { return reason_; }
  [[nodiscard]] double at(const Score& score) const;
  [[nodiscard]] double mean() const;      // may be infinite
  [[nodiscard]] double variance() const;  // may be infinite
  [[nodiscard]] double lowest() const noexcept;
  [[nodiscard]] double highest() const noexcept;
  /// The share of the mean's distance to the bound (the lower, unless there is only an upper) that
  /// the outermost 1 % of the mass carries; 0 without a bound, 1 where the mean is infinite.
  [[nodiscard]] double tail_share() const;

 private:
  [[nodiscard]] double fit_at(const Score& score) const;
  [[nodiscard]] double fit_mean() const;
  [[nodiscard]] double fit_moment(const Moment& which) const;

  static constexpr double infinity = std::numeric_limits<double>::infinity();

  // With an upper bound alone the fit is of the negative; what follows describes the fit.
  bool mirrored_ = false;
  Reason reason_ = Reason::other_levels;
  Cut range_{-infinity, infinity};
  LineScale scale_;
  std::variant<Metalog, MonotoneCurve> shape_;
};

}  // namespace betledger
