#include "forecast/gap/landing.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "sim/tasks/object_pool.h"

namespace betledger::forecast {
namespace {

using sim::runs_per_block;
using sim::Side;

constexpr std::size_t most_bytes = std::size_t{128} << 20U;

/// A task's own memory.
struct Workplace {
  Workplace(const inference::Posterior& posterior, const inference::Canvas& canvas)
      : block{posterior.problem()},
        world{posterior.problem().model()},
        evaluation{canvas, posterior.problem().evidence()} {}

  inference::Block block;
  inference::World world;
  inference::Evaluation evaluation;
};

/// The samples of one metric: roll-ups and periods on both sides.
struct Samples {
  Samples(std::size_t periods, std::size_t runs)
      : with(periods + 1, std::vector<double>(runs)), without{with} {}
  std::vector<std::vector<double>> with, without;  // roll-up first
};

class Lander {
 public:
  Lander(const Standing& standing,
         const inference::Posterior& posterior,
         const inference::Canvas& canvas,
         const LandingSettings& settings,
         sim::Executor& executor)
      : standing_{standing},
        posterior_{posterior},
        settings_{settings},
        executor_{executor},
        places_{[&posterior, &canvas] { return std::make_unique<Workplace>(posterior, canvas); }},
        runs_{std::size_t{posterior.blocks()} * runs_per_block * settings.futures},
        worth_{std::max(1.0, posterior.health().ess)} {}

  [[nodiscard]] Landing land() {
    Landing landing;
    landing.runs = runs_;
    landing.at_commit = standing_.probability;
    const std::size_t metrics = standing_.locked.tree.size();
    const std::size_t bytes = 2 * (periods() + 1) * runs_ * sizeof(double);
    const std::size_t at_once = std::max<std::size_t>(1, most_bytes / bytes);
    for (std::size_t first = 0; first < metrics; first += at_once) {
      add(first, std::min(metrics, first + at_once), landing);
    }
    return landing;
  }

 private:
  [[nodiscard]] std::size_t periods() const { return standing_.locked.cycle.timeline.count; }

  void add(std::size_t first, std::size_t last, Landing& landing) {
    std::vector<Samples> samples(last - first, Samples{periods(), runs_});
    std::vector<std::uint32_t> nodes;
    for (std::size_t m = first; m < last; ++m) {
      nodes.push_back(node_of(standing_.locked.tree, MetricId{static_cast<std::uint32_t>(m)}));
    }
    executor_.for_each(std::size_t{posterior_.blocks()} * settings_.futures, [&](std::size_t task) {
      const auto place = places_.lease();
      const auto block = static_cast<std::uint32_t>(task % posterior_.blocks());
      posterior_.continue_world(block, task / posterior_.blocks(), place->block, place->world);
      place->evaluation.evaluate(place->world);
      for (std::size_t m = 0; m < nodes.size(); ++m) {
        keep(place->evaluation, nodes[m], task * runs_per_block, samples[m]);
      }
    });
    for (std::size_t m = first; m < last; ++m) {
      landing.metrics.push_back(summarize(m, samples[m - first]));
      add_target(m, samples[m - first], landing);
    }
  }

  void keep(const inference::Evaluation& evaluation,
            std::uint32_t node,
            std::size_t at,
            Samples& samples) const {
    evaluation.rollup(node, Side::with, samples.with[0].data() + at);
    evaluation.rollup(node, Side::without, samples.without[0].data() + at);
    for (std::uint32_t t = 0; t < periods(); ++t) {
      const auto with = evaluation.column(node, t, Side::with);
      const auto without = evaluation.column(node, t, Side::without);
      std::copy(
          with.begin(), with.end(), samples.with[t + 1].begin() + static_cast<std::ptrdiff_t>(at));
      std::copy(without.begin(),
                without.end(),
                samples.without[t + 1].begin() + static_cast<std::ptrdiff_t>(at));
    }
  }

  /// Futures of one particle share its past: an error is that of as many runs as particles count.
  [[nodiscard]] sim::Summary summary_of(const std::vector<double>& values) const {
    sim::Summary summary = sim::summarize(values);
    summary.se = summary.sd / std::sqrt(std::min(worth_, static_cast<double>(runs_)));
    return summary;
  }

  [[nodiscard]] LandingMetric summarize(std::size_t m, const Samples& samples) const {
    const tree::Metric& metric =
        standing_.locked.tree.metric(MetricId{static_cast<std::uint32_t>(m)});
    std::vector<double> difference(runs_);
    for (std::size_t i = 0; i < runs_; ++i) {
      difference[i] = samples.with[0][i] - samples.without[0][i];
    }
    const sim::Summary change = summary_of(difference);
    LandingMetric result{{metric.key,
                          metric.name,
                          metric.unit,
                          metric.rollup,
                          summary_of(samples.with[0]),
                          summary_of(samples.without[0]),
                          {change.mean, change.se},
                          {}},
                         std::vector<std::optional<double>>(periods())};
    for (std::uint32_t t = 0; t < periods(); ++t) {
      result.fan.periods.push_back({standing_.locked.cycle.timeline.start_of(static_cast<int>(t)),
                                    summary_of(samples.with[t + 1]),
                                    summary_of(samples.without[t + 1])});
      const auto& seen = standing_.observed[m].values;
      result.actual[t] = t < seen.size() ? seen[t] : std::nullopt;
    }
    return result;
  }

  void add_target(std::size_t m, const Samples& samples, Landing& landing) const {
    const auto& target = standing_.locked.cycle.target;
    const tree::Metric& metric =
        standing_.locked.tree.metric(MetricId{static_cast<std::uint32_t>(m)});
    if (!target || target->metric != metric.key) {
      return;
    }
    const auto share = [&](const std::vector<double>& values) {
      sim::Share result = target->bound.side == tree::Limit::Side::at_least
                              ? sim::share_at_least(values, target->bound.value)
                              : sim::share_at_most(values, target->bound.value);
      result.se *= std::sqrt(std::max(1.0, static_cast<double>(runs_) / worth_));
      return result;
    };
    landing.target =
        Odds{metric.key, target->bound, share(samples.with[0]), share(samples.without[0])};
  }

  const Standing& standing_;
  const inference::Posterior& posterior_;
  LandingSettings settings_;
  sim::Executor& executor_;
  sim::ObjectPool<Workplace> places_;
  std::size_t runs_;
  double worth_;
};

}  // namespace

Landing land(const Standing& standing,
             const inference::Posterior& posterior,
             const inference::Canvas& canvas,
             const LandingSettings& settings,
             sim::Executor& executor) {
  return Lander{standing, posterior, canvas, settings, executor}.land();
}

}  // namespace betledger::forecast
