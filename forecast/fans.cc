#include "forecast/fans.h"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "core/contract.h"
#include "forecast/enough.h"
#include "forecast/pair_digest.h"

namespace betledger::forecast {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 26U;  // of kept samples
constexpr std::uint64_t runs_foreseen = 32'768;            // what `until` seldom goes beyond

/// What is asked of one metric.
struct MetricDigest {
  std::size_t metric = 0;  // in the order of the tree
  std::uint32_t node = 0;
  std::vector<PairDigest> series;  // the roll-up, then every period
  RollupTally rollup;
};

class Fans {
 public:
  Fans(const sim::Program& program,
       sim::Executor& executor,
       sim::Executor& stoppable,
       const Monitor& monitor,
       Forecast& forecast)
      : program_{program},
        executor_{executor},
        stoppable_{stoppable},
        monitor_{monitor},
        forecast_{forecast},
        plan_{forecast.plan},
        most_{forecast.settings.runs},
        per_metric_{plan_.cycle.timeline.count + std::size_t{1}},
        focus_{node_of(plan_.tree, plan_.tree.focus())},
        target_{target_node()} {}

  /// As many metrics at a time as memory allows: a second pass costs less than the room to keep
  /// everything, and gives the same runs.
  void fill() {
    const std::size_t metrics = plan_.tree.size();
    const std::size_t each = 2 * per_metric_ * sizeof(double) * sim::Digest::least_kept;
    const std::size_t batch = std::clamp<std::size_t>(most_bytes / each, 1, metrics);
    if (forecast_.settings.until) {
      const bool in_one_pass = batch == metrics && kept(runs_foreseen, metrics) >= runs_foreseen;
      if (in_one_pass && pass(0, metrics, runs_foreseen, stoppable_)) {
        return;
      }
      settle_runs();
    }
    for (std::size_t first = 0; first < metrics; first += batch) {
      const std::size_t last = std::min(first + batch, metrics);
      // Stopped later than in the first pass, the others still need their runs.
      sim::Executor& executor = first == 0 ? stoppable_ : executor_;
      BET_ENSURE(pass(first, last, kept(forecast_.settings.runs, last - first), executor));
    }
  }

 private:
  /// The focus, where there is no target.
  [[nodiscard]] std::uint32_t target_node() const {
    const auto& target = plan_.cycle.target;
    return target ? node_of(plan_.tree, plan_.tree.find(target->metric).value()) : focus_;
  }

  [[nodiscard]] std::size_t kept(std::uint64_t runs, std::size_t metrics) const {
    return sim::Digest::affordable(runs, 2 * per_metric_ * metrics, most_bytes);
  }

  [[nodiscard]] const tree::Metric& metric_of(std::size_t m) const {
    return plan_.tree.spec().metrics[m];
  }

  /// The bounds asked of a metric: the target first, if it is its own, then its limit.
  [[nodiscard]] bool has_target(std::size_t m) const {
    return plan_.cycle.target && plan_.cycle.target->metric == metric_of(m).key;
  }
  [[nodiscard]] std::vector<tree::Limit> bounds_of(std::size_t m) const {
    std::vector<tree::Limit> bounds;
    if (has_target(m)) {
      bounds.push_back(plan_.cycle.target->bound);
    }
    if (metric_of(m).limit) {
      bounds.push_back(*metric_of(m).limit);
    }
    return bounds;
  }

  /// Says how far it is; ends the work after the runs that were enough, or that there was time for.
  [[nodiscard]] bool go_on(std::uint64_t done, const Enough& enough) {
    if (monitor_.progress) {
      monitor_.progress(done, most_);
    }
    if (enough.reached()) {
      forecast_.settings.runs = done;
      return false;
    }
    return true;
  }

  /// If the work ended before `done` was all that was asked for, it was stopped.
  void settle(std::uint64_t done) {
    if (done < forecast_.settings.runs) {
      if (done < 2) {
        throw sim::Interrupted{};
      }
      forecast_.settings.runs = done;
      forecast_.interrupted = true;
    }
    Settings& settings = forecast_.settings;
    settings.until.reset();
    settings.attribution_runs = std::min(settings.attribution_runs, settings.runs);
    settings.variance_runs = std::min(settings.variance_runs, settings.runs);
  }

