#include "inference/path_law.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include <Eigen/Dense>

#include "core/contract.h"

namespace betledger::inference {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr double least_sigma = 1e-3;

std::vector<double> to_vector(const RowMajor& matrix) {
  return {matrix.data(), matrix.data() + matrix.size()};
}

PathLaw law_of(const sim::PathMember& member, tree::Support support) {
  const std::size_t periods = member.mean.size();
  const std::size_t steps = member.lead + periods;
  PathLaw law;
  law.weight = member.weight;
  law.mean = member.mean;
  law.dof = member.dof;
  const double size = support == tree::Support::real ? std::abs(member.mean.front()) : 1.0;
  law.sigma = std::max(member.sigma, least_sigma * std::max(size, 1e-12));
  law.covariance.assign(periods * periods, 0.0);
  for (std::size_t a = 0; a < periods; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      double sum = 0;  // over the innovations that both have in them
      for (std::size_t s = 0; s <= member.lead + b; ++s) {
        sum += member.psi[member.lead + a - s] * member.psi[member.lead + b - s];
      }
      law.covariance[a * periods + b] = sum;
      law.covariance[b * periods + a] = sum;
    }
  }
  BET_EXPECT(member.psi.size() >= steps);
  return law;
}

PathLaw law_of(const sim::StatedPath& path, tree::Support support, std::uint32_t periods) {
  PathLaw law;
  std::vector<double> spread;
  for (std::uint32_t t = 0; t < periods; ++t) {
    const double share = periods == 1 ? 0.0 : static_cast<double>(t) / (periods - 1);
    const auto between = [&](double z) {
      return (1 - share) * stated_level(path.first, support, z) +
             share * stated_level(path.last, support, z);
    };
    law.mean.push_back(between(0));
    spread.push_back(std::max((between(1) - between(-1)) / 2, least_sigma));
  }
  for (std::uint32_t a = 0; a < periods; ++a) {
    for (std::uint32_t b = 0; b < periods; ++b) {
      law.covariance.push_back(spread[a] * spread[b] * (a == b ? 1.25 : 1.0));
    }
  }
  return law;
}

}  // namespace

double stated_level(const Distribution& level, tree::Support support, double z) {
  const double value = level.from_normal(z);
  const double least = 1e-6 * std::abs(level.from_normal(0));
  const double inside = support == tree::Support::positive   ? std::max(value, least)
                        : support == tree::Support::fraction ? std::clamp(value, 1e-9, 1 - 1e-9)
                                                             : value;
  return tree::to_scale(support, inside);
}

std::vector<double> lower_factor(const std::vector<double>& matrix, std::size_t size) {
  const auto n = static_cast<Eigen::Index>(size);
  const Eigen::LLT<RowMajor> llt(Eigen::Map<const RowMajor>(matrix.data(), n, n));
  BET_EXPECT(llt.info() == Eigen::Success);
  return to_vector(llt.matrixL());
}

std::vector<PathLaw> laws_of(const sim::Node& node, std::uint32_t periods) {
  const auto* base = std::get_if<sim::BasePath>(&node.source);
  BET_EXPECT(base != nullptr);
  std::vector<PathLaw> laws;
  if (const auto* pool = std::get_if<sim::PathPool>(base)) {
    std::transform(pool->members.begin(),
                   pool->members.end(),
                   std::back_inserter(laws),
                   [&](const sim::PathMember& m) { return law_of(m, node.support); });
  } else if (const auto* stated = std::get_if<sim::StatedPath>(base)) {
    laws.push_back(law_of(*stated, node.support, periods));
  }
  return laws;
}

SplitLaw split(const PathLaw& law, const std::vector<std::uint32_t>& seen, double total_weight) {
  const auto periods = static_cast<std::uint32_t>(law.mean.size());
  std::vector<std::uint32_t> order = seen;
  for (std::uint32_t t = 0; t < periods; ++t) {
    if (!std::binary_search(seen.begin(), seen.end(), t)) {
      order.push_back(t);
    }
  }
  const auto n = static_cast<Eigen::Index>(seen.size());
  const auto all = static_cast<Eigen::Index>(periods);
  RowMajor covariance(all, all);
  for (Eigen::Index a = 0; a < all; ++a) {
    for (Eigen::Index b = 0; b < all; ++b) {
      covariance(a, b) = law.covariance[std::size_t{order[static_cast<std::size_t>(a)]} * periods +
                                        order[static_cast<std::size_t>(b)]];
    }
  }
  const Eigen::LLT<RowMajor> llt(covariance);
  BET_EXPECT(llt.info() == Eigen::Success);
  const RowMajor lower = llt.matrixL();
  const RowMajor corner = lower.topLeftCorner(n, n);
  const RowMajor inverse = corner.triangularView<Eigen::Lower>().solve(RowMajor::Identity(n, n));
  SplitLaw out;
  out.sigma = law.sigma;
  out.dof = law.dof;
  for (std::size_t i = 0; i < order.size(); ++i) {
    (i < seen.size() ? out.mean_seen : out.mean_rest).push_back(law.mean[order[i]]);
  }
  out.whiten = to_vector(inverse);
  out.carry = to_vector(lower.bottomLeftCorner(all - n, n));
  out.spread = to_vector(lower.bottomRightCorner(all - n, all - n));
  const double count = static_cast<double>(n);
  out.share = law.weight / total_weight;
  out.log_determinant = corner.diagonal().array().log().sum();
  out.log_constant = std::log(out.share) - count * std::log(law.sigma) - out.log_determinant;
  if (std::isinf(law.dof)) {
    out.log_constant -= 0.5 * count * std::log(2 * std::numbers::pi);
  } else {
    out.log_constant += std::lgamma((law.dof + count) / 2) - std::lgamma(law.dof / 2) -
                        0.5 * count * std::log(law.dof * std::numbers::pi);
  }
  return out;
}

}  // namespace betledger::inference
