#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/diagnostic.h"
#include "forecast/scoring/scoring.h"
#include "tree/check.h"

namespace betledger::forecast {

/// How two metrics move together, beyond what each one's own past foresees.
struct Comovement {
  std::string a;  // in the order of the tree
  std::string b;
  std::size_t points = 0;  // periods in which both have a residual
  double correlation = 0;  // of the normal scores of their one-step residuals
  Interval interval;       // 95 %, by Fisher's transform
  double p_value = 1;      // two-sided
  /// The focus metric's one-period band as drawn (apart) over what it is with this pair together:
  /// 0.9 is a tenth too narrow, 1 neither (one of the two is no part of the focus).
  double band = 1;
};

/// Pairs of metrics with a baseline whose residuals are correlated beyond chance, strongest first:
/// at most 5 % of those named are expected to be there by chance (Benjamini and Hochberg 1995).
/// Looks at all pairs with 20 common periods or more. Residuals are those of the pool's member with
/// the least AICc; normal scores, because one Christmas in both is one point and not a law.
/// Deterministic. O(fits + metrics^2 points).
[[nodiscard]] std::vector<Comovement> comovements(const tree::MetricTree& tree,
                                                  const tree::History& history);

/// D505 for the ten strongest of them.
[[nodiscard]] Diagnostics check_comovements(const tree::MetricTree& tree,
                                            const tree::History& history);

/// Correlation of the normal scores of two samples; 0 where one is constant. Ties share the mean of
/// their ranks.  \pre equal sizes
[[nodiscard]] double normal_score_correlation(const std::vector<double>& a,
                                              const std::vector<double>& b);

}  // namespace betledger::forecast