  /// Nothing but the focus and the target, to learn how many runs it takes.
  void settle_runs() {
    const sim::Program program = program_.only({{focus_, target_}});
    const std::vector<sim::Output> outputs{{focus_, sim::Output::rollup, sim::Side::with},
                                           {target_, sim::Output::rollup, sim::Side::with}};
    Enough enough{plan_, forecast_.settings};
    std::uint64_t done = 0;
    (void)sim::simulate_stretches(program,
                                  {forecast_.settings.runs, forecast_.settings.seed},
                                  outputs,
                                  stoppable_,
                                  [&](const sim::Stretch& stretch) {
                                    done = stretch.first_run + stretch.runs;
                                    enough.add({stretch.columns[0].data(), stretch.runs},
                                               {stretch.columns[1].data(), stretch.runs});
                                    return go_on(done, enough);
                                  });
    most_ = done;
    settle(done);
  }

  /// Both sides of the roll-up and of every period, for some metrics. False, and nothing is filled,
  /// if it took more runs than could be kept as they are: once more then, knowing how many.
  [[nodiscard]] bool pass(std::size_t first,
                          std::size_t last,
                          std::size_t most_kept,
                          sim::Executor& executor) {
    std::vector<sim::Output> outputs;
    std::vector<MetricDigest> digests;
    for (std::size_t m = first; m < last; ++m) {
      const std::uint32_t node = node_of(plan_.tree, MetricId{static_cast<std::uint32_t>(m)});
      add_pair(node, sim::Output::rollup, outputs);
      for (std::uint32_t t = 0; t < plan_.cycle.timeline.count; ++t) {
        add_pair(node, t, outputs);
      }
      digests.push_back({m,
                         node,
                         {per_metric_, PairDigest{forecast_.settings.runs, most_kept}},
                         RollupTally{bounds_of(m)}});
    }
    outputs.push_back({focus_, sim::Output::rollup, sim::Side::with});
    outputs.push_back({target_, sim::Output::rollup, sim::Side::with});
    const bool until = forecast_.settings.until.has_value();
    Enough enough{plan_, forecast_.settings};
    std::uint64_t done = 0;
    const auto clamps = sim::simulate_stretches(
        program_,
        {forecast_.settings.runs, forecast_.settings.seed},
        outputs,
        executor,
        [&](const sim::Stretch& stretch) {
          done = stretch.first_run + stretch.runs;
          if (until && done > most_kept) {
            return false;
          }
          add(stretch, digests);
          if (until) {
            const auto column = [&](std::size_t k) {
              return std::span{stretch.columns[k].data(), stretch.runs};
            };
            enough.add(column(outputs.size() - 2), column(outputs.size() - 1));
          }
          return go_on(done, enough);
        });
    if (until && done > most_kept) {
      return false;
    }
    settle(done);
    const std::vector<Sides> summaries = summarize(digests);
    for (std::size_t m = 0; m < digests.size(); ++m) {
      add_metric(digests[m], &summaries[m * per_metric_]);
      add_clamps(clamps[digests[m].node], digests[m].metric);
    }
    return true;
  }

  static void add_pair(std::uint32_t node,
                       std::uint32_t period,
                       std::vector<sim::Output>& outputs) {
    outputs.push_back({node, period, sim::Side::with});
    outputs.push_back({node, period, sim::Side::without});
  }

  void add(const sim::Stretch& stretch, std::vector<MetricDigest>& digests) {
    executor_.for_each(digests.size(), [&](std::size_t m) {
      for (std::size_t k = 0; k < per_metric_; ++k) {
        const std::size_t at = 2 * (m * per_metric_ + k);
        const std::span with{stretch.columns[at].data(), stretch.runs};
        const std::span without{stretch.columns[at + 1].data(), stretch.runs};
        digests[m].series[k].add(with, without);
        if (k == 0) {
          digests[m].rollup.add(with, without);
        }
      }
    });
  }

  struct Sides {
    sim::Summary with;
    sim::Summary without;
  };

