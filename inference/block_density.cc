#include <algorithm>
#include <cmath>
#include <numbers>

#include "inference/block.h"
#include "inference/kernels.h"
#include "sim/columns/formula_kernels.h"

namespace betledger::inference {
namespace {

std::span<const double> row_of(const std::vector<double>& triangle,
                               std::size_t row,
                               std::size_t n) {
  return {triangle.data() + row * n, row + 1};
}

}  // namespace

/// Squares of the whitened base path under a law go to scratch 4.
void Block::whiten(Index node, const SplitLaw& law, const Layer& from) {
  const NodeRole& role = problem_.nodes()[node];
  pointers_.clear();
  for (const Index t : role.seen) {
    pointers_.push_back(from.x[at(node, t)]);
  }
  sim::kernels::copy({nullptr, 0}, scratch_[4]);
  for (std::size_t i = 0; i < law.seen(); ++i) {
    kernels::whiten_row(row_of(law.whiten, i, law.seen()), pointers_, law.mean_seen, whitened_[i]);
    kernels::add_square(whitened_[i], scratch_[4]);
  }
}

/// The pool's members and their sigmas summed out: a mixture of multivariate Student densities.
void Block::compute_term(Index node, Layer& out) {
  const NodeRole& role = problem_.nodes()[node];
  double* term = out.term[node];
  for (std::size_t i = 0; i < role.laws.size(); ++i) {
    const SplitLaw& law = role.laws[i];
    whiten(node, law, out);
    const kernels::Density density{
        law.log_constant, law.sigma, law.dof, static_cast<double>(law.seen())};
    kernels::log_density(density, scratch_[4], i == 0 ? term : scratch_[5]);
    if (i > 0) {
      kernels::log_add(scratch_[5], term);
    }
  }
  kernels::finish(jacobian_[node], bad_[node], term);
}

/// Member and sigma given: innovations in units of sigma, and what the change of variables costs.
void Block::compute_coupled(Index node, Layer& out) {
  const NodeRole& role = problem_.nodes()[node];
  const Index u = problem_.unknown(Unknown::Kind::sigma, node);
  const double* score = pick(trial_.has_score[u], &Layer::values, u);
  const double* member = pick(trial_.has_member[node], &Layer::members, node);
  double* term = out.term[node];
  for (std::size_t i = 0; i < role.laws.size(); ++i) {
    const SplitLaw& law = role.laws[i];
    whiten(node, law, out);
    for (std::size_t run = 0; run < sim::runs_per_block; ++run) {
      if (member[run] != static_cast<double>(i)) {
        continue;
      }
      const double log_sigma =
          std::log(law.sigma) + (law.sigma_factors ? law.sigma_factors->at(0, score[run]) : 0.0);
      const double inverse = std::exp(-log_sigma);
      for (std::size_t s = 0; s < law.seen(); ++s) {
        out.eps[at(node, static_cast<Index>(s))][run] = whitened_[s][run] * inverse;
      }
      term[run] = -law.log_determinant - static_cast<double>(law.seen()) * log_sigma;
    }
  }
  kernels::finish(jacobian_[node], bad_[node], term);
}

double Block::own_sigma(Index node, const SplitLaw& law, std::size_t run) const {
  const double score = now_.values[problem_.unknown(Unknown::Kind::sigma, node)][run];
  return law.sigma * (law.sigma_factors ? std::exp(law.sigma_factors->at(0, score)) : 1.0);
}

void Block::compute_joint(Index component, Layer& out) {
  const Component& from = problem_.components()[component];
  double* joint = out.joint[component];
  sim::kernels::copy({nullptr, 0}, joint);
  const auto eps = [&](Index position, Index element) {
    return node_column(&Layer::eps, from.nodes[position], element);
  };
  for (const JointPeriod& period : from.periods) {
    const std::size_t n = period.nodes.size();
    for (std::size_t run = 0; run < sim::runs_per_block; ++run) {
      eta_.assign(n, 0.0);
      for (std::size_t i = 0; i < n; ++i) {
        eta_[i] = eps(period.nodes[i], period.element[i])[run];
      }
      for (const JointPeriod::Term& lead : period.leads) {
        eta_[lead.node] -= lead.gamma * eps(lead.from, lead.element)[run];
      }
      double squares = 0;
      for (std::size_t i = 0; i < n; ++i) {
        eta_[i] *= period.scale[i];
      }
      for (std::size_t i = 0; i < n; ++i) {
        double w = 0;
        for (std::size_t j = 0; j <= i; ++j) {
          w += period.whiten[i * n + j] * eta_[j];
        }
        squares += w * w;
      }
      joint[run] += period.log_constant - 0.5 * squares;
    }
  }
}

/// estimate ~ N(what it is about / exposure, se^2)
void Block::compute_readout(Index readout, Layer& out) {
  const Readout& from = problem_.evidence().readouts[readout];
  const bool of_bet = from.of == Readout::Of::intervention;
  const double* truth = of_bet ? pick(trial_.has_push[from.index], &Layer::works, from.index)
                               : pick(trial_.has_pull[from.index], &Layer::pulls, from.index);
  double* term = out.readouts[readout];
  const double constant = -0.5 * std::log(2 * std::numbers::pi) - std::log(from.se);
  for (std::size_t run = 0; run < sim::runs_per_block; ++run) {
    const double z = (from.estimate - truth[run] / from.exposure) / from.se;
    term[run] = constant - 0.5 * z * z;
  }
}

}  // namespace betledger::inference
