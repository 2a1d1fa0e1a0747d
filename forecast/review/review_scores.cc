#include "forecast/review/review_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/contract.h"
#include "core/normal.h"
#include "forecast/baseline/path_quantiles.h"
#include "forecast/plan/to_model.h"
#include "forecast/review/scorecard.h"
#include "sim/program/simulate.h"

namespace betledger::forecast {
namespace {

constexpr std::size_t most_bytes = std::size_t{128} << 20U;

/// What came of a metric, by period: its own actuals, else its formula of its inputs'.
std::vector<std::optional<double>> actuals_of(const Standing& standing, std::uint32_t metric) {
  const Observed& observed = standing.observed[metric];
  std::vector<std::optional<double>> values = observed.values;
  for (std::size_t t = 0; t < observed.computed.size() && t < values.size(); ++t) {
    values[t] = values[t] ? values[t] : observed.computed[t];
  }
  return values;
}

/// The roll-up of what came; nothing while a period is missing.
std::optional<double> actual_rollup(const Standing& standing, std::uint32_t metric) {
  const tree::Metric& from = standing.locked.tree.metric(MetricId{metric});
  const std::size_t periods = standing.locked.cycle.timeline.count;
  const auto values = actuals_of(standing, metric);
  const auto is_complete = [&](const std::vector<std::optional<double>>& v) {
    return v.size() == periods &&
           std::all_of(v.begin(), v.end(), [](const auto& x) { return x.has_value(); });
  };
  if (from.rollup.kind == tree::RollupKind::last) {
    return values.size() == periods ? values.back() : std::nullopt;
  }
  if (!is_complete(values)) {
    return std::nullopt;
  }
  double sum = 0;
  double weights = 0;
  std::vector<std::optional<double>> weight(periods, 1.0);
  if (from.rollup.kind == tree::RollupKind::weighted) {
    weight = actuals_of(standing, standing.locked.tree.find(from.rollup.weighted_by)->value());
    if (!is_complete(weight)) {
      return std::nullopt;
    }
  }
  for (std::size_t t = 0; t < periods; ++t) {
    sum += *values[t] * *weight[t];
    weights += *weight[t];
  }
  if (from.rollup.kind == tree::RollupKind::sum) {
    return sum;
  }
  return weights > 0 ? std::optional{sum / weights} : std::nullopt;
}

Score score_of(const std::string& metric, const std::vector<double>& draws, double actual) {
  const ForecastScore judged = score_draws(draws, actual);
  Score score;
  score.metric = metric;
  score.actual = actual;
  score.quantiles = judged.quantiles;
  score.median = judged.quantiles[3];
  score.crps = judged.crps;
  score.wis = judged.wis;
  score.pit = (judged.transform.low + judged.transform.high) / 2;
  score.in_50 = judged.inside[0];
  score.in_80 = judged.inside[1];
  score.in_90 = judged.inside[2];
  return score;
}

/// The random walk and last year's values, from the history that the plan had.
class Rivals {
 public:
  Rivals(const Standing& standing, std::uint32_t metric)
      : standing_{standing}, metric_{standing.locked.tree.metric(MetricId{metric})} {
    const auto found = standing.locked.history.find(metric_.key);
    if (found == standing.locked.history.end()) {
      return;
    }
    history_ = &found->second;
    const Timeline& timeline = standing.locked.cycle.timeline;
    const Day last =
        advance(history_->kind, history_->start, static_cast<int>(history_->values.size()) - 1);
    const int skip = periods_between(timeline.kind, last, timeline.start) - 1;
    const auto naive = fit_naive(*history_,
                                 {.metric = metric_.key,
                                  .support = metric_.support,
                                  .skip = static_cast<std::uint32_t>(std::max(0, skip)),
                                  .horizon = timeline.count});
    if (naive) {
      quantiles_ = path_quantiles(*naive, sim::summary_levels, {.runs = 4000, .seed = 1});
    }
  }

  void add_to(Score& score, std::optional<std::uint32_t> period) const {
    if (!quantiles_) {
      return;
    }
    if (period) {
      score.naive_wis = wis(quantiles_->periods[*period], score.actual);
      score.seasonal_wis = seasonal(*period, score.actual);
    } else if (metric_.rollup.kind == tree::RollupKind::sum) {
      score.naive_wis = wis(quantiles_->sum, score.actual);
    } else if (metric_.rollup.kind == tree::RollupKind::last) {
      score.naive_wis = wis(quantiles_->periods.back(), score.actual);
    } else if (metric_.rollup.kind == tree::RollupKind::mean) {
      score.naive_wis = wis(quantiles_->mean, score.actual);
    }
  }

