#include "sim/program/simulate.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "core/contract.h"
#include "sim/columns/columns.h"
#include "sim/program/workspace.h"
#include "sim/tasks/object_pool.h"

namespace betledger::sim {
namespace {

/// What the tasks write to: each its own runs of the columns, and clamps under a lock.
class Collector {
 public:
  Collector(std::size_t nodes,
            std::span<const Output> outputs,
            std::span<const std::span<double>> columns)
      : outputs_{outputs}, columns_{columns}, clamps_(nodes) {}

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

  [[nodiscard]] std::vector<Tally>& clamps() noexcept { return clamps_; }

 private:
  std::span<const Output> outputs_;
  std::span<const std::span<double>> columns_;
  std::vector<Tally> clamps_;
  std::mutex mutex_;
};

/// Nothing where so few blocks are simulated that making the program would cost more.
std::optional<Program> stream_of(const Program& program,
                                 const Settings& settings,
                                 std::span<const Output> outputs) {
  constexpr std::uint64_t few_blocks = 4;
  if (settings.runs <= few_blocks * runs_per_block) {
    return std::nullopt;
  }
  std::vector<std::uint32_t> kept;
  for (const Output& output : outputs) {
    if (output.period != Output::rollup) {
      kept.push_back(output.node);
    }
  }
  return program.streamed(kept);
}

/// Blocks [first, last) of a simulation, their runs from a row of the collector on.
class Simulation {
 public:
  Simulation(const Program& program,
             const Settings& settings,
             std::span<const Output> outputs,
             Executor& executor)
      : program_{program},
        streamed_{stream_of(program, settings, outputs)},
        settings_{settings},
        executor_{executor} {}

  void run(std::uint64_t first, std::uint64_t last, std::uint64_t row, Collector& collector) {
    executor_.for_each(last - first, [&](std::size_t i) {
      const std::uint64_t block = first + i;
      const std::size_t runs =
          std::min<std::uint64_t>(runs_per_block, settings_.runs - block * runs_per_block);
      const auto lease = workspaces_.lease();
      if (streamed_) {
        streamed_->stream(settings_.seed, block, runs, *lease->draws, *lease->paths);
        if (!lease->paths->is_finite(runs)) {
          Workspace whole{program_};
          evaluate(block, runs, whole);  // throws: it can say where
        }
      } else {
        evaluate(block, runs, *lease);
      }
      collector.take(*lease->paths, row + i * runs_per_block, runs);
    });
  }

 private:
  void evaluate(std::uint64_t block, std::size_t runs, Workspace& space) const {
    program_.draw(settings_.seed, block, *space.draws);
    program_.evaluate_without(*space.draws, *space.paths);
    program_.evaluate_with(*space.draws, {}, *space.paths);
    space.paths->expect_finite(runs);
  }

  const Program& program_;
  std::optional<Program> streamed_;
  Settings settings_;
  Executor& executor_;
  ObjectPool<Workspace> workspaces_{
      [this] { return std::make_unique<Workspace>(streamed_ ? *streamed_ : program_); }};
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

/// So many that a stretch takes about `bytes`.
std::uint64_t blocks_at_once(const Settings& settings, std::size_t outputs, std::size_t bytes) {
  const std::size_t block = runs_per_block * sizeof(double) * std::max<std::size_t>(outputs, 1);
  return std::min<std::uint64_t>(blocks_of(settings.runs),
                                 std::clamp<std::size_t>(bytes / block, 8, 64));
}

struct Stretches {
  std::span<const Output> outputs;
  Executor& executor;
  const Store& store;
  std::uint64_t blocks_at_once;
  bool all_stay;  // in the store, one stretch after the other
};

std::vector<Tally> run_stretches(const Program& program,
                                 const Settings& settings,
                                 const Stretches& stretches,
                                 const Take& take) {
  expect_valid(program, stretches.outputs);
  Collector collector{program.model().nodes.size(), stretches.outputs, stretches.store.columns};
  Simulation simulation{program, settings, stretches.outputs, stretches.executor};
  std::vector<std::span<double>> columns = stretches.store.columns;
  const std::uint64_t blocks = blocks_of(settings.runs);
  for (std::uint64_t block = 0; block < blocks; block += stretches.blocks_at_once) {
    const std::uint64_t last = std::min(block + stretches.blocks_at_once, blocks);
    const std::uint64_t first_run = block * runs_per_block;
    const std::uint64_t end = std::min(last * runs_per_block, settings.runs);
    const std::uint64_t row = stretches.all_stay ? first_run : 0;
    std::vector<Tally> clamps = collector.clamps();
    try {
      simulation.run(block, last, row, collector);
    } catch (const Interrupted&) {
      return clamps;  // of the stretches before: this one is not whole
    }
    for (std::size_t k = 0; k < columns.size(); ++k) {
      columns[k] = stretches.store.columns[k].subspan(row, end - first_run);
    }
    if (!take({first_run, end - first_run, columns})) {
      break;
    }
  }
  return std::move(collector.clamps());
}

}  // namespace

Samples simulate(const Program& program,
                 const Settings& settings,
                 std::span<const Output> outputs,
                 Executor& executor) {
  expect_valid(program, outputs);
  std::vector<std::vector<double>> columns(outputs.size(), std::vector<double>(settings.runs));
  const std::vector<std::span<double>> spans{columns.begin(), columns.end()};
  Collector collector{program.model().nodes.size(), outputs, spans};
  Simulation{program, settings, outputs, executor}.run(0, blocks_of(settings.runs), 0, collector);
  return {{outputs.begin(), outputs.end()}, std::move(columns), std::move(collector.clamps())};
}

Store::Store(std::size_t count, std::uint64_t runs) : memory{count * (runs + Columns::line)} {
  for (std::size_t k = 0; k < count; ++k) {
    columns.push_back(memory.part(k * (runs + Columns::line), runs));
  }
}

std::vector<Tally> simulate_stretches(const Program& program,
                                      const Settings& settings,
                                      std::span<const Output> outputs,
                                      Executor& executor,
                                      const Take& take) {
  const std::uint64_t at_once = blocks_at_once(settings, outputs.size(), stretch_bytes);
  const Store store{outputs.size(), at_once * runs_per_block};
  return run_stretches(program, settings, {outputs, executor, store, at_once, false}, take);
}

std::vector<Tally> simulate_stretches(const Program& program,
                                      const Settings& settings,
                                      std::span<const Output> outputs,
                                      Executor& executor,
                                      const Store& store,
                                      const Take& take) {
  BET_EXPECT(store.columns.size() == outputs.size());
  const std::uint64_t at_once = blocks_at_once(settings, outputs.size(), 4 * stretch_bytes);
  return run_stretches(program, settings, {outputs, executor, store, at_once, true}, take);
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
