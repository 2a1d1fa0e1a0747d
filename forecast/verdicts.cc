#include "forecast/verdicts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/text.h"
#include "sim/formula_kernels.h"
#include "tree/formula.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Unknown;

/// Amount x works of an intervention, particle by particle.
std::vector<double> realised(const Inferred& inferred, Index k) {
  std::vector<double> values =
      inferred.posterior.values(inferred.problem.unknown(Unknown::Kind::amount, k));
  const auto& gates = inferred.model.interventions[k].gates;
  for (std::size_t g = 1; g < gates.size(); ++g) {
    const std::vector<double> open = inferred.posterior.open(gates[g]);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] *= open[i];
    }
  }
  return values;
}

/// Moments of amount x works as it was believed.
inference::Belief believed(const sim::Model& model, Index k) {
  const sim::Intervention& from = model.interventions[k];
  double works = 1;
  for (std::size_t g = 1; g < from.gates.size(); ++g) {
    works *= model.gates[from.gates[g]].probability;
  }
  inference::Belief belief;
  const double mean = from.amount.mean();
  const double variance = from.amount.variance();
  belief.mean = works * mean;
  belief.sd = std::sqrt(works * (variance + mean * mean) - belief.mean * belief.mean);
  // With probability 1 - works it is 0: quantiles of the mixture.
  const auto quantile = [&](double level) {
    const double below = from.amount.lowest() >= 0 ? 0 : share_below_zero(from.amount);
    if (level <= works * below) {
      return from.amount.quantile(level / works);
    }
    if (level <= works * below + 1 - works) {
      return 0.0;
    }
    return from.amount.quantile((level - (1 - works)) / works);
  };
  belief.p10 = quantile(0.1);
  belief.p50 = quantile(0.5);
  belief.p90 = quantile(0.9);
  return belief;
}

/// By particle and node: is there a way from the node to the focus, through formulas and links that
/// are real?
class Ways {
 public:
  Ways(const Standing& standing, const Inferred& inferred)
      : model_{inferred.model},
        focus_{node_of(standing.locked.tree, standing.locked.tree.focus())} {
    for (const sim::Influence& influence : model_.influences) {
      open_.push_back(inferred.posterior.open(influence.gate));
    }
    for (Index n = 0; n < model_.nodes.size(); ++n) {
      if (const auto* formula = std::get_if<tree::Formula>(&model_.nodes[n].source)) {
        for (const std::string& key : formula->references()) {
          for (Index m = 0; m < model_.nodes.size(); ++m) {
            if (model_.nodes[m].key == key) {
              formulas_.push_back({m, n});
            }
          }
        }
      }
    }
  }

  /// 1 where the particle has a way.
  [[nodiscard]] std::vector<double> from(Index node) const {
    const std::size_t particles = open_.empty() ? 0 : open_.front().size();
    std::vector<std::vector<double>> reached(model_.nodes.size());
    reached[node].assign(std::max<std::size_t>(particles, 1), 1.0);
    // A step for every node at most: lags may lead back to earlier ones.
    for (std::size_t step = 0; step < model_.nodes.size(); ++step) {
      bool changed = false;
      for (const auto& [a, b] : formulas_) {
        changed = spread(reached, a, b, nullptr) || changed;
      }
      for (Index l = 0; l < model_.influences.size(); ++l) {
        const sim::Influence& i = model_.influences[l];
        changed = spread(reached, i.from, i.to, &open_[l]) || changed;
      }
      if (!changed) {
        break;
      }
    }
    return reached[focus_];
  }

 private:
  static bool spread(std::vector<std::vector<double>>& reached,
                     Index a,
                     Index b,
                     const std::vector<double>* open) {
    if (reached[a].empty()) {
      return false;
    }
    reached[b].resize(reached[a].size(), 0.0);
    bool changed = false;
    for (std::size_t i = 0; i < reached[a].size(); ++i) {
      const double way = open == nullptr ? reached[a][i] : reached[a][i] * (*open)[i];
      changed = changed || way > reached[b][i];
      reached[b][i] = std::max(reached[b][i], way);
    }
    return changed;
  }

  const sim::Model& model_;
  Index focus_;
  std::vector<std::vector<double>> open_;
  std::vector<std::pair<Index, Index>> formulas_;
};

/// Live shares by period: as planned (delivered on plan), and as they came about, on average.
struct Live {
  std::vector<double> planned;
  std::vector<double> came;

  [[nodiscard]] double share() const {
    const double all = std::accumulate(planned.begin(), planned.end(), 0.0);
    const double some = std::accumulate(came.begin(), came.end(), 0.0);
    return all > 0 ? some / all : 1.0;
  }
};

