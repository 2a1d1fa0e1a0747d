#include "forecast/review/next_experiments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "forecast/plan/optimism.h"
#include "forecast/plan/to_model.h"
#include "forecast/plan/variable_keys.h"
#include "forecast/plan/ways.h"
#include "forecast/projection/attribution_request.h"
#include "forecast/projection/stand_alone.h"
#include "forecast/review/learned_link.h"
#include "sim/program/program.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Unknown;
using Column = std::vector<double>;

constexpr std::uint64_t blocks = 32;

/// Of a gate of the plan's model, as the posterior has it.
inference::Chance chance_now(const Inferred& inferred, const sim::Gate& gate) {
  for (Index g = 0; g < inferred.model.gates.size(); ++g) {
    if (inferred.model.gates[g].key == gate.key && inferred.problem.gate_is_moved()[g]) {
      return inferred.posterior.chance(g);
    }
  }
  return {gate.probability, 0};
}

/// Amounts and the factors that correct them are learned as one: data see their product alone.
void learn_amount(const Inferred& inferred, Index k, sim::Intervention& intervention) {
  const std::vector<bool>& moved = inferred.problem.unknown_is_moved();
  const sim::Intervention& from = inferred.model.interventions[k];
  const bool factor_moved =
      from.optimism && moved[inferred.problem.unknown(Unknown::Kind::factor, *from.optimism)];
  if (factor_moved || moved[inferred.problem.unknown(Unknown::Kind::amount, k)]) {
    intervention.amount =
        as_learned(inferred.posterior.belief_of_amount(k, from.gates.works.value()),
                   amount_of(inferred.model, k));
    intervention.optimism.reset();
  }
}

/// The plan's own model, before anything happened to its bets, with the posterior's beliefs.
sim::Model believed_now(const Standing& standing, const Inferred& inferred) {
  sim::Model model = to_model(standing.locked, standing.baselines);
  const auto learn = [&](Index unknown, std::optional<Index> gate, Distribution& distribution) {
    if (inferred.problem.unknown_is_moved()[unknown]) {
      distribution = as_learned(inferred.posterior.belief(unknown, gate), distribution);
    }
  };
  for (sim::Gate& gate : model.gates) {
    gate.probability = chance_now(inferred, gate).probability;
  }
  for (Index l = 0; l < model.influences.size(); ++l) {
    learn(inferred.problem.unknown(Unknown::Kind::strength, l),
          inferred.model.influences[l].gate,
          model.influences[l].strength);
  }
  for (sim::Intervention& mine : model.interventions) {
    for (Index k = 0; k < inferred.model.interventions.size(); ++k) {
      const sim::Intervention& theirs = inferred.model.interventions[k];
      if (theirs.key == mine.key) {
        learn_amount(inferred, k, mine);
      }
    }
  }
  return model;
}

class Asker {
 public:
  Asker(const Standing& standing,
        const Inferred& inferred,
        const tree::ReviewRules& rules,
        sim::Executor& executor)
      : standing_{standing},
        rules_{rules},
        model_{believed_now(standing, inferred)},
        focus_{node_of(standing.locked.tree, standing.locked.tree.focus())} {
    const sim::Program program = sim::Program::compile(model_);
    AttributionRequest request;
    request.seed = standing.commit.seed;
    request.runs = blocks * sim::runs_per_block;
    request.focus = focus_;
    std::vector<Package> packages;
    for (Index b = 0; b < standing.locked.bets.size(); ++b) {
      request.bets.push_back(standing.locked.bets[b].terms.key);
      packages.push_back({b});
    }
    for (const sim::Gate& gate : model_.gates) {
      chances_.push_back(chance_now(inferred, gate));
    }
    uplift_ = stand_alone(program, request, packages, executor);
    toss(program, request.seed);
    set_price();
  }

