#include "forecast/review/optimism_offer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include <Eigen/Dense>
#include <fmt/format.h>

#include "core/normal.h"
#include "core/text.h"
#include "forecast/plan/optimism.h"
#include "forecast/plan/variable_keys.h"
#include "forecast/review/lessons.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Unknown;

constexpr double mean_sd = 0.5;      // of the average team's log factor: half or twice, mostly
constexpr double effects_sd = 0.25;  // scale of what teams, and one team's cycles, differ by
constexpr double spread_sd = 0.5;    // of ln spread
constexpr std::array grid{0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7};

/// A normal of a mixture.
struct Part {
  double weight = 0;
  double mean = 0;
  double sd = 0;
};

/// Half normal at a point of the grid, times the stretch that it stands for.
double weight_of(std::size_t i) {
  const double low = i == 0 ? 0 : (grid[i - 1] + grid[i]) / 2;
  const double high = i + 1 == grid.size() ? 2 * grid[i] - low : (grid[i] + grid[i + 1]) / 2;
  return std::exp(-0.5 * grid[i] * grid[i] / (effects_sd * effects_sd)) * (high - low);
}

/// The next log factor of a team for given t and w; the weight is the evidence of the readouts.
Part predict(const std::vector<TeamReadout>& readouts,
             const std::string& team,
             double between,
             double within) {
  const auto n = static_cast<Eigen::Index>(readouts.size());
  Eigen::MatrixXd covariance(n, n);
  Eigen::VectorXd y(n), with_next(n);
  const auto shared = [&](const std::string& a, const std::string& b) {
    return mean_sd * mean_sd + (a == b ? between * between : 0);
  };
  for (Eigen::Index i = 0; i < n; ++i) {
    const TeamReadout& own = readouts[static_cast<std::size_t>(i)];
    y(i) = own.log_factor.estimate;
    with_next(i) = shared(own.team, team);
    for (Eigen::Index j = 0; j < n; ++j) {
      covariance(i, j) = shared(own.team, readouts[static_cast<std::size_t>(j)].team);
    }
    covariance(i, i) += within * within + own.log_factor.se * own.log_factor.se;
  }
  const Eigen::LLT<Eigen::MatrixXd> llt(covariance);
  const Eigen::VectorXd solved = llt.solve(y);
  const double log_determinant = 2 * llt.matrixLLT().diagonal().array().log().sum();
  const double prior = mean_sd * mean_sd + between * between + within * within;
  return {std::exp(-0.5 * (y.dot(solved) + log_determinant)),
          with_next.dot(solved),
          std::sqrt(std::max(prior - with_next.dot(llt.solve(with_next)), 0.0))};
}

double quantile_of(const std::vector<Part>& parts, double level) {
  double total = 0;
  for (const Part& part : parts) {
    total += part.weight;
  }
  double low = -20, high = 20;
  for (int i = 0; i < 80; ++i) {
    const double middle = (low + high) / 2;
    double below = 0;
    for (const Part& part : parts) {
      below += part.weight / total *
               (part.sd > 0 ? normal_cdf((middle - part.mean) / part.sd)
                            : (middle >= part.mean ? 1.0 : 0.0));
    }
    (below < level ? low : high) = middle;
  }
  return (low + high) / 2;
}

/// To three digits: what is recorded should read well, and nothing is known better.
double three_digits(double value) {
  const std::string text = fmt::format("{:.3g}", value);
  double rounded = value;
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded;
}

/// Scores of an unknown in the particles that a gate is open in, and how many those are.
std::vector<double> open_scores(const Inferred& inferred, Index unknown, Index gate) {
  const std::vector<double> open = inferred.posterior.open(gate);
  std::vector<double> scores;
  for (std::uint32_t b = 0; b < inferred.posterior.blocks(); ++b) {
    const double* column = inferred.posterior.coordinates(b).scores[unknown];
    for (std::size_t run = 0; run < sim::runs_per_block; ++run) {
      if (open[b * sim::runs_per_block + run] != 0) {
        scores.push_back(column[run]);
      }
    }
  }
  return scores;
}

/// The data's own estimate of a score, whose prior is the standard normal.
std::optional<Readout> score_estimate(const Inferred& inferred, const std::vector<double>& scores) {
  const inference::Belief now = inferred.posterior.summary(scores);
  return data_estimate({0, 1}, {now.mean, now.sd});
}

void read_amounts(const Inferred& inferred, OptimismEvidence& evidence) {
  const auto& moved = inferred.problem.unknown_is_moved();
  const std::size_t particles = inferred.posterior.blocks() * sim::runs_per_block;
  for (Index k = 0; k < inferred.model.interventions.size(); ++k) {
    const sim::Intervention& from = inferred.model.interventions[k];
    const Index unknown = inferred.problem.unknown(Unknown::Kind::amount, k);
    if (!moved[unknown] || from.amount.is_constant()) {
      continue;
    }
    const std::vector<double> scores = open_scores(inferred, unknown, from.gates.works.value());
    if (2 * scores.size() < particles) {
      continue;  // it may well be nil: then its size says nothing
    }
    if (const auto score = score_estimate(inferred, scores)) {
      evidence.scores.push_back(*score);
    }
  }
}