 private:
  static double wis(const std::vector<double>& values, double actual) {
    return weighted_interval_score({sim::summary_levels, values}, actual);
  }

  /// A normal around the value one year before, as wide as years have differed.
  [[nodiscard]] std::optional<double> seasonal(std::uint32_t period, double actual) const {
    const Timeline& timeline = standing_.locked.cycle.timeline;
    const int year = timeline.kind == PeriodKind::month  ? 12
                     : timeline.kind == PeriodKind::week ? 52
                                                         : 364;
    const auto& values = history_->values;
    double squares = 0;
    std::size_t count = 0;
    for (std::size_t i = static_cast<std::size_t>(year); i < values.size(); ++i) {
      const auto& now = values[i];
      const auto& then = values[i - static_cast<std::size_t>(year)];
      if (now && then) {
        squares += (*now - *then) * (*now - *then);
        ++count;
      }
    }
    const int at =
        periods_between(
            timeline.kind, history_->start, timeline.start_of(static_cast<int>(period))) -
        year;
    if (count < static_cast<std::size_t>(year) || at < 0 || at >= static_cast<int>(values.size()) ||
        !values[static_cast<std::size_t>(at)]) {
      return std::nullopt;
    }
    const double sd = std::sqrt(squares / static_cast<double>(count));
    std::vector<double> quantiles;
    for (const double level : sim::summary_levels) {
      quantiles.push_back(*values[static_cast<std::size_t>(at)] + sd * normal_quantile(level));
    }
    return wis(quantiles, actual);
  }

  const Standing& standing_;
  const tree::Metric& metric_;
  const Series* history_ = nullptr;
  std::optional<PathQuantiles> quantiles_;
};

}  // namespace

std::vector<Score> score_plan(const Standing& standing, sim::Executor& executor) {
  const Plan& plan = standing.locked;
  const sim::Program program = sim::Program::compile(to_model(plan, standing.baselines));
  const std::uint32_t periods = plan.cycle.timeline.count;
  const std::size_t bytes = (periods + 1) * standing.commit.runs * sizeof(double);
  const auto at_once = static_cast<std::uint32_t>(std::max<std::size_t>(1, most_bytes / bytes));
  const auto metrics = static_cast<std::uint32_t>(plan.tree.size());
  std::vector<Score> rollups;
  std::vector<Score> by_period;
  for (std::uint32_t first = 0; first < metrics; first += at_once) {
    const std::uint32_t last = std::min(metrics, first + at_once);
    std::vector<sim::Output> outputs;
    for (std::uint32_t m = first; m < last; ++m) {
      const std::uint32_t node = node_of(plan.tree, MetricId{m});
      outputs.push_back({node, sim::Output::rollup, sim::Side::with});
      for (std::uint32_t t = 0; t < periods; ++t) {
        outputs.push_back({node, t, sim::Side::with});
      }
    }
    const sim::Samples samples =
        sim::simulate(program, {standing.commit.runs, standing.commit.seed}, outputs, executor);
    for (std::uint32_t m = first; m < last; ++m) {
      const std::string& key = plan.tree.metric(MetricId{m}).key;
      const std::size_t at = std::size_t{m - first} * (periods + 1);
      const Rivals rivals{standing, m};
      if (const auto actual = actual_rollup(standing, m)) {
        rollups.push_back(score_of(key, samples.columns[at], *actual));
        rivals.add_to(rollups.back(), {});
      }
      const auto values = actuals_of(standing, m);
      for (std::uint32_t t = 0; t < values.size(); ++t) {
        if (values[t]) {
          by_period.push_back(score_of(key, samples.columns[at + t + 1], *values[t]));
          by_period.back().period = plan.cycle.timeline.start_of(static_cast<int>(t));
          rivals.add_to(by_period.back(), t);
        }
      }
    }
  }
  rollups.insert(rollups.end(), by_period.begin(), by_period.end());
  return rollups;
}

std::vector<CoverageShare> coverage_of(const std::vector<Score>& scores) {
  std::vector<CoverageShare> coverage{{0.5, 0, 0, {}}, {0.8, 0, 0, {}}, {0.9, 0, 0, {}}};
  for (const Score& score : scores) {
    if (score.period) {
      coverage[0].hits += score.in_50 ? 1 : 0;
      coverage[1].hits += score.in_80 ? 1 : 0;
      coverage[2].hits += score.in_90 ? 1 : 0;
      for (CoverageShare& c : coverage) {
        ++c.trials;
      }
    }
  }
  for (CoverageShare& c : coverage) {
    if (c.trials > 0) {
      c.interval = wilson_interval(static_cast<double>(c.hits), static_cast<double>(c.trials));
    }
  }
  return coverage;
}

}  // namespace betledger::forecast
