#pragma once

#include <cstdint>
#include <vector>

#include "forecast/history/innovations.h"
#include "tree/metric_tree.h"

namespace betledger::forecast {

/// A surprise in a driver foretells one in its outcome, along an influence link:
///   eps_to,t = gamma eps_from,t-lag + residual,
/// both in units of their own standard deviation (of all surprises, those out of proportion too);
/// the residual keeps the outcome's total variance at one. `gamma` is predictive: it may be a
/// common cause. It is not the link's strength, which is what a bet's change transmits.
struct Lead {
  std::uint32_t from = 0;  // nodes of to_model's result: positions in dependency order
  std::uint32_t to = 0;
  std::uint32_t lag = 0;  // periods; 0: in the same period
  double gamma = 0;       // shrunk to zero (lead_regression.h), |gamma| < 1
  double se = 0;          // standard deviation of its posterior
};

/// What a lead can explain of its outcome's variance at the most, all leads into it together.
inline constexpr double most_explained = 0.9;

/// Leads along the links between stochastic metrics with a history, ordered by `to`, then as the
/// links. Several into one metric are estimated together, so that two drivers that move as one do
/// not count twice. A link that history cannot speak of has none (20 common periods at least).
[[nodiscard]] std::vector<Lead> leads_of(const tree::MetricTree& tree,
                                         const Innovations& innovations);

/// What moves together in the same period beyond the leads: correlation of
/// eps_t - sum gamma eps_from,t-lag of two stochastic metrics.
struct Correlation {
  std::uint32_t a = 0;  // nodes, a < b
  std::uint32_t b = 0;
  double rho = 0;
};

/// The identity but for pairs that are clearly there: normal scores correlate over 20 common
/// periods or more, and Benjamini and Hochberg keep them at 5 %. Those are shrunk by the share of
/// their squares that is sampling error (Ledoit and Wolf 2004; Schaefer and Strimmer 2005), and all
/// of them further where the matrix would have an eigenvalue below 0.05. Ordered by a, then b.
/// O(metrics^2 periods + metrics^3)
[[nodiscard]] std::vector<Correlation> residual_correlations(const tree::MetricTree& tree,
                                                             const Innovations& innovations,
                                                             const std::vector<Lead>& leads);

}  // namespace betledger::forecast
