#include "forecast/learning/spike_slab_regression.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Dense>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double sure = 0.95;

/// What the models share.
struct Sums {
  Matrix gram;    // X'X / sigma^2
  Vector cross;   // X'y / sigma^2
  double energy;  // y'y / sigma^2
  double base;    // log density of no link at all, less the energy
};

Sums sums_of(const LinkRegression& regression) {
  const auto n = static_cast<Eigen::Index>(regression.outcome.size());
  const auto k = static_cast<Eigen::Index>(regression.beliefs.size());
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Rows> x{regression.drivers.data(), n, k};
  const Eigen::Map<const Vector> y{regression.outcome.data(), n};
  const double variance = regression.noise_sd * regression.noise_sd;
  return {x.transpose() * x / variance,
          x.transpose() * y / variance,
          y.squaredNorm() / variance,
          -0.5 * static_cast<double>(n) * std::log(2 * std::numbers::pi * variance)};
}

/// One subset of links: its weight and the moments of its strengths.
struct Fitted {
  std::vector<Eigen::Index> links;
  double log_weight = 0;  // prior times marginal likelihood
  Vector mean;            // as long as `links`
  Vector variance;
};

double log_prior(std::span<const SpikeSlab> beliefs, std::size_t model) {
  double sum = 0;
  for (std::size_t i = 0; i < beliefs.size(); ++i) {
    const bool real = (model >> i & 1U) != 0;
    sum += std::log(real ? beliefs[i].p_real : 1 - beliefs[i].p_real);
  }
  return sum;
}

Fitted fit(const Sums& sums, std::span<const SpikeSlab> beliefs, std::size_t model) {
  Fitted fitted;
  for (std::size_t i = 0; i < beliefs.size(); ++i) {
    if ((model >> i & 1U) != 0) {
      fitted.links.push_back(static_cast<Eigen::Index>(i));
    }
  }
  const auto k = static_cast<Eigen::Index>(fitted.links.size());
  Matrix precision{k, k};
  Vector prior_mean{k};
  Vector prior_precision{k};
  for (Eigen::Index a = 0; a < k; ++a) {
    const SpikeSlab& belief =
        beliefs[static_cast<std::size_t>(fitted.links[static_cast<std::size_t>(a)])];
    prior_mean[a] = belief.mean;
    prior_precision[a] = 1 / (belief.sd * belief.sd);
    for (Eigen::Index b = 0; b < k; ++b) {
      precision(a, b) = sums.gram(fitted.links[static_cast<std::size_t>(a)],
                                  fitted.links[static_cast<std::size_t>(b)]);
    }
  }
  Vector cross{k};
  for (Eigen::Index a = 0; a < k; ++a) {
    cross[a] = sums.cross[fitted.links[static_cast<std::size_t>(a)]];
  }
  // Completing the square around the slabs' means: residual r = y - X m.
  const double energy =
      sums.energy - 2 * prior_mean.dot(cross) + prior_mean.dot(precision * prior_mean);
  const Vector pull = cross - precision * prior_mean;
  precision.diagonal() += prior_precision;
  const Eigen::LLT<Matrix> factor{precision};
  const Vector shift = factor.solve(pull);
  fitted.mean = prior_mean + shift;
  fitted.variance = factor.solve(Matrix::Identity(k, k)).diagonal();
  double log_determinants = 0;
  for (Eigen::Index a = 0; a < k; ++a) {
    log_determinants += 2 * std::log(factor.matrixLLT()(a, a)) - std::log(prior_precision[a]);
  }
  fitted.log_weight =
      log_prior(beliefs, model) + sums.base - 0.5 * (energy - pull.dot(shift) + log_determinants);
  return fitted;
}

double log_sum(const std::vector<Fitted>& models) {
  double most = models.front().log_weight;
  for (const Fitted& model : models) {
    most = std::max(most, model.log_weight);
  }
  double sum = 0;
  for (const Fitted& model : models) {
    sum += std::exp(model.log_weight - most);
  }
  return most + std::log(sum);
}

/// Adds one model's share to every link.
void add(LinkPosterior& posterior, const Fitted& fitted, double probability) {
  const std::size_t k = posterior.p_real.size();
  LinkPosterior::Model model{std::vector<bool>(k), probability};
  for (std::size_t a = 0; a < fitted.links.size(); ++a) {
    const auto i = static_cast<std::size_t>(fitted.links[a]);
    const auto at = static_cast<Eigen::Index>(a);
    model.real[i] = true;
    posterior.p_real[i] += probability;
    posterior.mean[i] += probability * fitted.mean[at];
    posterior.sd[i] +=
        probability * (fitted.variance[at] + fitted.mean[at] * fitted.mean[at]);  // E beta^2 so far
    for (const Eigen::Index other : fitted.links) {
      posterior.both_real[i * k + static_cast<std::size_t>(other)] += probability;
    }
  }
  posterior.models.push_back(std::move(model));
}

}  // namespace

LinkPosterior enumerate_links(const LinkRegression& regression) {
  const std::size_t k = regression.beliefs.size();
  BET_EXPECT(k >= 1 && k <= most_enumerated_links && regression.noise_sd > 0);
  BET_EXPECT(regression.drivers.size() == regression.outcome.size() * k);
  const Sums sums = sums_of(regression);
  std::vector<Fitted> models;
  for (std::size_t model = 0; model < std::size_t{1} << k; ++model) {
    models.push_back(fit(sums, regression.beliefs, model));
  }
  LinkPosterior posterior;
  posterior.log_marginal = log_sum(models);
  posterior.p_real.resize(k);
  posterior.both_real.resize(k * k);
  posterior.mean.resize(k);
  posterior.sd.resize(k);
  for (const Fitted& model : models) {
    add(posterior, model, std::exp(model.log_weight - posterior.log_marginal));
  }
  for (std::size_t i = 0; i < k; ++i) {
    const double mean = posterior.mean[i];
    posterior.sd[i] = std::sqrt(std::max(0.0, posterior.sd[i] - mean * mean));
  }
  std::stable_sort(posterior.models.begin(),
                   posterior.models.end(),
                   [](const auto& a, const auto& b) { return a.probability > b.probability; });
  return posterior;
}

bool separable(const LinkPosterior& links, std::size_t i, std::size_t j) {
  return links.any_real(i, j) < sure || links.p_real[i] >= sure || links.p_real[j] >= sure;
}

}  // namespace betledger::forecast
