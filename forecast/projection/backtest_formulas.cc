#include "forecast/projection/backtest_formulas.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/error.h"
#include "forecast/baseline/backtest_windows.h"
#include "forecast/baseline/baseline.h"
#include "forecast/baseline/path_quantiles.h"
#include "forecast/baseline/truth.h"
#include "forecast/plan/plan.h"
#include "forecast/plan/plan_history.h"
#include "forecast/plan/to_model.h"
#include "sim/program/simulate.h"

namespace betledger::forecast {
namespace {

/// A metric with a formula and all that it is made of.
struct Candidate {
  tree::MetricTree tree;           // of its parts alone: no links, no occasions
  std::vector<MetricId> parts;     // in the whole tree
  std::vector<MetricId> leaves;    // those with a baseline
  BacktestSeries series;           // the truth
  std::vector<std::size_t> known;  // the fewest values of any leaf up to each period
  std::vector<std::size_t> origins;
};

/// The parts of one metric as a tree of its own.
tree::MetricTree small_tree(const tree::MetricTree& tree,
                            const std::vector<MetricId>& parts,
                            MetricId root) {
  tree::TreeSpec spec;
  spec.title = tree.spec().title;
  spec.period = tree.spec().period;
  spec.focus = tree.metric(root).key;
  for (const MetricId id : parts) {
    spec.metrics.push_back(tree.metric(id));
    if (id != root) {
      spec.metrics.back().rollup = {};  // nobody asks for it, and its weights may be no part
    }
  }
  return tree::MetricTree::build(std::move(spec)).value();
}

class Tester {
 public:
  Tester(const tree::MetricTree& tree,
         const tree::History& history,
         const BacktestSettings& settings,
         sim::Executor& executor)
      : tree_{tree}, settings_{settings}, executor_{executor}, truth_{truth_of(tree, history)} {}

  std::vector<MetricBacktest> run(const std::vector<std::string>& metrics, Diagnostics& warnings) {
    std::vector<Candidate> candidates;
    for (const std::string& key : metrics) {
      const auto id = tree_.find(key);
      BET_EXPECT(id && tree_.metric(*id).is_component());
      if (auto candidate = describe(*id, warnings)) {
        candidates.push_back(std::move(*candidate));
      }
    }
    fit(candidates);
    std::vector<MetricBacktest> results;
    for (const Candidate& candidate : candidates) {
      if (auto result = test(candidate, warnings)) {
        results.push_back(std::move(*result));
      }
    }
    return results;
  }

 private:
  static Diagnostic cannot(const std::string& metric, const std::string& why, std::string hint) {
    return {"D504",
            Severity::warning,
            {},
            {},
            fmt::format("{} cannot be back-tested: {}", metric, why),
            std::move(hint)};
  }

  [[nodiscard]] std::optional<Candidate> describe(MetricId id, Diagnostics& warnings) const {
    const tree::Metric& metric = tree_.metric(id);
    auto parts = made_of(tree_, id);
    Candidate candidate{small_tree(tree_, parts, id),
                        parts,
                        {},
                        {metric.key, metric.support, metric.rollup.kind, truth_[id.value()], {}},
                        {},
                        {}};
    if (metric.rollup.kind == tree::RollupKind::weighted) {
      candidate.series.weights = truth_[tree_.find(metric.rollup.weighted_by)->value()];
    }
    trim(candidate.series.history);
    // A random walk of the metric itself takes two values.
    for (const std::size_t count : known_values(candidate.series.history)) {
      candidate.known.push_back(count < 2 ? 0
                                          : std::max(count, std::size_t{settings_.least_points}));
    }
    for (const MetricId part : parts) {
      if (tree_.metric(part).is_component()) {
        continue;
      }
      candidate.leaves.push_back(part);
      const auto known = known_values(truth_[part.value()]);
      if (known.empty() || known.back() == 0) {
        const std::string& key = tree_.metric(part).key;
        warnings.push_back(cannot(metric.key,
                                  fmt::format("`{}`, which it is made of, has no history", key),
                                  fmt::format("import the history of `{}`", key)));
        return std::nullopt;
      }
      for (std::size_t t = 0; t < candidate.known.size(); ++t) {
        candidate.known[t] = std::min(candidate.known[t], known[t]);
      }
    }
    candidate.origins = choose_origins(candidate.known, settings_);
    if (candidate.origins.empty()) {
      warnings.push_back(too_short(metric.key, candidate.known, settings_));
      return std::nullopt;
    }
    return candidate;
  }

  static void trim(Series& series) {
    while (!series.values.empty() && !series.values.back()) {
      series.values.pop_back();
    }
  }

  using Fit = std::pair<std::uint32_t, std::size_t>;  // a leaf and an origin

  void fit(const std::vector<Candidate>& candidates) {
    for (const Candidate& candidate : candidates) {
      for (const MetricId leaf : candidate.leaves) {
        for (const std::size_t origin : candidate.origins) {
          fits_.emplace(Fit{leaf.value(), origin}, Baseline{});
        }
      }
    }
    std::vector<std::pair<const Fit, Baseline>*> tasks;
    tasks.reserve(fits_.size());
    for (auto& entry : fits_) {
      tasks.push_back(&entry);
    }
    executor_.for_each(tasks.size(), [&](std::size_t i) {
      const auto& [leaf, origin] = tasks[i]->first;
      const tree::Metric& metric = tree_.metric(MetricId{leaf});
      // Outside the support there is no truth, and least_points >= 2 are known: it can be fitted.
      tasks[i]->second = fit_baseline(known_at(truth_[leaf], origin),
                                      {metric.key, metric.support, 0, settings_.horizon})
                             .value();
    });
  }