  NextExperiments run() {
    NextExperiments next;
    next.price = price_;
    next.runs = blocks * sim::runs_per_block;
    for (Index l = 0; l < model_.influences.size(); ++l) {
      take(about_link(l), next);
    }
    for (Index b = 0; b < standing_.locked.bets.size(); ++b) {
      if (const auto k = first_effect(b)) {
        take(about_bet(b, *k), next);
      }
    }
    std::stable_sort(next.ranked.begin(), next.ranked.end(), [](const auto& a, const auto& b) {
      return a.worth.value > b.worth.value;
    });
    name_ties(next.ranked);
    return next;
  }

 private:
  /// A hypothesis with the bets that hang on it.
  struct Question {
    NextExperiment about;
    Index gate = 0;
    std::vector<Index> bets;
  };

  void toss(const sim::Program& program, std::uint64_t seed) {
    const auto draws = program.make_draws();
    open_.resize(model_.gates.size());
    for (std::uint64_t block = 0; block < blocks; ++block) {
      program.draw(seed, block, *draws);
      for (Index g = 0; g < open_.size(); ++g) {
        const auto gate = draws->gate(g);
        open_[g].insert(open_[g].end(), gate.begin(), gate.end());
      }
    }
  }

  /// What a person-week of the plan's bets brings, on average.
  void set_price() {
    const bool down =
        standing_.locked.tree.metric(standing_.locked.tree.focus()).desired == tree::Desired::down;
    Column brought(uplift_.empty() ? 0 : uplift_.front().size(), 0.0);
    double effort = 0;
    for (Index b = 0; b < uplift_.size(); ++b) {
      const double own = standing_.locked.bets[b].terms.total_effort();
      effort += own;
      for (std::size_t i = 0; i < brought.size(); ++i) {
        uplift_[b][i] *= down ? -1 : 1;
        brought[i] += own > 0 ? uplift_[b][i] : 0;
      }
    }
    const Moments all = moments_of(brought, [](std::size_t) { return true; });
    price_ = effort > 0 ? std::max(0.0, all.mean / effort) : 0;
    price_se_ = price_ > 0 ? all.se / effort : 0;
  }

