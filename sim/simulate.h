#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/executor.h"
#include "sim/program.h"

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

/// One block at a time, for estimators of their own: `task(block, first_run, runs)` with `runs` <=
/// runs_per_block, blocks in any order, perhaps at once.
void for_each_block(
    const Settings& settings,
    Executor& executor,
    const std::function<void(std::uint64_t block, std::uint64_t first_run, std::size_t runs)>&
        task);

}  // namespace betledger::sim