  /// One origin: what was scored, or the formula that left its domain.
  struct Played {
    Scores scores;
    std::optional<std::string> failure;
  };

  [[nodiscard]] std::optional<MetricBacktest> test(const Candidate& candidate,
                                                   Diagnostics& warnings) const {
    std::vector<Played> results(candidate.origins.size());
    executor_.for_each(results.size(), [&](std::size_t i) {
      try {
        results[i] = score(candidate, candidate.origins[i]);
      } catch (const DomainError& error) {
        results[i].failure = error.what();
      }
    });
    const Series& history = candidate.series.history;
    MetricBacktest result{candidate.series.metric, {}, mean_step(history), {}, {}};
    Scores scores;
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (results[i].failure) {
        warnings.push_back(cannot(
            candidate.series.metric, *results[i].failure, "correct the formula or the history"));
        return std::nullopt;
      }
      result.origins.push_back(history.start_of(static_cast<int>(candidate.origins[i])));
      scores.periods.merge(results[i].scores.periods);
      scores.rollup.merge(results[i].scores.rollup);
    }
    result.periods = summarise(scores.periods, history.kind, settings_.horizon);
    result.rollup = summarise(scores.rollup, history.kind, settings_.horizon);
    return result;
  }

  [[nodiscard]] Played score(const Candidate& candidate, std::size_t origin) const {
    const BacktestSeries& series = candidate.series;
    const Plan plan = plan_at(candidate, origin);
    Diagnostics assumed;
    if (const auto errors = check_history(plan, assumed); !errors.empty()) {
      return {{}, errors.front().message};
    }
    const Outcome outcome = outcome_after(series, origin, settings_.horizon);
    Played result;
    result.scores.add(series.history.start_of(static_cast<int>(origin)),
                      outcome,
                      simulated(plan, candidate, origin),
                      naive_quantiles(series, origin, outcome, settings_));
    return result;
  }

  /// The plan that would have been made at an origin: no bets, the data up to there.
  [[nodiscard]] Plan plan_at(const Candidate& candidate, std::size_t origin) const {
    const Series& history = candidate.series.history;
    ledger::Cycle cycle;
    cycle.timeline = {
        history.kind, history.start_of(static_cast<int>(origin) + 1), settings_.horizon};
    Plan plan{{}, 0, {}, std::move(cycle), {}, candidate.tree, {}, {}, {}, {}, {}};
    for (const MetricId part : candidate.parts) {
      plan.history.emplace(tree_.metric(part).key, known_at(truth_[part.value()], origin));
    }
    return plan;
  }

  [[nodiscard]] Quantiles simulated(const Plan& plan,
                                    const Candidate& candidate,
                                    std::size_t origin) const {
    std::vector<Baseline> baselines;
    for (const MetricId leaf : candidate.leaves) {
      baselines.push_back(fits_.at({leaf.value(), origin}));
    }
    const auto program = sim::Program::compile(to_model(plan, baselines));
    const std::uint32_t node = node_of(plan.tree, plan.tree.focus());
    std::vector<sim::Output> outputs;
    for (std::uint32_t t = 0; t < settings_.horizon; ++t) {
      outputs.push_back({node, t, sim::Side::without});
    }
    outputs.push_back({node, sim::Output::rollup, sim::Side::without});
    const auto alone = sim::make_thread_executor(1);  // origins are the parallel part
    auto samples = sim::simulate(program, {settings_.runs, settings_.seed}, outputs, *alone);
    Quantiles quantiles;
    for (std::vector<double>& column : samples.columns) {
      quantiles.periods.push_back(quantiles_of(column));
    }
    quantiles.rollup = std::move(quantiles.periods.back());
    quantiles.periods.pop_back();
    return quantiles;
  }

  static std::vector<double> quantiles_of(std::vector<double>& column) {
    std::sort(column.begin(), column.end());
    std::vector<double> values;
    values.reserve(backtest_levels.size());
    for (const double level : backtest_levels) {
      values.push_back(sample_quantile(column, level));
    }
    return values;
  }

  const tree::MetricTree& tree_;
  const BacktestSettings& settings_;
  sim::Executor& executor_;
  std::vector<Series> truth_;
  std::map<Fit, Baseline> fits_;
};

}  // namespace

std::vector<MetricBacktest> backtest_formulas(const FormulasRequest& request,
                                              const BacktestSettings& settings,
                                              sim::Executor& executor,
                                              Diagnostics& warnings) {
  BET_EXPECT(settings.horizon >= 1 && settings.step >= 1 && settings.most_origins >= 1);
  BET_EXPECT(settings.least_points >= 2 && settings.runs >= 2);
  Tester tester{request.tree, request.history, settings, executor};
  return tester.run(request.metrics, warnings);
}

}  // namespace betledger::forecast