  struct Moments {
    double mean = 0;
    double se = 0;  // of the mean
  };
  /// Over the runs that count.
  template <class Counts>
  static Moments moments_of(const Column& values, Counts counts) {
    double n = 0;
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (counts(i)) {
        n += 1;
        sum += values[i];
        squares += values[i] * values[i];
      }
    }
    if (n < 2) {
      return {};
    }
    const double mean = sum / n;
    return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean) / (n - 1))};
  }

  [[nodiscard]] std::optional<Index> first_effect(Index bet) const {
    for (Index k = 0; k < model_.interventions.size(); ++k) {
      if (model_.interventions[k].group == bet) {
        return k;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] static SpikeSlab belief_of(double p, const Distribution& size) {
    double mean = size.mean();
    double sd = std::sqrt(size.variance());
    if (!std::isfinite(mean) || !std::isfinite(sd)) {
      mean = size.quantile(0.5);
      sd = (size.quantile(0.9) - size.quantile(0.1)) / 2.5631;
    }
    return {p, mean, sd};
  }

  [[nodiscard]] Question about_link(Index l) const {
    const sim::Influence& link = model_.influences[l];
    Question question;
    question.gate = link.gate;
    question.about.what = keys::link(standing_.locked.tree.spec().links[l].key());
    question.about.metric = model_.nodes[link.to].key;
    question.about.belief = belief_of(model_.gates[link.gate].probability, link.strength);
    if (leads(link.to, focus_)) {
      for (Index b = 0; b < uplift_.size(); ++b) {
        const bool crosses = std::any_of(
            model_.interventions.begin(), model_.interventions.end(), [&](const auto& effect) {
              return effect.group == b && leads(effect.node, link.from);
            });
        if (crosses) {
          question.bets.push_back(b);
        }
      }
    }
    return question;
  }

  [[nodiscard]] Question about_bet(Index b, Index k) const {
    const sim::Intervention& effect = model_.interventions[k];
    Question question;
    question.gate = effect.gates.works.value();
    question.about.what = keys::bet(standing_.locked.bets[b].terms.key);
    question.about.metric = model_.nodes[effect.node].key;
    question.about.action =
        effect.action == sim::Action::lift ? tree::Action::lift : tree::Action::shift;
    question.about.belief =
        belief_of(model_.gates[question.gate].probability, amount_of(model_, k));
    question.bets = {b};
    return question;
  }

  /// Is there a way, were every link real?
  [[nodiscard]] bool leads(Index from, Index to) const {
    const std::vector<Column> all(model_.influences.size(), Column{1.0});
    const Column way = Ways{model_, to, all, 1}.from(from);
    return from == to || (!way.empty() && way.front() != 0);
  }

  [[nodiscard]] SplitWorth split(Index bet, Index gate) const {
    const Column& open = open_[gate];
    const Moments with = moments_of(uplift_[bet], [&](std::size_t i) { return open[i] != 0; });
    const Moments without = moments_of(uplift_[bet], [&](std::size_t i) { return open[i] == 0; });
    const double effort = standing_.locked.bets[bet].terms.total_effort();
    const double cost = price_ * effort;
    const double cost_se = price_se_ * effort;
    return {with.mean - cost,
            without.mean - cost,
            std::hypot(with.se, cost_se),
            std::hypot(without.se, cost_se)};
  }

  void take(Question question, NextExperiments& next) const {
    NextExperiment& about = question.about;
    const double p = about.belief.p_real;
    std::vector<SplitWorth> worths;
    const double runs = static_cast<double>(blocks * sim::runs_per_block);
    const bool is_open = p * runs > 30 && (1 - p) * runs > 30 && about.belief.sd > 0;
    for (const Index bet : question.bets) {
      if (!is_open) {
        break;
      }
      worths.push_back(split(bet, question.gate));
      if (value_of_knowing(chances_[question.gate], {&worths.back(), 1}).value > 0) {
        about.decides.push_back(standing_.locked.bets[bet].terms.key);
      }
    }
    about.worth = value_of_knowing(chances_[question.gate], worths);
    if (about.worth.value <= 2 * about.worth.se) {
      next.idle.push_back(std::move(about.what));
      return;
    }
    for (const double wanted : {rules_.sure, rules_.harden_real, 0.99, 0.999}) {
      if (wanted > p && about.wanted == 0) {
        about.wanted = wanted;
        about.se = se_to_reach(about.belief, wanted);
        about.measured =
            std::min(value_of_measuring(about.belief, about.se, worths), about.worth.value);
      }
    }
    next.ranked.push_back(std::move(about));
  }

  /// Two standard errors of a difference, as if they had no runs in common.
  static void name_ties(std::vector<NextExperiment>& ranked) {
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      for (std::size_t j = 0; j < ranked.size(); ++j) {
        const double apart = std::abs(ranked[i].worth.value - ranked[j].worth.value);
        if (i != j && apart < 2 * std::hypot(ranked[i].worth.se, ranked[j].worth.se)) {
          ranked[i].tied_with.push_back(ranked[j].what);
        }
      }
    }
  }

  const Standing& standing_;
  const tree::ReviewRules& rules_;
  sim::Model model_;
  Index focus_;
  std::vector<Column> uplift_;              // by bet and run
  std::vector<Column> open_;                // by gate and run
  std::vector<inference::Chance> chances_;  // by gate
  double price_ = 0;
  double price_se_ = 0;
};

}  // namespace

NextExperiments next_experiments(const Standing& standing,
                                 const Inferred& inferred,
                                 const tree::ReviewRules& rules,
                                 sim::Executor& executor) {
  if (standing.locked.bets.empty()) {
    return {};
  }
  return Asker{standing, inferred, rules, executor}.run();
}

}  // namespace betledger::forecast
