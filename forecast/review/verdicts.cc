#include "forecast/review/verdicts.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/number.h"
#include "core/odds.h"
#include "core/text.h"
#include "forecast/gap/live_shares.h"
#include "forecast/gap/realised_effect.h"
#include "forecast/plan/optimism.h"
#include "forecast/plan/ways.h"
#include "forecast/review/bits_learned.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Unknown;
using Column = std::vector<double>;
using Outcomes = std::map<Verdict, double>;

/// Runs of the model before anything was seen, taken apart like particles.
struct PriorRuns {
  static constexpr std::uint64_t blocks = 16;

  PriorRuns(const sim::Model& model, std::uint64_t seed)
      : effects(model.interventions.size()), open(model.influences.size()) {
    const sim::Program program = sim::Program::compile(model);
    const auto draws = program.make_draws();
    inference::World world{model};
    for (std::uint64_t block = 0; block < blocks; ++block) {
      inference::draw_world(program, seed, block, *draws, world);
      for (std::size_t k = 0; k < effects.size(); ++k) {
        const double* push = world.pushes[k];
        effects[k].insert(effects[k].end(), push, push + sim::runs_per_block);
      }
      for (std::size_t l = 0; l < open.size(); ++l) {
        const auto gate = draws->gate(model.influences[l].gate);
        open[l].insert(open[l].end(), gate.begin(), gate.end());
      }
    }
  }

  std::vector<Column> effects;  // by intervention: amount x works
  std::vector<Column> open;     // by link
};

std::vector<Column> open_links(const Inferred& inferred) {
  std::vector<Column> open;
  for (const sim::Influence& influence : inferred.model.influences) {
    open.push_back(inferred.posterior.open(influence.gate));
  }
  return open;
}

/// What a realised effect is measured by: the believed median, else the mean; of a belief that
/// leans nowhere its standard deviation, in the direction of the hypothesis.
double yardstick(const Distribution& amount, const ledger::Bet& terms) {
  const double width = amount.is_constant() ? 0 : amount.quantile(0.9) - amount.quantile(0.1);
  for (const double middle : {amount.quantile(0.5), amount.mean()}) {
    if (std::isfinite(middle) && std::abs(middle) > 1e-6 * width) {
      return middle;
    }
  }
  const double sign = terms.hypothesis.change == ledger::Hypothesis::Change::fall ? -1 : 1;
  return sign * (width > 0 ? width / 2.5631 : 1);
}

/// Moments of amount x works as it was believed.
inference::Belief believed(const sim::Model& model, Index k) {
  const sim::Intervention& from = model.interventions[k];
  const double works = from.gates.works ? model.gates[*from.gates.works].probability : 1;
  inference::Belief belief;
  const Distribution amount = amount_of(model, k);
  const double mean = amount.mean();
  const double variance = amount.variance();
  belief.mean = works > 0 ? works * mean : 0;  // not 0 x infinity
  belief.sd =
      works > 0 ? std::sqrt(std::max(0.0, works * (variance + (1 - works) * mean * mean))) : 0;
  // With probability 1 - works it is 0: quantiles of the mixture.
  const auto quantile = [&](double level) {
    const double below = amount.lowest() >= 0 ? 0 : share_below(amount, 0);
    if (level <= works * below) {
      return amount.quantile(level / works);
    }
    if (level <= works * below + 1 - works) {
      return 0.0;
    }
    return amount.quantile((level - (1 - works)) / works);
  };
  belief.p10 = quantile(0.1);
  belief.p50 = quantile(0.5);
  belief.p90 = quantile(0.9);
  return belief;
}

class Judge {
 public:
  Judge(const Standing& standing, const Inferred& inferred, const tree::ReviewRules& rules)
      : standing_{standing},
        inferred_{inferred},
        rules_{rules},
        prior_{inferred.model, standing.commit.seed},
        live_{live_shares(standing, inferred)},
        over_{standing.periods_known >= standing.locked.cycle.timeline.count},
        first_(standing.now.bets.size()) {
    for (auto k = static_cast<Index>(inferred.model.interventions.size()); k-- > 0;) {
      first_[inferred.model.interventions[k].group] = k;
    }
    const Index focus = node_of(standing.locked.tree, standing.locked.tree.focus());
    const std::size_t runs = PriorRuns::blocks * sim::runs_per_block;
    const std::size_t particles = std::size_t{inferred.posterior.blocks()} * sim::runs_per_block;
    ways_before_.emplace(inferred.model, focus, prior_.open, runs);
    ways_.emplace(inferred.model, focus, open_links(inferred), particles);
  }

