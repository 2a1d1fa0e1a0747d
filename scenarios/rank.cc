#include "scenarios/rank.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "forecast/plan_checks.h"

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

sim::Model all_open(sim::Model model) {
  for (sim::Gate& gate : model.gates) {
    gate.probability = 1;
  }
  return model;
}

class Ranker {
 public:
  Ranker(forecast::Plan plan,
         std::vector<forecast::Baseline> baselines,
         const forecast::Settings& settings,
         sim::Executor& executor)
      : plan_{std::move(plan)}, baselines_{std::move(baselines)}, executor_{executor} {
    request_.seed = settings.seed;
    request_.runs = std::min(settings.attribution_runs, settings.runs);
    request_.focus = forecast::node_of(plan_.tree, plan_.tree.focus());
    const tree::Desired desired = plan_.tree.metric(plan_.tree.focus()).desired;
    sign_ = desired == tree::Desired::down ? -1 : 1;
    for (const auto& record : plan_.bets) {
      request_.bets.push_back(record.terms.key);
    }
  }

  Ranking rank() {
    const auto scales = scales_to_try(plan_.tree.spec().confidence);
    forecast::StandAlone real = simulate(forecast::to_model(plan_, baselines_));
    const forecast::StandAlone open = simulate(all_open(forecast::to_model(plan_, baselines_)));
    for (std::size_t i = 0; i < plan_.bets.size(); ++i) {
      ranked_.push_back(describe(i, real, open));
    }
    per_week_ = std::move(real.uplift);
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
  forecast::StandAlone simulate(sim::Model model) {
    return stand_alone(sim::Program::compile(std::move(model)), request_, executor_);
  }

  [[nodiscard]] Ranked describe(std::size_t i,
                                const forecast::StandAlone& real,
                                const forecast::StandAlone& open) const {
    const ledger::Bet& bet = plan_.bets[i].terms;
    Ranked ranked;
    ranked.bet = bet.key;
    ranked.team = bet.team;
    ranked.funded = bet.funded;
    ranked.impact = sim::mean_of(open.uplift[i]);
    const auto live = std::accumulate(real.live[i].begin(), real.live[i].end(), std::uint64_t{0});
    ranked.confidence = static_cast<double>(live) / static_cast<double>(request_.runs);
    ranked.effort = bet.total_effort();
    ranked.expected = sim::mean_of(real.uplift[i]);
    ranked.best_rank = static_cast<int>(plan_.bets.size());
    if (ranked.effort > 0) {
      ranked.score =
          sim::Estimate{ranked.expected.value / ranked.effort, ranked.expected.se / ranked.effort};
    }
    if (bet.rice && ranked.effort > 0) {
      ranked.ice = bet.rice->impact * bet.rice->confidence.value() / ranked.effort;
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
    const forecast::Plan rescaled = rescale(plan_, scale);
    Column worth = worth_of(simulate(forecast::to_model(rescaled, baselines_)).uplift);
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
  std::vector<forecast::Baseline> baselines_;
  sim::Executor& executor_;
  forecast::AttributionRequest request_;
  double sign_ = 1;
  std::vector<Ranked> ranked_;    // in the order of the plan
  std::vector<Column> per_week_;  // uplift per person-week, by bet and run
};

}  // namespace

double kendall_tau(const std::vector<double>& a, const std::vector<double>& b) {
  BET_EXPECT(a.size() == b.size());
  const auto sign = [](double x) { return x > 0 ? 1 : (x < 0 ? -1 : 0); };
  int agreement = 0;
  int told_apart_by_a = 0;
  int told_apart_by_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = i + 1; j < a.size(); ++j) {
      const int by_a = sign(a[i] - a[j]);
      const int by_b = sign(b[i] - b[j]);
      agreement += by_a * by_b;
      told_apart_by_a += std::abs(by_a);
      told_apart_by_b += std::abs(by_b);
    }
  }
  const double scale =
      std::sqrt(static_cast<double>(told_apart_by_a) * static_cast<double>(told_apart_by_b));
  return scale > 0 ? agreement / scale : 1;
}

Result<Ranking> rank(const forecast::Plan& plan,
                     const forecast::Settings& settings,
                     sim::Executor& executor) {
  BET_EXPECT(settings.runs >= 2 && settings.attribution_runs >= 2);
  forecast::Plan all = with_all_bets(plan);
  Diagnostics errors = forecast::check_portfolio(all.bets, [](const std::string&) { return true; });
  std::erase_if(errors, [](const Diagnostic& found) { return found.code != "B009"; });
  auto baselines = forecast::fit_baselines(all);
  if (!baselines) {
    errors.insert(errors.end(), baselines.error().begin(), baselines.error().end());
  }
  if (!errors.empty()) {
    return errors;
  }
  return Ranker{std::move(all), std::move(baselines).value(), settings, executor}.rank();
}

}  // namespace betledger::scenarios
