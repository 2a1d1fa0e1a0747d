#pragma once

#include <cstdint>
#include <optional>

#include "core/distribution.h"
#include "sim/random/random_kernels.h"
#include "sim/random/z_table.h"

namespace betledger::sim {

/// A Distribution made ready for drawing columns by inversion, one word a draw: the smaller word
/// gives the smaller value, so two distributions that share a word move together.
///
/// Normal, lognormal, uniform and triangular by their formulas; the other smooth families by a
/// table in the normal score (of the logarithm of the distance from the bound, where there is one
/// alone) that meets `from_normal` to 1e-9 of the spread, 1e-8 beyond four sigma; what has kinks,
/// and empirical distributions, by asking the distribution for every draw.
class Sampler {
 public:
  explicit Sampler(Distribution distribution);

  [[nodiscard]] bool is_constant() const noexcept { return way_ == Way::constant; }
  /// How a draw is made, for tests and diagnostics: is a table read, or the distribution asked?
  [[nodiscard]] bool is_tabulated() const noexcept { return table_.has_value(); }
  [[nodiscard]] double median() const { return distribution_.from_normal(0); }

  /// One column from one column of words; a constant reads no words (null will do).
  void sample(const kernels::Word* words, double* out) const;
  /// One column from one column of standard normal scores: what `sample` makes of a word is what
  /// this makes of the word's score, to rounding. `out` may be `scores`.  \pre |score| < 6.5
  void at_scores(const double* scores, double* out) const;

 private:
  enum class Way : std::uint8_t {
    constant,
    normal,
    lognormal,
    uniform,
    triangular,
    table,
    table_from_bound,
    by_score,
    by_level,
  };

  void tabulate();
  void from_levels(double* inout) const;

  Distribution distribution_;
  Way way_ = Way::by_score;
  std::optional<ZTable> table_;
  // Parameters: a + b z, exp(a + b z), a + b u; (low, mode, high); bounds; a + b exp(b table).
  double a_ = 0;
  double b_ = 0;
  double c_ = 0;
};

}  // namespace betledger::sim
