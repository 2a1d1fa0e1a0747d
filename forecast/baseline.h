#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/series.h"
#include "sim/model.h"

namespace betledger::forecast {

/// One fitted member of the pool, with what a person may want to know of it.
struct FittedMember {
  std::string name;     // "random walk", "ETS(A,Ad,N)", "Theta", "AR(2), d=1", ...
  std::string details;  // parameters in words: "alpha 0.42, beta 0.01, phi 0.90"
  sim::PathMember path; // on the metric's scale, `horizon` periods from the first one asked for
};

/// What happens to one stochastic metric without bets: the pool of model.md section 2.
struct Baseline {
  std::string metric;
  tree::Support support = tree::Support::real;
  std::size_t points = 0;    // history values used
  Day last{};                // the last period of the history
  std::vector<FittedMember> members;

  [[nodiscard]] sim::PathPool pool() const;
};

struct BaselineRequest {
  std::string metric;
  tree::Support support = tree::Support::real;
  std::uint32_t skip = 0;     // periods between the end of the history and the first one asked for
  std::uint32_t horizon = 13; // >= 1
};

/// Fits the pool to a history. Missing periods are marginalised, values outside the support are a
/// diagnostic naming period and value (D-codes of forecast's catalogue). O(n) per trial of a member's
/// parameters. Deterministic: no clock, no random numbers.
[[nodiscard]] Result<Baseline> fit_baseline(const Series& history, const BaselineRequest& request);

}  // namespace betledger::forecast
