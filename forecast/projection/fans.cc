#include "forecast/projection/fans.h"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <utility>

#include "core/contract.h"
#include "forecast/projection/enough.h"
#include "forecast/projection/fan_digests.h"
#include "forecast/projection/fan_entries.h"
#include "forecast/projection/settings.h"

namespace betledger::forecast {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 26U;  // of kept samples
constexpr std::uint64_t runs_foreseen = 32'768;            // what `until` seldom goes beyond

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
        entries_{forecast},
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
      const std::size_t most_kept = kept(forecast_.settings.runs, last - first);
      if (most_kept >= forecast_.settings.runs) {
        keep(first, last, executor);
      } else {
        BET_ENSURE(pass(first, last, most_kept, executor));
      }
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
    const sim::Program program = program_.only({{focus_, target_}}, sim::Sides::with);
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
                         RollupTally{entries_.bounds_of(m)}});
    }
    const bool until = forecast_.settings.until.has_value();
    if (until) {
      outputs.push_back({focus_, sim::Output::rollup, sim::Side::with});
      outputs.push_back({target_, sim::Output::rollup, sim::Side::with});
    }
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
          add(stretch, executor_, digests);
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
    const Summaries summaries = summarize(program_, forecast_.settings.seed, digests, executor_);
    forecast_.exact_quantiles = forecast_.exact_quantiles && summaries.exact;
    for (std::size_t m = 0; m < digests.size(); ++m) {
      entries_.add(digests[m].metric,
                   std::span{summaries.sides}.subspan(m * per_metric_, per_metric_),
                   digests[m].rollup);
      entries_.add_clamps(digests[m].metric, clamps[digests[m].node]);
    }
    return true;
  }

  /// The same where every run can be kept: each is written where it stays. A series that bets and
  /// links do not reach is kept once.
  void keep(std::size_t first, std::size_t last, sim::Executor& executor) {
    std::vector<sim::Output> outputs;
    std::vector<std::array<std::size_t, 2>> places;  // by metric and series: with, without
    for (std::size_t m = first; m < last; ++m) {
      const std::uint32_t node = node_of(plan_.tree, MetricId{static_cast<std::uint32_t>(m)});
      for (std::uint32_t k = 0; k < per_metric_; ++k) {
        const std::uint32_t period = k == 0 ? sim::Output::rollup : k - 1;
        const std::size_t with = outputs.size();
        outputs.push_back({node, period, sim::Side::with});
        if (program_.is_reached(node, period)) {
          outputs.push_back({node, period, sim::Side::without});
        }
        places.push_back({with, outputs.size() - 1});
      }
    }
    const sim::Settings settings{forecast_.settings.runs, forecast_.settings.seed};
    const sim::Store store{outputs.size(), settings.runs};
    const Enough never{plan_, forecast_.settings};
    std::uint64_t done = 0;
    const auto clamps = sim::simulate_stretches(
        program_, settings, outputs, executor, store, [&](const sim::Stretch& stretch) {
          done = stretch.first_run + stretch.runs;
          return go_on(done, never);
        });
    settle(done);
    std::vector<sim::Summary> summaries(outputs.size());
    const auto column = [&](std::size_t k) { return store.columns[k].first(done); };
    executor_.for_each(outputs.size(),
                       [&](std::size_t k) { summaries[k] = sim::summarize(column(k)); });
    for (std::size_t m = first; m < last; ++m) {
      const std::size_t at = (m - first) * per_metric_;
      std::vector<Sides> series;
      for (std::size_t k = 0; k < per_metric_; ++k) {
        series.push_back({summaries[places[at + k][0]], summaries[places[at + k][1]]});
      }
      RollupTally rollup{entries_.bounds_of(m)};
      rollup.add(column(places[at][0]), column(places[at][1]));
      entries_.add(m, series, rollup);
      entries_.add_clamps(m, clamps[outputs[places[at][0]].node]);
    }
  }

  static void add_pair(std::uint32_t node,
                       std::uint32_t period,
                       std::vector<sim::Output>& outputs) {
    outputs.push_back({node, period, sim::Side::with});
    outputs.push_back({node, period, sim::Side::without});
  }

  const sim::Program& program_;
  sim::Executor& executor_;
  sim::Executor& stoppable_;
  const Monitor& monitor_;
  Forecast& forecast_;
  const Plan& plan_;
  FanEntries entries_;
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
