#include "scenarios/rank.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/model_timing.h"
#include "forecast/plan/plan_checks.h"
#include "forecast/plan/to_model.h"
#include "forecast/projection/attribution_request.h"
#include "forecast/projection/stand_alone.h"
#include "scenarios/kendall.h"
#include "scenarios/package.h"

namespace betledger::scenarios {
namespace {

using Column = std::vector<double>;

std::vector<tree::ConfidenceScale> scales_to_try(const tree::ConfidenceScale& first) {
  const auto scale = [](double high, double medium, double low) {
    return tree::ConfidenceScale{Probability{high}, Probability{medium}, Probability{low}};
  };
  std::vector<tree::ConfidenceScale> scales{first};
  for (const auto& other : {scale(0.8, 0.5, 0.2),
                            scale(0.95, 0.75, 0.5),
                            scale(0.99, 0.5, 0.1),
                            scale(0.6, 0.6, 0.6)}) {
    if (other != first) {
      scales.push_back(other);
    }
  }
  return scales;
}

std::string name_of(const tree::ConfidenceScale& scale) {
  return fmt::format("{}/{}/{}",
                     format_number(scale.high.value()),
                     format_number(scale.medium.value()),
                     format_number(scale.low.value()));
}

/// The plan with every bet funded.
forecast::Plan with_all_bets(forecast::Plan plan) {
  std::move(plan.cut.begin(), plan.cut.end(), std::back_inserter(plan.bets));
  plan.cut.clear();
  return plan;
}

/// Not scenarios::apply: bets that exclude each other are together here.
forecast::Plan rescale(forecast::Plan plan, const tree::ConfidenceScale& scale) {
  tree::TreeSpec spec = plan.tree.spec();
  spec.confidence = scale;
  plan.tree = tree::MetricTree::build(std::move(spec)).value();
  return plan;
}

class Ranker {
 public:
  Ranker(forecast::Plan plan,
         std::set<std::string> unfunded,
         std::vector<forecast::Baseline> baselines,
         const forecast::Settings& settings,
         sim::Executor& executor)
      : plan_{std::move(plan)},
        unfunded_{std::move(unfunded)},
        packages_{packages_of(plan_, unfunded_)},
        baselines_{std::move(baselines)},
        executor_{executor} {
    request_.seed = settings.seed;
    request_.runs = std::min(settings.attribution_runs, settings.runs);
    request_.focus = tree::node_of(plan_.tree, plan_.tree.focus());
    const tree::Desired desired = plan_.tree.metric(plan_.tree.focus()).desired;
    sign_ = desired == tree::Desired::down ? -1 : 1;
    for (const auto& record : plan_.bets) {
      request_.bets.push_back(record.terms.key);
    }
  }

  Ranking rank() {
    const auto scales = scales_to_try(plan_.tree.spec().confidence);
    per_week_ = simulate(plan_);
    for (std::size_t i = 0; i < plan_.bets.size(); ++i) {
      ranked_.push_back(describe(i, per_week_[i]));
    }
    for (std::size_t i = 0; i < ranked_.size(); ++i) {
      for (double& value : per_week_[i]) {
        value /= ranked_[i].effort > 0 ? ranked_[i].effort : 1;
      }
    }
    Ranking ranking;
    const Column first = worth_of(per_week_);
    keep_places(first);
    ranking.scales.push_back(name_of(scales.front()));
    for (std::size_t s = 1; s < scales.size(); ++s) {
      ranking.scales.push_back(name_of(scales[s]));
      const Column other = worth_under(scales[s]);
      keep_places(other);
      ranking.kendall_tau_lowest =
          std::min(ranking.kendall_tau_lowest, tau_of_scored(first, other));
    }
    name_ties();
    ranking.rice_tau = rice_tau(first);
    for (const std::size_t i : order_by(first)) {
      ranking.bets.push_back(ranked_[i]);
    }
    return ranking;
  }

 private:
  /// The change that each package makes, by bet and run.
  std::vector<Column> simulate(const forecast::Plan& plan) {
    const auto program = sim::Program::compile(forecast::to_model(plan, baselines_));
    return stand_alone(program, request_, packages_, executor_);
  }

  /// However short its delay turns out.
  [[nodiscard]] bool starts_after_cycle(const ledger::BetRecord& record) const {
    const sim::Profile timing = forecast::timing_of(record, plan_.cycle.timeline);
    const double delay = std::max(0.0, timing.delay.quantile(1e-9));
    return timing.start + delay >= plan_.cycle.timeline.count;
  }

