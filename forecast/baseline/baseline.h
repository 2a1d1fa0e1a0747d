#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/series.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// One fitted member of the pool, with what a person may want to know of it.
struct FittedMember {
  std::string name;      // "random walk", "ETS(A,Ad,N)", "Theta", "AR(2), d=1", ...
  std::string details;   // parameters in words: "alpha 0.42, beta 0.01, phi 0.90"
  sim::PathMember path;  // on the metric's scale, `horizon` periods from the first one asked for
};

/// What happens to one stochastic metric without bets: the pool of docs/model.md, "Baseline".
struct Baseline {
  std::string metric;
  tree::Support support = tree::Support::real;
  std::size_t points = 0;  // history values used
  Day last{};              // the last period of the history
  std::vector<FittedMember> members;

  [[nodiscard]] sim::PathPool pool() const;
};

struct BaselineRequest {
  std::string metric;
  tree::Support support = tree::Support::real;
  std::uint32_t skip = 0;      // periods between the end of the history and the first one asked for
  std::uint32_t horizon = 13;  // >= 1
};

/// Fits the pool to a history. Missing periods are marginalised, values outside the support are a
/// diagnostic naming period and value (D502 of forecast's catalogue), fewer than two values are
/// D501. Members: random walk, ETS(A,Ad,N), Theta, AR(p <= 3) of the values and of their
/// differences, and the better of these with Fourier terms from two years on; those that the points
/// suffice for. Their weights are Akaike's to the power n / (n + 150)
/// (docs/statistics-baseline.md). O(n) per trial of a member's parameters. Deterministic: no clock,
/// no random numbers.
[[nodiscard]] Result<Baseline> fit_baseline(const Series& history, const BaselineRequest& request);

/// The random walk alone: what every forecast should beat. Same errors.
[[nodiscard]] Result<Baseline> fit_naive(const Series& history, const BaselineRequest& request);

/// What the best member (by AICc) did not foresee, one period ahead, on the metric's scale.
struct Residuals {
  std::vector<std::optional<double>> values;  // by period of the history, of equal variance
  double sd = 0;                              // on the scale g; 0: too short or constant, no values
};
[[nodiscard]] Residuals one_step_residuals(const Series& history, tree::Support support);

/// A history whose values outside a support became missing, and what they were.
struct Blanked {
  Series history;
  std::vector<Observation> removed;
};
[[nodiscard]] Blanked blank_outside(Series history, tree::Support support);

}  // namespace betledger::forecast