double mean(const double* column) {
  double sum = 0;
  for (std::size_t i = 0; i < sim::runs_per_block; ++i) {
    sum += column[i];
  }
  return sum / static_cast<double>(sim::runs_per_block);
}

std::vector<Live> live_shares(const Standing& standing, const Inferred& inferred) {
  const sim::Model plan = to_model(standing.locked, standing.baselines);
  const sim::Program program = sim::Program::compile(plan);
  const auto draws = program.make_draws();
  program.draw(standing.commit.seed, 0, *draws);
  inference::World planned{plan};
  inference::World came{inferred.model};
  inference::Block block{inferred.problem};
  inferred.posterior.continue_world(0, 0, block, came);
  const std::vector<double> sure(sim::runs_per_block, 1.0);
  std::vector<Live> shares(inferred.model.interventions.size());
  for (Index k = 0; k < shares.size(); ++k) {
    for (Index t = 0; t < inferred.model.periods; ++t) {
      shares[k].came.push_back(mean(came.live_at(k, t)));
    }
    if (k >= plan.interventions.size()) {
      shares[k].planned = shares[k].came;  // was not in the plan of record
      continue;
    }
    const auto delay = draws->delay(plan.interventions[k].profile);
    inference::fill_live(plan, k, delay.data(), sure.data(), planned);
    for (Index t = 0; t < plan.periods; ++t) {
      shares[k].planned.push_back(mean(planned.live_at(k, t)));
    }
  }
  return shares;
}

/// Of the periods in which either was live, how many both were.
double overlap(const Live& a, const Live& b) {
  double both = 0;
  double either = 0;
  for (std::size_t t = 0; t < a.came.size(); ++t) {
    both += std::min(a.came[t], b.came[t]) > 0.05 ? 1 : 0;
    either += std::max(a.came[t], b.came[t]) > 0.05 ? 1 : 0;
  }
  return either > 0 ? both / either : 0;
}

class Judge {
 public:
  Judge(const Standing& standing, const Inferred& inferred, const ReviewRules& rules)
      : standing_{standing},
        inferred_{inferred},
        rules_{rules},
        ways_{standing, inferred},
        live_{live_shares(standing, inferred)} {
    for (Index b = 0; b < standing.now.bets.size(); ++b) {
      for (Index k = 0; k < inferred.model.interventions.size(); ++k) {
        if (inferred.model.interventions[k].group == b) {
          first_.push_back(k);
          break;
        }
      }
    }
  }

  [[nodiscard]] BetVerdict judge(Index b) const {
    const Index k = first_[b];
    BetVerdict verdict;
    verdict.bet = standing_.now.bets[b].terms.key;
    verdict.believed = believed(inferred_.model, k);
    const std::vector<double> effect = realised(inferred_, k);
    verdict.realised = inferred_.posterior.summary(effect);
    verdict.delivered = live_[k].share();
    const Index works = inferred_.model.interventions[k].gates.back();
    const double prior = inferred_.model.gates[works].probability;
    verdict.bits = bits_learned(prior, inferred_.posterior.chance(works).probability);
    weigh(k, effect, verdict);
    find_ties(b, verdict);
    decide(verdict);
    return verdict;
  }

 private:
  /// Outcomes that exclude one another, by particle.
  void weigh(Index k, const std::vector<double>& effect, BetVerdict& verdict) const {
    const double median = inferred_.model.interventions[k].amount.quantile(0.5);
    const std::vector<double> way = ways_.from(inferred_.model.interventions[k].node);
    const double one = 1 / static_cast<double>(effect.size());
    auto& p = verdict.probabilities;
    p = {{Verdict::validated, 0},
         {Verdict::exceeded, 0},
         {Verdict::hypothesis_failure, 0},
         {Verdict::link_failure, 0},
         {Verdict::execution_failure, 0}};
    for (std::size_t i = 0; i < effect.size(); ++i) {
      // In units of what was believed: the wanted direction is up.
      const double ratio = median == 0 ? 0 : effect[i] / median;
      const bool open = way.empty() || way[way.size() == 1 ? 0 : i] != 0;
      const Verdict outcome = verdict.delivered < rules_.executed ? Verdict::execution_failure
                              : ratio < rules_.as_believed        ? Verdict::hypothesis_failure
                              : !open                             ? Verdict::link_failure
                              : ratio > rules_.exceeded           ? Verdict::exceeded
                                                                  : Verdict::validated;
      p[outcome] += one;
    }
  }

