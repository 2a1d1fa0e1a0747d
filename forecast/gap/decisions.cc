#include "forecast/gap/decisions.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "forecast/gap/advice.h"
#include "forecast/standing/pending.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Problem;
using inference::Unknown;
using Interventions = std::vector<std::uint32_t>;

/// One bet's part of the posterior.
struct Hand {
  const ledger::BetRecord* record = nullptr;
  Interventions interventions;
  std::vector<double> push;    // of its first effect, by particle
  std::vector<double> useful;  // 1 or 0
  std::size_t decision = 0;
};

bool is_over(const ledger::BetRecord& record) {
  return record.stopped_on.has_value() || record.status == ledger::BetStatus::withdrawn;
}

/// Does the evidence say anything of the bet's effects?
bool is_learned(const Problem& problem, const Interventions& interventions) {
  return std::any_of(interventions.begin(), interventions.end(), [&](std::uint32_t k) {
    const auto& works = problem.model().interventions[k].gates.works;
    return (works && problem.gate_is_moved()[*works]) ||
           problem.unknown_is_moved()[problem.unknown(Unknown::Kind::amount, k)];
  });
}

bool shares_weeks(const Problem& problem, std::uint32_t a, std::uint32_t b) {
  for (Index t = 0; t < problem.known(); ++t) {
    if (problem.is_live(a, t) && problem.is_live(b, t)) {
      return true;
    }
  }
  return false;
}

double correlation_of(const std::vector<double>& x, const std::vector<double>& y) {
  const double n = static_cast<double>(x.size());
  double mean_x = 0;
  double mean_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / n;
    mean_y += y[i] / n;
  }
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

class Judge {
 public:
  Judge(const Standing& standing, Outlook& outlook, const DecisionSettings& settings)
      : standing_{standing},
        outlook_{outlook},
        settings_{settings},
        posterior_{outlook.posterior()},
        problem_{posterior_.problem()} {
    const auto& focus = standing.locked.tree.metric(standing.locked.tree.focus());
    const bool falls = focus.desired == tree::Desired::down;
    sign_ = falls ? -1 : 1;
    unit_ = focus.unit;
    for (const Pending& pending : pending_bets(standing.now, standing.as_of)) {
      if (pending.overdue) {
        overdue_.insert(pending.bet);
      }
    }
  }

  std::vector<Decision> decide(const std::map<std::string, std::string>& killed) {
    if (problem_.known() < problem_.model().periods) {
      deal();
    }
    std::vector<Change> stops;
    for (const Hand& hand : hands_) {
      stops.push_back(stop_of(hand));
    }
    const std::vector<Ends> ends = outlook_.after(stops);
    for (std::size_t i = 0; i < hands_.size(); ++i) {
      judge_alone(hands_[i], ends[i]);
    }
    for (std::size_t i = 0; i < hands_.size(); ++i) {
      find_tangle(i);
    }
    for (const Hand& hand : hands_) {
      const auto rule = killed.find(hand.record->terms.key);
      advise(context_of(hand, rule == killed.end() ? "" : rule->second), decisions_[hand.decision]);
    }
    return std::move(decisions_);
  }

 private:
  [[nodiscard]] Change stop_of(const Hand& hand) const {
    Change stop;
    for (const std::uint32_t k : hand.interventions) {
      stop.push_back({Twist::Kind::off, k, static_cast<double>(problem_.known()), 0});
    }
    return stop;
  }

  void deal() {
    for (std::size_t g = 0; g < standing_.now.bets.size(); ++g) {
      const ledger::BetRecord& record = standing_.now.bets[g];
      Hand hand;
      hand.record = &record;
      for (std::uint32_t k = 0; k < problem_.model().interventions.size(); ++k) {
        if (problem_.model().interventions[k].group == g) {
          hand.interventions.push_back(k);
        }
      }
      if (!is_over(record) && !hand.interventions.empty()) {
        hands_.push_back(std::move(hand));
      }
    }
  }