  [[nodiscard]] Ranked describe(std::size_t i, const Column& uplift) const {
    const ledger::BetRecord& record = plan_.bets[i];
    const ledger::Bet& bet = record.terms;
    Ranked ranked;
    ranked.bet = bet.key;
    ranked.team = bet.team;
    ranked.funded = !unfunded_.contains(bet.key);
    for (const std::uint32_t member : packages_[i]) {
      if (member != i) {
        ranked.with.push_back(plan_.bets[member].terms.key);
      }
    }
    Column felt;
    std::copy_if(uplift.begin(), uplift.end(), std::back_inserter(felt), [](double change) {
      return change != 0;
    });
    ranked.after_cycle = felt.empty() && starts_after_cycle(record);
    if (felt.size() >= 2) {
      ranked.impact = sim::mean_of(felt);
    }
    ranked.confidence = sim::share_of(felt.size(), uplift.size());
    ranked.effort = effort_of(plan_, packages_[i]);
    ranked.expected = sim::mean_of(uplift);
    ranked.best_rank = static_cast<int>(plan_.bets.size());
    if (ranked.effort > 0) {
      ranked.score =
          sim::Estimate{ranked.expected.value / ranked.effort, ranked.expected.se / ranked.effort};
    }
    if (const double own = bet.total_effort(); bet.rice && own > 0) {
      ranked.ice = bet.rice->impact * bet.rice->confidence.value() / own;
      ranked.rice = bet.rice->reach * *ranked.ice;
    }
    return ranked;
  }

  /// Mean uplift per person-week, signed so that more is better.
  [[nodiscard]] Column worth_of(const std::vector<Column>& per_week) const {
    Column worth;
    for (const Column& column : per_week) {
      worth.push_back(sign_ * sim::mean_of(column).value);
    }
    return worth;
  }

  Column worth_under(const tree::ConfidenceScale& scale) {
    Column worth = worth_of(simulate(rescale(plan_, scale)));
    for (std::size_t i = 0; i < worth.size(); ++i) {
      worth[i] /= ranked_[i].effort > 0 ? ranked_[i].effort : 1;
    }
    return worth;
  }

  /// Best first; bets without an effort after all others; ties in the order of the plan.
  [[nodiscard]] std::vector<std::size_t> order_by(const Column& worth) const {
    std::vector<std::size_t> order(worth.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const bool scored_a = ranked_[a].score.has_value();
      const bool scored_b = ranked_[b].score.has_value();
      return scored_a != scored_b ? scored_a : worth[a] > worth[b];
    });
    return order;
  }

  void keep_places(const Column& worth) {
    const std::vector<std::size_t> order = order_by(worth);
    for (std::size_t place = 0; place < order.size(); ++place) {
      Ranked& ranked = ranked_[order[place]];
      const int rank = static_cast<int>(place) + 1;
      ranked.best_rank = std::min(ranked.best_rank, rank);
      ranked.worst_rank = std::max(ranked.worst_rank, rank);
    }
  }

  void name_ties() {
    for (std::size_t i = 0; i < ranked_.size(); ++i) {
      for (std::size_t j = i + 1; j < ranked_.size(); ++j) {
        if (ranked_[i].score && ranked_[j].score && is_tie(per_week_[i], per_week_[j])) {
          ranked_[i].tied_with.push_back(ranked_[j].bet);
          ranked_[j].tied_with.push_back(ranked_[i].bet);
        }
      }
    }
  }

  static bool is_tie(const Column& a, const Column& b) {
    Column difference(a.size());
    std::transform(a.begin(), a.end(), b.begin(), difference.begin(), std::minus<>{});
    const sim::Estimate mean = sim::mean_of(difference);
    return std::abs(mean.value) <= 2 * mean.se;
  }

  [[nodiscard]] double tau_of_scored(const Column& a, const Column& b) const {
    Column kept_a;
    Column kept_b;
    for (std::size_t i = 0; i < ranked_.size(); ++i) {
      if (ranked_[i].score) {
        kept_a.push_back(a[i]);
        kept_b.push_back(b[i]);
      }
    }
    return kendall_tau(kept_a, kept_b);
  }

  [[nodiscard]] std::optional<double> rice_tau(const Column& worth) const {
    Column simulated;
    Column stated;
    for (std::size_t i = 0; i < ranked_.size(); ++i) {
      if (ranked_[i].rice) {
        simulated.push_back(worth[i]);
        stated.push_back(*ranked_[i].rice);
      }
    }
    return stated.size() >= 2 ? std::optional{kendall_tau(simulated, stated)} : std::nullopt;
  }

  forecast::Plan plan_;
  std::set<std::string> unfunded_;
  std::vector<forecast::Package> packages_;
  std::vector<forecast::Baseline> baselines_;
  sim::Executor& executor_;
  forecast::AttributionRequest request_;
  double sign_ = 1;
  std::vector<Ranked> ranked_;    // in the order of the plan
  std::vector<Column> per_week_;  // uplift per person-week, by bet and run
};

}  // namespace

Result<Ranking> rank(const forecast::Plan& plan,
                     const forecast::Settings& settings,
                     sim::Executor& executor) {
  BET_EXPECT(settings.runs >= 2 && settings.attribution_runs >= 2);
  std::set<std::string> unfunded;
  for (const auto& record : plan.cut) {
    unfunded.insert(record.terms.key);
  }
  forecast::Plan all = with_all_bets(plan);
  Diagnostics errors = forecast::check_portfolio(all.bets, [](const std::string&) { return true; });
  std::erase_if(errors, [](const Diagnostic& found) { return found.code != "B009"; });
  auto baselines = forecast::fit_baselines(all, &executor);
  if (!baselines) {
    errors.insert(errors.end(), baselines.error().begin(), baselines.error().end());
  }
  if (!errors.empty()) {
    return errors;
  }
  return Ranker{
      std::move(all), std::move(unfunded), std::move(baselines).value(), settings, executor}
      .rank();
}

}  // namespace betledger::scenarios
