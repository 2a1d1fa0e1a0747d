#include "forecast/history/lead_regression.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include <Eigen/Cholesky>
#include <Eigen/Dense>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t most_drivers = 10;
/// Drivers that share more than this of their variance with the others are one driver.
constexpr double least_own_share = 1e-6;

/// Sums of squares and products about the means.
struct Products {
  MatrixXd drivers;
  VectorXd with_outcome;
  double outcome = 0;
  double rows = 0;
};

VectorXd about_its_mean(const std::vector<double>& values) {
  VectorXd column = Eigen::Map<const VectorXd>(values.data(), static_cast<Index>(values.size()));
  column.array() -= column.mean();
  return column;
}

Products products_of(const std::vector<double>& outcome,
                     const std::vector<std::vector<double>>& drivers) {
  const VectorXd y = about_its_mean(outcome);
  MatrixXd x(y.size(), static_cast<Index>(drivers.size()));
  for (std::size_t d = 0; d < drivers.size(); ++d) {
    BET_EXPECT(drivers[d].size() == outcome.size());
    x.col(static_cast<Index>(d)) = about_its_mean(drivers[d]);
  }
  return {x.transpose() * x, x.transpose() * y, y.squaredNorm(), static_cast<double>(y.size())};
}

void least_squares(const Products& sums, LeadFit& fit) {
  const Index count = sums.drivers.rows();
  fit.dof = sums.rows - 1 - static_cast<double>(count);
  const Eigen::LDLT<MatrixXd> solver{sums.drivers};
  const bool apart =
      solver.info() == Eigen::Success &&
      (solver.vectorD().array() > least_own_share * sums.drivers.diagonal().maxCoeff()).all();
  if (count == 0 || fit.dof < 1 || !apart) {
    return;
  }
  const VectorXd slope = solver.solve(sums.with_outcome);
  const MatrixXd inverse = solver.solve(MatrixXd::Identity(count, count));
  const double left = std::max(sums.outcome - slope.dot(sums.with_outcome), 0.0) / fit.dof;
  for (Index d = 0; d < count; ++d) {
    fit.slope.push_back(slope[d]);
    fit.slope_se.push_back(std::sqrt(left * inverse(d, d)));
  }
}

/// The posterior given that these drivers, and no others, count.
struct Subset {
  std::vector<Index> members;
  double log_weight = 0;
  VectorXd mean;
  VectorXd variance;
};

Subset posterior_of(const Products& sums, std::vector<Index> members, const LeadPrior& prior) {
  const auto count = static_cast<double>(members.size());
  Subset subset{std::move(members), 0, {}, {}};
  double left = sums.outcome;
  double log_det = 0;
  if (!subset.members.empty()) {
    MatrixXd precision = sums.drivers(subset.members, subset.members);
    precision.diagonal().array() += 1 / (prior.width * prior.width);
    const VectorXd products = sums.with_outcome(subset.members);
    const Eigen::LLT<MatrixXd> solver{precision};
    subset.mean = solver.solve(products);
    left -= subset.mean.dot(products);
    log_det = 2 * solver.matrixLLT().diagonal().array().log().sum();
    const auto size = static_cast<Index>(subset.members.size());
    subset.variance = solver.solve(MatrixXd::Identity(size, size)).diagonal();
  }
  left = std::max(left, 1e-12 * sums.outcome);
  subset.variance *= left / (sums.rows - 3);
  subset.log_weight = count * std::log((1 - prior.nil) / prior.nil) -
                      count * std::log(prior.width) - 0.5 * log_det -
                      0.5 * (sums.rows - 1) * std::log(left);
  return subset;
}

/// The drivers that the outcome goes with most, as many as are looked at.
std::vector<Index> strongest(const Products& sums) {
  std::vector<Index> order(static_cast<std::size_t>(sums.drivers.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    const auto share = [&](Index d) {
      const double product = sums.with_outcome[d];
      return product * product / std::max(sums.drivers(d, d), 1e-300);
    };
    return share(a) > share(b);
  });
  order.resize(std::min(order.size(), most_drivers));
  std::sort(order.begin(), order.end());
  return order;
}

void shrink(const Products& sums, const LeadPrior& prior, LeadFit& fit) {
  const std::vector<Index> looked_at = strongest(sums);
  std::vector<Subset> subsets;
  for (std::uint32_t mask = 0; mask < (1U << looked_at.size()); ++mask) {
    std::vector<Index> members;
    for (std::size_t d = 0; d < looked_at.size(); ++d) {
      if (((mask >> d) & 1U) != 0) {
        members.push_back(looked_at[d]);
      }
    }
    subsets.push_back(posterior_of(sums, std::move(members), prior));
  }
  double best = subsets.front().log_weight;
  for (const Subset& subset : subsets) {
    best = std::max(best, subset.log_weight);
  }
  double total = 0;
  std::vector<double> squares(fit.gamma.size());
  for (const Subset& subset : subsets) {
    const double weight = std::exp(subset.log_weight - best);
    total += weight;
    for (std::size_t m = 0; m < subset.members.size(); ++m) {
      const auto d = static_cast<std::size_t>(subset.members[m]);
      const auto at = static_cast<Index>(m);
      fit.inclusion[d] += weight;
      fit.gamma[d] += weight * subset.mean[at];
      squares[d] += weight * (subset.variance[at] + subset.mean[at] * subset.mean[at]);
    }
  }
  for (std::size_t d = 0; d < fit.gamma.size(); ++d) {
    fit.inclusion[d] /= total;
    fit.gamma[d] /= total;
    fit.gamma_se[d] = std::sqrt(std::max(squares[d] / total - fit.gamma[d] * fit.gamma[d], 0.0));
  }
}

}  // namespace

LeadFit fit_leads(const std::vector<double>& outcome,
                  const std::vector<std::vector<double>>& drivers,
                  const LeadPrior& prior) {
  BET_EXPECT(outcome.size() >= 4);
  LeadFit fit;
  fit.rows = outcome.size();
  fit.gamma.resize(drivers.size());
  fit.gamma_se.resize(drivers.size());
  fit.inclusion.resize(drivers.size());
  const Products sums = products_of(outcome, drivers);
  if (!(sums.outcome > 0)) {
    return fit;
  }
  least_squares(sums, fit);
  shrink(sums, prior, fit);
  return fit;
}

}  // namespace betledger::forecast
