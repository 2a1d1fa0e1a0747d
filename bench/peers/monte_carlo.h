#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include "bench/peers/evaluate.h"
#include "bench/peers/report.h"

namespace bench {

/// The plain way: runs in parallel in chunks, each chunk with a generator of its own, every output
/// of every run kept, and statistics by selection from the columns.
template <class Random, bool with_spread = false>
[[nodiscard]] Answer monte_carlo(const Model& model, std::uint64_t runs, std::uint64_t seed) {
  constexpr std::size_t chunk = 1024;
  const Structure structure{model};
  const std::size_t series = model.outputs.size() * (model.periods + std::size_t{1});
  std::vector<double> columns(series * runs);
  tbb::enumerable_thread_specific<Evaluator> evaluators{[&] { return Evaluator{structure}; }};
  std::vector<std::uint64_t> met((runs + chunk - 1) / chunk);
  tbb::parallel_for(std::size_t{0}, met.size(), [&](std::size_t c) {
    Evaluator& evaluator = evaluators.local();
    Random random{seed, c};
    std::vector<double> row(series);
    for (std::size_t run = c * chunk; run < std::min<std::size_t>(runs, (c + 1) * chunk); ++run) {
      evaluator.run(random);
      evaluator.series(row.data());
      for (std::size_t s = 0; s < series; ++s) {
        columns[s * runs + run] = row[s];
      }
      if (model.target && meets(*model.target, evaluator.roll_up(model.target->node))) {
        ++met[c];
      }
    }
  });
  Answer answer;
  answer.series.resize(series);
  answer.spread.resize(with_spread ? series : 0);
  tbb::parallel_for(std::size_t{0}, series, [&](std::size_t s) {
    const auto column = std::span{columns}.subspan(s * runs, runs);
    answer.series[s] = statistics_of(column);
    if (with_spread) {
      answer.spread[s] = spread_of(column);
    }
  });
  for (const std::uint64_t count : met) {
    answer.target += static_cast<double>(count) / static_cast<double>(runs);
  }
  return answer;
}

}  // namespace bench
