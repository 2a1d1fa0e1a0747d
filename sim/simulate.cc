#include "sim/simulate.h"

#include <algorithm>
#include <mutex>

#include "core/contract.h"
#include "sim/workspace.h"

namespace betledger::sim {
namespace {

/// What the tasks write to: each its own runs of the columns, and clamps under a lock.
class Collector {
 public:
  Collector(const Program& program, std::uint64_t runs, std::span<const Output> outputs) {
    samples_.outputs.assign(outputs.begin(), outputs.end());
    samples_.columns.assign(outputs.size(), std::vector<double>(runs));
    samples_.clamps.resize(program.model().nodes.size());
  }

  void take(const Paths& paths, std::uint64_t first_run, std::size_t runs) {
    for (std::size_t k = 0; k < samples_.outputs.size(); ++k) {
      const Output& output = samples_.outputs[k];
      const auto from = output.period == Output::rollup
                            ? paths.rollup(output.node, output.side)
                            : paths.column(output.node, output.period, output.side);
      std::copy_n(
          from.begin(), runs, samples_.columns[k].begin() + static_cast<std::ptrdiff_t>(first_run));
    }
    const std::lock_guard lock{mutex_};  // sums of whole numbers: the order does not matter
    for (std::uint32_t i = 0; i < samples_.clamps.size(); ++i) {
      const Tally tally = paths.clamps(i, runs);
      samples_.clamps[i].clamped += tally.clamped;
      samples_.clamps[i].values += tally.values;
    }
  }

  [[nodiscard]] Samples finish() { return std::move(samples_); }

 private:
  Samples samples_;
  std::mutex mutex_;
};

}  // namespace

Samples simulate(const Program& program,
                 const Settings& settings,
                 std::span<const Output> outputs,
                 Executor& executor) {
  for (const Output& output : outputs) {
    BET_EXPECT(output.node < program.model().nodes.size());
    BET_EXPECT(output.period == Output::rollup || output.period < program.model().periods);
  }
  Collector collector{program, settings.runs, outputs};
  Pool<Workspace> workspaces{[&] { return std::make_unique<Workspace>(program); }};
  for_each_block(
      settings, executor, [&](std::uint64_t block, std::uint64_t first_run, std::size_t runs) {
        const auto lease = workspaces.lease();
        program.draw(settings.seed, block, *lease->draws);
        program.evaluate_without(*lease->draws, *lease->paths);
        program.evaluate_with(*lease->draws, {}, *lease->paths);
        lease->paths->expect_finite(runs);
        collector.take(*lease->paths, first_run, runs);
      });
  return collector.finish();
}

void for_each_block(
    const Settings& settings,
    Executor& executor,
    const std::function<void(std::uint64_t block, std::uint64_t first_run, std::size_t runs)>&
        task) {
  const std::uint64_t blocks = (settings.runs + runs_per_block - 1) / runs_per_block;
  executor.for_each(blocks, [&](std::size_t block) {
    const std::uint64_t first_run = std::uint64_t{block} * runs_per_block;
    task(block, first_run, std::min<std::uint64_t>(runs_per_block, settings.runs - first_run));
  });
}

}  // namespace betledger::sim