  [[nodiscard]] BetVerdict judge(Index b) const {
    const Index k = first_[b];
    const sim::Intervention& from = inferred_.model.interventions[k];
    BetVerdict verdict;
    verdict.bet = record(b).terms.key;
    verdict.action = from.action == sim::Action::lift ? tree::Action::lift : tree::Action::shift;
    verdict.believed = believed(inferred_.model, k);
    const Column effect = realised_effect(inferred_, k);
    verdict.realised = inferred_.posterior.summary(effect);
    verdict.delivered = live_[k].delivered();
    verdict.periods_live = live_[k].periods();
    const Index works = from.gates.works.value();
    const Index amount = inferred_.problem.unknown(Unknown::Kind::amount, k);
    verdict.is_informed =
        inferred_.problem.unknown_is_moved()[amount] || inferred_.problem.gate_is_moved()[works];
    const double prior = inferred_.model.gates[works].probability;
    verdict.bits = bits_learned(prior, inferred_.posterior.chance(works).probability);
    const double unit = yardstick(amount_of(inferred_.model, k), record(b).terms);
    verdict.prior = outcomes(b, prior_.effects[k], ways_before_->from(from.node), unit);
    verdict.probabilities = outcomes(b, effect, ways_->from(from.node), unit);
    find_ties(b, verdict);
    decide(b, verdict);
    return verdict;
  }

 private:
  [[nodiscard]] const ledger::BetRecord& record(Index b) const { return standing_.now.bets[b]; }

  /// Of the planned effect time of the whole cycle, what came of it or still can.
  [[nodiscard]] double executed(Index b) const { return live_[first_[b]].in_all(); }

  /// Outcomes that exclude one another, as shares of runs. `unit`: what was believed.
  [[nodiscard]] Outcomes outcomes(Index b,
                                  const Column& effect,
                                  const Column& way,
                                  double unit) const {
    return outcome_shares({effect, way, unit, executed(b)}, rules_);
  }

  [[nodiscard]] bool was_tested(Index b) const {
    return std::any_of(standing_.experiments.begin(),
                       standing_.experiments.end(),
                       [&](const ledger::Experiment& e) { return e.bet == record(b).terms.key; });
  }

  void find_ties(Index b, BetVerdict& verdict) const {
    const auto& interventions = inferred_.model.interventions;
    if (was_tested(b) || executed(b) < rules_.executed) {
      return;
    }
    Column any = inferred_.posterior.open(interventions[first_[b]].gates.works.value());
    for (Index other = 0; other < first_.size(); ++other) {
      const Index k = first_[other];
      if (other == b || was_tested(other) ||
          interventions[k].node != interventions[first_[b]].node ||
          live_[k].in_all() < rules_.executed ||
          overlap(live_[k], live_[first_[b]]) <= rules_.overlap) {
        continue;
      }
      verdict.tied_with.push_back(record(other).terms.key);
      const Column open = inferred_.posterior.open(interventions[k].gates.works.value());
      for (std::size_t i = 0; i < any.size(); ++i) {
        any[i] = std::max(any[i], open[i]);
      }
    }
    if (!verdict.tied_with.empty()) {
      verdict.at_least_one = inferred_.posterior.share(any);
    }
  }

  void decide(Index b, BetVerdict& verdict) const {
    const auto settle = [&](Verdict outcome, std::string because) {
      verdict.verdict = outcome;
      verdict.because = std::move(because);
    };
    const ledger::BetRecord& bet = record(b);
    if (!over_ && !bet.delivered_on && !bet.stopped_on) {
      settle(Verdict::inconclusive, "not delivered yet, and the cycle is not over");
    } else if (executed(b) < rules_.executed) {
      settle(Verdict::execution_failure,
             fmt::format("{} of the planned effect time {}, under {}{}",
                         format_percent(executed(b), 0),
                         over_ ? "came about" : "of the cycle can come about",
                         format_percent(rules_.executed, 0),
                         bet.delivered_on ? ""
                         : bet.stopped_on ? ": stopped before it came"
                                          : ": never delivered"));
    } else if (!verdict.tied_with.empty()) {
      settle(Verdict::not_separable,
             fmt::format("{} acted on the same metric in the same {}s, and no experiment tells "
                         "them apart; at least one of them works with {}",
                         join(verdict.tied_with, ", "),
                         name(standing_.locked.cycle.timeline.kind),
                         format_percent(verdict.at_least_one->probability, 0)));
    } else if (!verdict.is_informed) {
      settle(Verdict::inconclusive, "nothing that was seen bears on it: all is as believed");
    } else {
      weigh(verdict);
    }
    const bool is_late = !over_ && bet.delivered_on && verdict.delivered < rules_.executed;
    if (is_late && verdict.verdict != Verdict::execution_failure) {
      verdict.because += fmt::format("; late so far: {} of the effect time planned until now",
                                     format_percent(verdict.delivered, 0));
    }
  }