  /// By metric and series.
  [[nodiscard]] std::vector<Sides> summarize(const std::vector<MetricDigest>& digests) {
    std::vector<Sides> summaries(digests.size() * per_metric_);
    std::vector<std::uint8_t> exact(summaries.size());
    executor_.for_each(summaries.size(), [&](std::size_t i) {
      const MetricDigest& metric = digests[i / per_metric_];
      const PairDigest& pair = metric.series[i % per_metric_];
      const auto k = static_cast<std::uint32_t>(i % per_metric_);
      const std::uint32_t period = k == 0 ? sim::Output::rollup : k - 1;
      exact[i] = pair.with().is_exact() && pair.without().is_exact() ? 1 : 0;
      summaries[i].with = summary_of(pair.with(), {metric.node, period, sim::Side::with});
      summaries[i].without =
          &pair.with() == &pair.without()
              ? summaries[i].with
              : summary_of(pair.without(), {metric.node, period, sim::Side::without});
    });
    forecast_.exact_quantiles =
        forecast_.exact_quantiles && std::count(exact.begin(), exact.end(), 0) == 0;
    return summaries;
  }

  /// A digest's summary; where its counts do not reach, that one series again, all of it kept.
  [[nodiscard]] sim::Summary summary_of(const sim::Digest& digest,
                                        const sim::Output& output) const {
    if (const auto summary = digest.summary()) {
      return *summary;
    }
    const sim::Settings settings{digest.moments().count(), forecast_.settings.seed};
    const auto alone = sim::make_thread_executor(1);
    return sim::summarize(sim::simulate(program_, settings, {&output, 1}, *alone).columns[0]);
  }

  void add_metric(const MetricDigest& digest, const Sides* series) {
    const tree::Metric& metric = metric_of(digest.metric);
    MetricFan fan{metric.key,
                  metric.name,
                  metric.unit,
                  metric.rollup,
                  series[0].with,
                  series[0].without,
                  digest.rollup.difference(),
                  {}};
    for (std::uint32_t t = 0; t < plan_.cycle.timeline.count; ++t) {
      fan.periods.push_back({plan_.cycle.timeline.start_of(static_cast<int>(t)),
                             series[t + 1].with,
                             series[t + 1].without});
    }
    forecast_.metrics.push_back(std::move(fan));
    const bool target = has_target(digest.metric);
    if (target) {
      forecast_.target = odds(metric.key, plan_.cycle.target->bound, digest.rollup, 0);
    }
    const auto& inputs = plan_.cycle.focus_inputs;
    const bool is_input = std::find(inputs.begin(), inputs.end(), metric.key) != inputs.end();
    if (is_input || metric.guardrail) {
      forecast_.watches.push_back(watch(metric, digest.rollup, target ? 1 : 0));
    }
  }

  static Odds odds(const std::string& metric,
                   const tree::Limit& bound,
                   const RollupTally& tally,
                   std::size_t k) {
    return {metric, bound, tally.with(k), tally.without(k)};
  }

  static Watch watch(const tree::Metric& metric, const RollupTally& tally, std::size_t limit) {
    Watch watch{metric.key, metric.guardrail, {}, {}, tally.difference(), {}};
    if (metric.desired != tree::Desired::none) {
      watch.better = metric.desired == tree::Desired::up ? tally.up() : tally.down();
      watch.worse = metric.desired == tree::Desired::up ? tally.down() : tally.up();
    }
    if (metric.limit) {
      watch.limit = odds(metric.key, *metric.limit, tally, limit);
    }
    return watch;
  }

  void add_clamps(const sim::Tally& tally, std::size_t metric) {
    if (tally.clamped > 0) {
      forecast_.clamps.push_back(
          {metric_of(metric).key,
           static_cast<double>(tally.clamped) / static_cast<double>(tally.values)});
    }
  }

  const sim::Program& program_;
  sim::Executor& executor_;
  sim::Executor& stoppable_;
  const Monitor& monitor_;
  Forecast& forecast_;
  const Plan& plan_;
  std::uint64_t most_;
  std::size_t per_metric_;  // series: the roll-up and the periods
  std::uint32_t focus_;
  std::uint32_t target_;
};

}  // namespace

void fill_fans(const sim::Program& program,
               sim::Executor& executor,
               const Monitor& monitor,
               Forecast& forecast) {
  const auto stoppable =
      monitor.stop == nullptr ? nullptr : sim::make_stoppable(executor, *monitor.stop);
  Fans{program, executor, stoppable ? *stoppable : executor, monitor, forecast}.fill();
}

}  // namespace betledger::forecast
