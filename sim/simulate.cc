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
  Collector(std::size_t nodes, std::uint64_t runs, std::span<const Output> outputs)
      : outputs_{outputs}, columns_(outputs.size(), std::vector<double>(runs)), clamps_(nodes) {}

  void take(const Paths& paths, std::size_t at, std::size_t runs) {
    for (std::size_t k = 0; k < outputs_.size(); ++k) {
      const Output& output = outputs_[k];
      const auto from = output.period == Output::rollup
                            ? paths.rollup(output.node, output.side)
                            : paths.column(output.node, output.period, output.side);
      std::copy_n(from.begin(), runs, columns_[k].begin() + static_cast<std::ptrdiff_t>(at));
    }
    const std::lock_guard lock{mutex_};  // sums of whole numbers: the order does not matter
    for (std::uint32_t i = 0; i < clamps_.size(); ++i) {
      const Tally tally = paths.clamps(i, runs);
      clamps_[i].clamped += tally.clamped;
      clamps_[i].values += tally.values;
    }
  }

  [[nodiscard]] std::vector<std::vector<double>>& columns() noexcept { return columns_; }
  [[nodiscard]] std::vector<Tally>& clamps() noexcept { return clamps_; }

 private:
  std::span<const Output> outputs_;
  std::vector<std::vector<double>> columns_;
  std::vector<Tally> clamps_;
  std::mutex mutex_;
};

/// Blocks [first, last) of a simulation, their runs from row 0 of the collector on.
class Simulation {
 public:
  Simulation(const Program& program, const Settings& settings, Executor& executor)
      : program_{program}, settings_{settings}, executor_{executor} {}

  void run(std::uint64_t first, std::uint64_t last, Collector& collector) {
    executor_.for_each(last - first, [&](std::size_t i) {
      const std::uint64_t block = first + i;
      const std::size_t runs =
          std::min<std::uint64_t>(runs_per_block, settings_.runs - block * runs_per_block);
      const auto lease = workspaces_.lease();
      program_.draw(settings_.seed, block, *lease->draws);
      program_.evaluate_without(*lease->draws, *lease->paths);
      program_.evaluate_with(*lease->draws, {}, *lease->paths);
      lease->paths->expect_finite(runs);
      collector.take(*lease->paths, i * runs_per_block, runs);
    });
  }

 private:
  const Program& program_;
  Settings settings_;
  Executor& executor_;
  Pool<Workspace> workspaces_{[this] { return std::make_unique<Workspace>(program_); }};
};

void expect_valid(const Program& program, std::span<const Output> outputs) {
  for (const Output& output : outputs) {
    BET_EXPECT(output.node < program.model().nodes.size());
    BET_EXPECT(output.period == Output::rollup || output.period < program.model().periods);
  }
}

std::uint64_t blocks_of(std::uint64_t runs) {
  return (runs + runs_per_block - 1) / runs_per_block;
}

}  // namespace

Samples simulate(const Program& program,
                 const Settings& settings,
                 std::span<const Output> outputs,
                 Executor& executor) {
  expect_valid(program, outputs);
  Collector collector{program.model().nodes.size(), settings.runs, outputs};
  Simulation{program, settings, executor}.run(0, blocks_of(settings.runs), collector);
  return {{outputs.begin(), outputs.end()},
          std::move(collector.columns()),
          std::move(collector.clamps())};
}

std::vector<Tally> simulate_stretches(const Program& program,
                                      const Settings& settings,
                                      std::span<const Output> outputs,
                                      Executor& executor,
                                      const std::function<bool(const Stretch&)>& take) {
  expect_valid(program, outputs);
  constexpr std::size_t block_bytes = runs_per_block * sizeof(double);
  const std::uint64_t blocks = blocks_of(settings.runs);
  const std::uint64_t at_once = std::min<std::uint64_t>(
      blocks,
      std::clamp<std::size_t>(
          stretch_bytes / (block_bytes * std::max<std::size_t>(outputs.size(), 1)), 8, 64));
  Collector collector{program.model().nodes.size(), at_once * runs_per_block, outputs};
  Simulation simulation{program, settings, executor};
  for (std::uint64_t block = 0; block < blocks; block += at_once) {
    const std::uint64_t last = std::min(block + at_once, blocks);
    std::vector<Tally> clamps = collector.clamps();
    try {
      simulation.run(block, last, collector);
    } catch (const Interrupted&) {
      return clamps;  // of the stretches before: this one is not whole
    }
    const std::uint64_t first_run = block * runs_per_block;
    const std::uint64_t end = std::min(last * runs_per_block, settings.runs);
    if (!take({first_run, end - first_run, collector.columns()})) {
      break;
    }
  }
  return std::move(collector.clamps());
}

void for_each_block(
    const Settings& settings,
    Executor& executor,
    const std::function<void(std::uint64_t block, std::uint64_t first_run, std::size_t runs)>&
        task) {
  executor.for_each(blocks_of(settings.runs), [&](std::size_t block) {
    const std::uint64_t first_run = std::uint64_t{block} * runs_per_block;
    task(block, first_run, std::min<std::uint64_t>(runs_per_block, settings.runs - first_run));
  });
}

}  // namespace betledger::sim