  /// The first outcome that is probable enough, and made so by the data.
  void weigh(BetVerdict& verdict) const {
    const auto& now = verdict.probabilities;
    const auto& before = verdict.prior;
    struct Claim {
      Verdict verdict;
      std::string text;
      double now;
      double before;
    };
    const auto claim = [&](Verdict v, std::string text) {
      return Claim{v, std::move(text), now.at(v), before.at(v)};
    };
    std::vector<Claim> claims = {
        claim(Verdict::hypothesis_failure,
              fmt::format("less than {} of the believed effect",
                          format_percent(rules_.as_believed, 0))),
        claim(Verdict::link_failure, "its metric moved and no real link leads on to the focus,"),
        claim(Verdict::exceeded,
              fmt::format("more than {:.1f} times the believed effect", rules_.exceeded)),
        claim(Verdict::validated,
              fmt::format("at least {} of the believed effect, and a way to the focus,",
                          format_percent(rules_.as_believed, 0)))};
    claims.back().now += now.at(Verdict::exceeded);
    claims.back().before += before.at(Verdict::exceeded);
    for (const Claim& each : claims) {
      if (each.now < rules_.sure) {
        continue;
      }
      if (odds(each.now) < rules_.data_odds * odds(each.before)) {
        verdict.because =
            fmt::format("{} with {}, but {} was believed before: the data hardly tell",
                        each.text,
                        format_percent(each.now, 0),
                        format_percent(each.before, 0));
        return;
      }
      verdict.verdict = each.verdict;
      verdict.because = fmt::format("{} with {} (believed before: {})",
                                    each.text,
                                    format_percent(each.now, 0),
                                    format_percent(each.before, 0));
      return;
    }
    const auto best = std::max_element(
        claims.begin(), claims.end(), [](const Claim& a, const Claim& b) { return a.now < b.now; });
    verdict.because = fmt::format("no outcome reaches {}; the likeliest, {}, has {}",
                                  format_percent(rules_.sure, 0),
                                  name(best->verdict),
                                  format_percent(best->now, 0));
  }

  const Standing& standing_;
  const Inferred& inferred_;
  const tree::ReviewRules& rules_;
  PriorRuns prior_;
  std::vector<LiveShares> live_;
  bool over_;
  std::vector<Index> first_;  // by bet: its first effect
  std::optional<Ways> ways_before_;
  std::optional<Ways> ways_;
};

}  // namespace

std::string_view name(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::validated:
      return "validated";
    case Verdict::exceeded:
      return "exceeded";
    case Verdict::hypothesis_failure:
      return "hypothesis failure";
    case Verdict::link_failure:
      return "link failure";
    case Verdict::execution_failure:
      return "execution failure";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::not_separable:
      return "not separable";
  }
  return {};
}

std::map<Verdict, double> outcome_shares(const OutcomeRuns& runs, const tree::ReviewRules& rules) {
  Outcomes counts = {{Verdict::validated, 0},
                     {Verdict::exceeded, 0},
                     {Verdict::hypothesis_failure, 0},
                     {Verdict::link_failure, 0},
                     {Verdict::execution_failure, 0}};
  for (std::size_t i = 0; i < runs.effect.size(); ++i) {
    const double ratio = runs.effect[i] / runs.unit;  // the believed direction is up
    const bool open = runs.way.empty() || runs.way[i] != 0;
    const Verdict outcome = runs.delivered < rules.executed ? Verdict::execution_failure
                            : ratio < rules.as_believed     ? Verdict::hypothesis_failure
                            : !open                         ? Verdict::link_failure
                            : ratio > rules.exceeded        ? Verdict::exceeded
                                                            : Verdict::validated;
    counts[outcome] += 1;
  }
  for (auto& [outcome, count] : counts) {
    count /= static_cast<double>(runs.effect.size());
  }
  return counts;
}

std::vector<BetVerdict> judge_bets(const Standing& standing,
                                   const Inferred& inferred,
                                   const tree::ReviewRules& rules) {
  const Judge judge{standing, inferred, rules};
  std::vector<BetVerdict> verdicts;
  for (Index b = 0; b < standing.now.bets.size(); ++b) {
    verdicts.push_back(judge.judge(b));
  }
  return verdicts;
}

}  // namespace betledger::forecast