  [[nodiscard]] bool was_tested(Index b) const {
    return std::any_of(
        standing_.experiments.begin(),
        standing_.experiments.end(),
        [&](const ledger::Experiment& e) { return e.bet == standing_.now.bets[b].terms.key; });
  }

  void find_ties(Index b, BetVerdict& verdict) const {
    const auto& interventions = inferred_.model.interventions;
    if (was_tested(b) || verdict.delivered < rules_.executed) {
      return;
    }
    std::vector<double> any = inferred_.posterior.open(interventions[first_[b]].gates.back());
    for (Index other = 0; other < first_.size(); ++other) {
      const Index k = first_[other];
      if (other == b || was_tested(other) ||
          interventions[k].node != interventions[first_[b]].node ||
          live_[k].share() < rules_.executed ||
          overlap(live_[k], live_[first_[b]]) <= rules_.overlap) {
        continue;
      }
      verdict.tied_with.push_back(standing_.now.bets[other].terms.key);
      const std::vector<double> open = inferred_.posterior.open(interventions[k].gates.back());
      for (std::size_t i = 0; i < any.size(); ++i) {
        any[i] = std::max(any[i], open[i]);
      }
    }
    if (!verdict.tied_with.empty()) {
      verdict.at_least_one = inferred_.posterior.share(any);
    }
  }

  void decide(BetVerdict& verdict) const {
    const auto percent = [](double p) { return fmt::format("{:.0f}%", 100 * p); };
    const auto& p = verdict.probabilities;
    const double good = p.at(Verdict::validated) + p.at(Verdict::exceeded);
    const auto settle = [&](Verdict outcome, std::string because) {
      verdict.verdict = outcome;
      verdict.because = std::move(because);
    };
    if (verdict.delivered < rules_.executed) {
      settle(Verdict::execution_failure,
             fmt::format("{} of the planned effect time came about, under {}",
                         percent(verdict.delivered),
                         percent(rules_.executed)));
    } else if (!verdict.tied_with.empty()) {
      settle(Verdict::not_separable,
             fmt::format("{} acted on the same metric in the same weeks, and no experiment tells "
                         "them apart; at least one of them works with {}",
                         join(verdict.tied_with, ", "),
                         percent(verdict.at_least_one->probability)));
    } else if (p.at(Verdict::hypothesis_failure) >= rules_.sure) {
      settle(Verdict::hypothesis_failure,
             fmt::format("less than {} of the believed effect with {}",
                         percent(rules_.as_believed),
                         percent(p.at(Verdict::hypothesis_failure))));
    } else if (p.at(Verdict::link_failure) >= rules_.sure) {
      settle(Verdict::link_failure,
             fmt::format("its metric moved, and no real link leads on to the focus, with {}",
                         percent(p.at(Verdict::link_failure))));
    } else if (p.at(Verdict::exceeded) >= rules_.sure) {
      settle(Verdict::exceeded,
             fmt::format("more than {:.1f} times the believed effect with {}",
                         rules_.exceeded,
                         percent(p.at(Verdict::exceeded))));
    } else if (good >= rules_.sure) {
      settle(Verdict::validated,
             fmt::format("at least {} of the believed effect, and a way to the focus, with {}",
                         percent(rules_.as_believed),
                         percent(good)));
    } else {
      settle(Verdict::inconclusive,
             fmt::format(
                 "no outcome reaches {}; the likeliest has {}",
                 percent(rules_.sure),
                 percent(std::max(
                     {good, p.at(Verdict::hypothesis_failure), p.at(Verdict::link_failure)}))));
    }
  }

  const Standing& standing_;
  const Inferred& inferred_;
  const ReviewRules& rules_;
  Ways ways_;
  std::vector<Live> live_;
  std::vector<Index> first_;  // by bet: its first effect
};

}  // namespace

double share_below_zero(const Distribution& distribution) {
  double low = 0;
  double high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (distribution.quantile(std::clamp(middle, 1e-12, 1 - 1e-12)) < 0 ? low : high) = middle;
  }
  return low;
}

double bits_learned(double prior, double now) {
  const auto term = [](double p, double q) { return p > 0 && q > 0 ? p * std::log2(p / q) : 0.0; };
  return term(now, prior) + term(1 - now, 1 - prior);
}

std::vector<BetVerdict> judge_bets(const Standing& standing,
                                   const Inferred& inferred,
                                   const ReviewRules& rules) {
  const Judge judge{standing, inferred, rules};
  std::vector<BetVerdict> verdicts;
  for (Index b = 0; b < standing.now.bets.size(); ++b) {
    verdicts.push_back(judge.judge(b));
  }
  return verdicts;
}

}  // namespace betledger::forecast
