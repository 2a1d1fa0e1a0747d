#pragma once

#include <cstddef>
#include <vector>

namespace betledger::forecast {

/// How surprises in several drivers showed in one outcome, all drivers at once.
struct LeadFit {
  std::size_t rows = 0;
  double dof = 0;  // rows less slopes less one for the mean
  // Least squares, by driver; empty where the drivers cannot be told apart or rows are too few.
  std::vector<double> slope;
  std::vector<double> slope_se;
  // Shrunk, by driver.
  std::vector<double> gamma;
  std::vector<double> gamma_se;   // standard deviation of its posterior
  std::vector<double> inclusion;  // posterior probability that it is not nil
};

/// The prior of a driver's slope: nil with this chance, else N(0, (width sigma)^2), sigma the
/// standard deviation of what remains (docs/decisions/0012-leading-indicators.md).
struct LeadPrior {
  double nil = 0.5;
  double width = 0.5;
};

/// The outcome regressed on the drivers, each about its mean. The shrunk slopes are the posterior
/// mean over every subset of drivers (spike and slab; sigma with Jeffreys' prior), each subset in
/// closed form (Zellner 1971; George and McCulloch 1997). Past ten drivers, those that correlate
/// least with the outcome get slope 0.  O(rows d^2 + 2^d d^3), d <= 10
/// \pre columns as long as `outcome`; at least four rows
[[nodiscard]] LeadFit fit_leads(const std::vector<double>& outcome,
                                const std::vector<std::vector<double>>& drivers,
                                const LeadPrior& prior = {});

}  // namespace betledger::forecast