  void judge_alone(Hand& hand, const Ends& stopped) {
    Decision decision;
    const std::uint32_t first = hand.interventions.front();
    const sim::Intervention& effect = problem_.model().interventions[first];
    decision.bet = hand.record->terms.key;
    decision.learned = is_learned(problem_, hand.interventions);
    decision.effort = hand.record->terms.total_effort() *
                      (hand.record->delivered_on ? 1 - hand.record->delivered_share : 1);
    const double believed = effect.amount.quantile(0.5);
    decision.smallest = settings_.useful * believed;
    hand.push = posterior_.amounts(first);
    decision.works_prior = 1;
    if (const auto& works = effect.gates.works) {
      const std::vector<double> open = posterior_.open(*works);
      for (std::size_t i = 0; i < open.size(); ++i) {
        hand.push[i] *= open[i];
      }
      decision.works_prior = problem_.model().gates[*works].probability;
      decision.works = posterior_.chance(*works);
    }
    for (const double push : hand.push) {
      const bool useful = believed < 0 ? push <= decision.smallest : push >= decision.smallest;
      hand.useful.push_back(useful && push != 0 ? 1 : 0);
    }
    decision.useful = posterior_.share(hand.useful);
    weigh(stopped, decision);
    hand.decision = decisions_.size();
    decisions_.push_back(std::move(decision));
  }

  /// What the bet still adds: as it is, less as it would end if it were stopped.
  void weigh(const Ends& stopped, Decision& decision) const {
    const Ends& now = outlook_.as_it_is();
    std::vector<double> left;
    std::vector<double> helps;
    for (std::size_t i = 0; i < now.focus.size(); ++i) {
      left.push_back(now.focus[i] - stopped.focus[i]);
      helps.push_back(sign_ * left.back() > 0 ? 1 : 0);
    }
    decision.left = posterior_.summary(left);
    decision.helps = posterior_.share(helps);
    decision.target_if_stopped = outlook_.effect_of(stopped).target_change;
  }

  /// The bet whose effect is hardest to tell from this one's.
  void find_tangle(std::size_t i) {
    Decision& own = decisions_[hands_[i].decision];
    if (!is_open(own)) {
      return;
    }
    const std::uint32_t first = hands_[i].interventions.front();
    for (std::size_t j = 0; j < hands_.size(); ++j) {
      const std::uint32_t other = hands_[j].interventions.front();
      const auto& effects = problem_.model().interventions;
      if (i == j || effects[first].node != effects[other].node ||
          !is_open(decisions_[hands_[j].decision]) || !shares_weeks(problem_, first, other)) {
        continue;
      }
      const double correlation = correlation_of(hands_[i].push, hands_[j].push);
      if (correlation <= settings_.tangled && correlation < own.correlation) {
        own.correlation = correlation;
        own.with = hands_[j].record->terms.key;
        std::vector<double> either = hands_[i].useful;
        for (std::size_t run = 0; run < either.size(); ++run) {
          either[run] = std::max(either[run], hands_[j].useful[run]);
        }
        own.either = posterior_.share(either);
      }
    }
  }

  /// Learned from, and not decided by it.
  [[nodiscard]] bool is_open(const Decision& decision) const {
    return decision.learned && decision.useful.probability > settings_.stop_below &&
           decision.useful.probability < settings_.double_above;
  }

  [[nodiscard]] AdviceContext context_of(const Hand& hand, const std::string& rule) const {
    AdviceContext context;
    context.settings = settings_;
    context.unit = unit_;
    context.has_target = outlook_.ask().goal.has_value();
    context.killed = rule;
    context.is_overdue = overdue_.contains(hand.record->terms.key);
    context.is_delivered = hand.record->delivered_on.has_value();
    context.reaches_focus = outlook_.reaches_focus(stop_of(hand));
    return context;
  }

  const Standing& standing_;
  Outlook& outlook_;
  const DecisionSettings& settings_;
  const inference::Posterior& posterior_;
  const Problem& problem_;
  double sign_ = 1;
  std::string unit_;
  std::set<std::string> overdue_;
  std::vector<Hand> hands_;
  std::vector<Decision> decisions_;
};

}  // namespace

std::vector<Decision> decide(const Standing& standing,
                             Outlook& outlook,
                             const std::map<std::string, std::string>& killed,
                             const DecisionSettings& settings) {
  return Judge{standing, outlook, settings}.decide(killed);
}

}  // namespace betledger::forecast
