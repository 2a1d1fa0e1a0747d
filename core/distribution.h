#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "core/family.h"
#include "core/quantile_fit.h"
#include "core/result.h"

namespace betledger {

class Score;

/// What somebody believes about a number. Immutable; copies are cheap enough to pass by value once.
class Distribution {
 public:
  using Family = betledger::Family;

  /// Checks the domain of the family and names everything wrong with it (codes Q0xx). The
  /// diagnostics carry no position: the caller knows it.
  [[nodiscard]] static Result<Distribution> make(Family family);
  /// \pre `value` is at most 1e100 in size
  [[nodiscard]] static Distribution constant(double value);

  [[nodiscard]] const Family& family() const noexcept { return family_; }

  /// The value below which a share `p` of the mass lies; always finite. A `p` under 5e-198 counts
  /// as that.  \pre 0 < p < 1
  [[nodiscard]] double quantile(double p) const;
  /// quantile(normal_cdf(z)) without the loss of the tail: the map from a standard normal.
  /// Increases with z; |z| past 30, the same 5e-198, counts as 30.  \pre `z` is not NaN
  [[nodiscard]] double from_normal(double z) const;

  /// Closed form where there is one, else quadrature to 1e-9 relative. +infinity or -infinity where
  /// a tail above a lower or below an upper bound is too heavy (see `warnings`); never NaN.
  [[nodiscard]] double mean() const;
  [[nodiscard]] double variance() const;          // +infinity where it does not exist
  [[nodiscard]] double lowest() const noexcept;   // -infinity where there is no bound
  [[nodiscard]] double highest() const noexcept;  // +infinity where there is no bound
  [[nodiscard]] bool is_constant() const noexcept;

  /// Things its author should know: warnings (the metalog was not feasible, the tail carries the
  /// mean, mass sits at a bound) and notes (how other stated levels were read).
  [[nodiscard]] Diagnostics warnings() const;

  friend bool operator==(const Distribution& a, const Distribution& b) {
    return a.family_ == b.family_;
  }

 private:
  explicit Distribution(Family family);

  [[nodiscard]] double at(const Score& score) const;

  Family family_;
  std::optional<QuantileFit> fit_;  // of Quantiles alone
};

/// A stated interval: lognormal whose 10 % and 90 % quantiles are these.  \pre 0 < p10 < p90
[[nodiscard]] LogNormal lognormal_from_p10_p90(double p10, double p90);

}  // namespace betledger
