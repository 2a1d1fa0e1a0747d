#include "forecast/history/leading.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <Eigen/Eigenvalues>

#include "forecast/history/correlation.h"
#include "forecast/history/discoveries.h"
#include "forecast/history/lead_regression.h"
#include "forecast/history/lead_rows.h"

namespace betledger::forecast {
namespace {

constexpr double least_eigenvalue = 0.05;

/// The share of the outcome's variance that the slopes explain: as the drivers moved, or as if they
/// had moved apart, whichever is more; of the variance of surprises as they were, if that is more.
double explained(const LeadRows& rows, const std::vector<double>& gamma) {
  const auto n = static_cast<double>(rows.outcome.size());
  double together = 0;
  for (std::size_t t = 0; t < rows.outcome.size(); ++t) {
    double sum = 0;
    for (std::size_t d = 0; d < gamma.size(); ++d) {
      sum += gamma[d] * rows.drivers[d][t];
    }
    together += sum * sum / n;
  }
  double apart = 0;
  double as_they_were = 0;
  for (std::size_t d = 0; d < gamma.size(); ++d) {
    apart += gamma[d] * gamma[d];
    as_they_were += rows.unit[d] * rows.unit[d] * gamma[d] * gamma[d];
  }
  return std::max({together, apart, as_they_were});
}

std::vector<Lead> leads_into(const tree::MetricTree& tree,
                             const Innovations& innovations,
                             MetricId outcome) {
  const LeadRows rows = lead_rows(tree, innovations, outcome, Drivers::stochastic);
  std::vector<Lead> leads;
  if (rows.links.empty()) {
    return leads;
  }
  const LeadFit fit = fit_leads(rows.outcome, rows.drivers);
  const double share = explained(rows, fit.gamma);
  const double scale = share > most_explained ? std::sqrt(most_explained / share) : 1;
  for (std::size_t d = 0; d < rows.links.size(); ++d) {
    const tree::Link& link = tree.spec().links[rows.links[d]];
    leads.push_back({node_of(tree, *tree.find(link.from)),
                     node_of(tree, outcome),
                     link.periods_of_lag(tree.spec().period),
                     scale * rows.unit[d] * fit.gamma[d],
                     scale * rows.unit[d] * fit.gamma_se[d]});
  }
  return leads;
}

/// Innovations with what the leads foretold taken off, by node; empty for formulas.
class Remainders {
 public:
  Remainders(const tree::MetricTree& tree,
             const Innovations& innovations,
             const std::vector<Lead>& leads) {
    std::vector<double> held;
    for (const MetricId id : tree.in_dependency_order()) {
      held.push_back(innovations.of[id.value()].held);
      const bool own = !tree.metric(id).is_component();
      by_node_.push_back(own ? innovations.of[id.value()].values
                             : std::vector<std::optional<double>>{});
    }
    const auto surprises = by_node_;
    for (const Lead& lead : leads) {
      auto& values = by_node_[lead.to];
      const auto& from = surprises[lead.from];
      const double gamma = lead.gamma * held[lead.from] / held[lead.to];
      for (std::size_t t = 0; t < values.size(); ++t) {
        const bool known = t >= lead.lag && t - lead.lag < from.size() && from[t - lead.lag];
        values[t] = values[t] && known ? std::optional{*values[t] - gamma * *from[t - lead.lag]}
                                       : std::nullopt;
      }
    }
  }

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(by_node_.size()); }

  struct Pairs {
    std::vector<double> a;
    std::vector<double> b;
  };
  [[nodiscard]] Pairs pairs(std::uint32_t a, std::uint32_t b) const {
    Pairs pairs;
    const std::size_t periods = std::min(by_node_[a].size(), by_node_[b].size());
    for (std::size_t t = 0; t < periods; ++t) {
      if (by_node_[a][t] && by_node_[b][t]) {
        pairs.a.push_back(*by_node_[a][t]);
        pairs.b.push_back(*by_node_[b][t]);
      }
    }
    return pairs;
  }

 private:
  std::vector<std::vector<std::optional<double>>> by_node_;
};

/// Takes off the share of the squares that is error: sum (1 - r^2)^2 / (n - 1) over sum r^2.
void shrink(std::vector<Correlation>& kept, const std::vector<std::size_t>& points) {
  double error = 0;
  double squares = 0;
  for (std::size_t k = 0; k < kept.size(); ++k) {
    const double square = kept[k].rho * kept[k].rho;
    error += (1 - square) * (1 - square) / (static_cast<double>(points[k]) - 1);
    squares += square;
  }
  const double share = squares > 0 ? std::min(error / squares, 1.0) : 1.0;
  for (Correlation& each : kept) {
    each.rho *= 1 - share;
  }
}

/// The eigenvalues of I + s O are 1 + s those of O.
void make_definite(std::vector<Correlation>& kept, std::uint32_t nodes) {
  Eigen::MatrixXd off = Eigen::MatrixXd::Zero(nodes, nodes);
  for (const Correlation& each : kept) {
    off(each.a, each.b) = each.rho;
    off(each.b, each.a) = each.rho;
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver{off, Eigen::EigenvaluesOnly};
  const double least = solver.eigenvalues().minCoeff();
  if (1 + least < least_eigenvalue) {
    for (Correlation& each : kept) {
      each.rho *= (1 - least_eigenvalue) / -least;
    }
  }
}

}  // namespace

std::vector<Lead> leads_of(const tree::MetricTree& tree, const Innovations& innovations) {
  std::vector<Lead> all;
  for (const MetricId id : tree.in_dependency_order()) {
    const auto leads = leads_into(tree, innovations, id);
    all.insert(all.end(), leads.begin(), leads.end());
  }
  return all;
}

std::vector<Correlation> residual_correlations(const tree::MetricTree& tree,
                                               const Innovations& innovations,
                                               const std::vector<Lead>& leads) {
  const Remainders remainders{tree, innovations, leads};
  std::vector<Correlation> looked_at;
  std::vector<std::size_t> points;
  std::vector<double> p_values;
  for (std::uint32_t a = 0; a < remainders.size(); ++a) {
    for (std::uint32_t b = a + 1; b < remainders.size(); ++b) {
      const auto pairs = remainders.pairs(a, b);
      if (pairs.a.size() >= least_pairs) {
        looked_at.push_back({a, b, normal_score_correlation(pairs.a, pairs.b)});
        points.push_back(pairs.a.size());
        p_values.push_back(correlation_p_value(looked_at.back().rho, pairs.a.size()));
      }
    }
  }
  const std::vector<bool> believed = discoveries(p_values);
  std::vector<Correlation> kept;
  std::vector<std::size_t> points_kept;
  for (std::size_t k = 0; k < looked_at.size(); ++k) {
    if (believed[k]) {
      kept.push_back(looked_at[k]);
      points_kept.push_back(points[k]);
    }
  }
  if (!kept.empty()) {
    shrink(kept, points_kept);
    make_definite(kept, remainders.size());
  }
  return kept;
}

}  // namespace betledger::forecast
