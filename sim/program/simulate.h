#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/large_array.h"
#include "sim/program/program.h"
#include "sim/tasks/executor.h"

namespace betledger::sim {

struct Settings {
  std::uint64_t runs = 20'000;
  std::uint64_t seed = 0;
};

/// One column that is kept over all runs.
struct Output {
  static constexpr std::uint32_t rollup = 0xffffffff;
  std::uint32_t node = 0;
  std::uint32_t period = rollup;  // or a period
  Side side = Side::with;
  friend bool operator==(const Output&, const Output&) = default;
};

/// Every run of the requested outputs; `column(k)[run]` is run `run` of outputs[k].
struct Samples {
  std::vector<Output> outputs;
  std::vector<std::vector<double>> columns;
  std::vector<Tally> clamps;  // by node, over all runs
};

/// The same bits for every executor and thread count; the first n runs are those of a shorter
/// simulation. Throws DomainError for a NaN or an infinite value, naming metric, period and formula
/// (the one that comes first by run, then node, then period).
[[nodiscard]] Samples simulate(const Program& program,
                               const Settings& settings,
                               std::span<const Output> outputs,
                               Executor& executor);

/// A stretch of consecutive runs; `column(k)[i]` is run first_run + i of outputs[k].
struct Stretch {
  std::uint64_t first_run = 0;
  std::size_t runs = 0;
  std::span<const std::span<double>> columns;  // valid until the call returns
};

/// The same runs a stretch at a time, in order, in memory that does not grow with their number:
/// about `stretch_bytes` for the stretch. Stretches are whole blocks but for the last, and do not
/// depend on the executor. `take` returns whether to go on. Gives the clamps, by node, over the
/// runs that were taken.
inline constexpr std::size_t stretch_bytes = std::size_t{1} << 23U;
using Take = std::function<bool(const Stretch&)>;
[[nodiscard]] std::vector<Tally> simulate_stretches(const Program& program,
                                                    const Settings& settings,
                                                    std::span<const Output> outputs,
                                                    Executor& executor,
                                                    const Take& take);

/// Columns of `runs` numbers in one piece of memory, which hold nothing yet.
struct Store {
  Store(std::size_t count, std::uint64_t runs);

  LargeArray memory;
  std::vector<std::span<double>> columns;
};
/// The same where all runs are kept: each is written to its place in `store`, which has a column of
/// settings.runs for every output. `Stretch::columns` are those of the stretch. Stretches are
/// longer.
[[nodiscard]] std::vector<Tally> simulate_stretches(const Program& program,
                                                    const Settings& settings,
                                                    std::span<const Output> outputs,
                                                    Executor& executor,
                                                    const Store& store,
                                                    const Take& take);

/// One block at a time, for estimators of their own: `task(block, first_run, runs)` with `runs` <=
/// runs_per_block, blocks in any order, perhaps at once.
void for_each_block(
    const Settings& settings,
    Executor& executor,
    const std::function<void(std::uint64_t block, std::uint64_t first_run, std::size_t runs)>&
        task);

}  // namespace betledger::sim