/// Bets of a factor that the evidence bears on.
std::size_t bets_of(const Inferred& inferred, Index optimism) {
  std::set<Index> groups;
  for (Index k = 0; k < inferred.model.interventions.size(); ++k) {
    const sim::Intervention& from = inferred.model.interventions[k];
    const auto& gates = inferred.problem.gate_is_moved();
    if (from.optimism == optimism &&
        (inferred.problem.unknown_is_moved()[inferred.problem.unknown(Unknown::Kind::amount, k)] ||
         (from.amount.is_constant() && gates[from.gates.works.value()]))) {
      groups.insert(from.group);
    }
  }
  return groups.size();
}

}  // namespace

OptimismEvidence optimism_evidence(const Standing& standing,
                                   const GapSettings& settings,
                                   sim::Executor& executor) {
  Standing open = standing;
  ledger::Optimism vague;
  vague.factor = Distribution::make(LogNormal{1, 1}).value();
  for (Plan* plan : {&open.locked, &open.now}) {
    plan->optimism = {{"", vague}};
  }
  const Inferred inferred{open, settings, executor};
  OptimismEvidence evidence;
  std::set<std::string> teams;
  for (const ledger::BetRecord& record : open.now.bets) {
    const std::string& team = record.terms.team;
    if (team.empty() || !teams.insert(team).second) {
      continue;
    }
    const std::string key = keys::optimism(record.terms);
    const auto found = std::find_if(inferred.model.optimism.begin(),
                                    inferred.model.optimism.end(),
                                    [&](const sim::Optimism& o) { return o.key == key; });
    const auto o = static_cast<Index>(found - inferred.model.optimism.begin());
    const Index unknown = inferred.problem.unknown(Unknown::Kind::factor, o);
    if (!inferred.problem.unknown_is_moved()[unknown]) {
      continue;
    }
    std::vector<double> scores;  // of a lognormal of 1 and 1: ln factor
    for (const double factor : inferred.posterior.values(unknown)) {
      scores.push_back(std::log(factor));
    }
    if (const auto log_factor = score_estimate(inferred, scores)) {
      evidence.teams.push_back(
          {standing.locked.cycle.key, team, bets_of(inferred, o), *log_factor});
    }
  }
  read_amounts(inferred, evidence);
  return evidence;
}

Distribution next_factor(const std::vector<TeamReadout>& readouts, const std::string& team) {
  std::vector<Part> parts;
  for (std::size_t t = 0; t < grid.size(); ++t) {
    for (std::size_t w = 0; w < grid.size(); ++w) {
      parts.push_back(predict(readouts, team, grid[t], grid[w]));
      parts.back().weight *= weight_of(t) * weight_of(w);
    }
  }
  Quantiles factor{{0.1, 0.5, 0.9}, {}, 0, {}};
  for (const double level : factor.levels) {
    factor.values.push_back(three_digits(std::exp(quantile_of(parts, level))));
  }
  return Distribution::make(std::move(factor)).value();
}

double next_spread(const std::vector<Readout>& scores) {
  if (scores.size() < 3) {
    return 1;
  }
  constexpr double clearly = 1.92;  // of the log density: 95 % by the likelihood ratio
  double best = 1;
  double highest = -std::numeric_limits<double>::infinity();
  double as_stated = 0;
  for (int i = 0; i <= 100; ++i) {  // in steps of 1 % from 1 to 2.7
    const double log_spread = i / 100.0;
    double density = -0.5 * log_spread * log_spread / (spread_sd * spread_sd);
    for (const Readout& score : scores) {
      const double variance = std::exp(2 * log_spread) + score.se * score.se;
      density -= 0.5 * (std::log(variance) + score.estimate * score.estimate / variance);
    }
    as_stated = i == 0 ? density : as_stated;
    if (density > highest) {
      highest = density;
      best = std::exp(log_spread);
    }
  }
  return highest > as_stated + clearly ? three_digits(best) : 1;
}

std::vector<TeamKnown> known_of(const OptimismEvidence& evidence) {
  std::map<std::string, double> precision;
  std::size_t bets = 0;
  for (const TeamReadout& readout : evidence.teams) {
    precision[readout.team] += 1 / (readout.log_factor.se * readout.log_factor.se);
    bets += readout.bets;
  }
  std::vector<TeamKnown> known;
  for (const auto& [team, sum] : precision) {
    const double se = 1 / std::sqrt(sum);
    known.push_back({team, se, bets >= 2 && se <= most_factor_error});
  }
  return known;
}

std::vector<ledger::Optimism> offered(const OptimismEvidence& evidence) {
  struct Own {
    std::size_t bets = 0;
    double precision = 0;
  };
  std::map<std::string, Own> teams;  // the empty name: all of them together
  std::vector<std::string> cycles;
  for (const TeamReadout& readout : evidence.teams) {
    for (const std::string& name : {readout.team, std::string{}}) {
      teams[name].bets += readout.bets;
      teams[name].precision += 1 / (readout.log_factor.se * readout.log_factor.se);
    }
    if (std::find(cycles.begin(), cycles.end(), readout.cycle) == cycles.end()) {
      cycles.push_back(readout.cycle);
    }
  }
  if (teams[""].bets < 2) {
    return {};
  }
  std::vector<ledger::Optimism> corrections;
  for (const auto& [team, own] : teams) {
    const bool is_default = team.empty();
    const bool known = own.precision >= 1 / (most_factor_error * most_factor_error);
    if (known && (!is_default || teams.size() > 2)) {  // one team says nothing of others
      corrections.push_back({team,
                             true,
                             next_factor(evidence.teams, team),
                             next_spread(evidence.scores),
                             "reviews of " + join(cycles, ", "),
                             own.bets,
                             {}});
    }
  }
  return corrections;
}

}  // namespace betledger::forecast
