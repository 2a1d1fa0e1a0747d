#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "forecast/gap/candidate_model.h"
#include "forecast/gap/outlook.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/make_plan.h"
#include "forecast/standing/pending.h"
#include "forecast/standing/standing.h"
#include "forecast/standing/standing_evidence.h"
#include "sim/tasks/executor.h"

#include "tests/support/shop.h"

namespace betledger::forecast {

/// The shop some weeks into its quarter, made by hand.
class SmallStanding {
 public:
  explicit SmallStanding(std::uint32_t known, const ledger::Book& book = shop())
      : standing_{begin(book)} {
    standing_.periods_known = known;
    standing_.as_of = standing_.frontier() - std::chrono::days{1};
    standing_.observed.resize(standing_.locked.tree.size());
    for (Observed& observed : standing_.observed) {
      observed.values.resize(known);
    }
  }

  Standing& standing() { return standing_; }
  ledger::BetRecord& bet(const std::string& key) {
    for (ledger::BetRecord& record : standing_.now.bets) {
      if (record.terms.key == key) {
        return record;
      }
    }
    throw std::out_of_range{key};
  }
  void deliver(const std::string& key, Day day, double share = 1) {
    bet(key).delivered_on = day;
    bet(key).delivered_share = share;
    bet(key).status = ledger::BetStatus::delivered;
  }
  [[nodiscard]] std::uint32_t node(const std::string& key) const {
    return node_of(standing_.locked.tree, standing_.locked.tree.find(key).value());
  }
  /// What was seen of a metric, by week.
  void see(const std::string& key, const std::function<double(int)>& at) {
    auto& values = standing_.observed[standing_.locked.tree.find(key)->value()].values;
    for (std::size_t t = 0; t < values.size(); ++t) {
      values[t] = at(static_cast<int>(t));
    }
  }
  /// The shop's waves go on, times a factor.
  void see_wave(const std::string& key, double level, double width, int phase, double factor = 1) {
    see(key, [=](int t) { return factor * wave(40 + t + phase, level, width); });
  }

 private:
  static Standing begin(const ledger::Book& book) {
    Diagnostics warnings;
    const Plan plan = plan_of(book);
    return {plan, {}, fit_baselines(plan).value(), {}, plan, {}, {}, 0, {}, {}};
  }

  Standing standing_;
};

/// From a standing to its outlook.
struct Prospect {
  Prospect(SmallStanding& stand,
           const std::vector<std::uint32_t>& probed,
           sim::Executor& executor,
           std::uint32_t particles = 2'048)
      : model{to_model_at(stand.standing())},
        problem{model, evidence_of(stand.standing(), model)},
        posterior{problem, {.particles = particles, .seed = 3}, executor},
        extended{make_candidate_model(stand.standing(), probed)},
        outlook{posterior, extended.model, outlook_ask(stand.standing(), 1), executor} {}

  sim::Model model;
  inference::Problem problem;
  inference::Posterior posterior;
  CandidateModel extended;
  Outlook outlook;
};

}  // namespace betledger::forecast
