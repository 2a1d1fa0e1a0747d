#include "forecast/projection/fan_digests.h"

#include <algorithm>
#include <span>

namespace betledger::forecast {
namespace {

sim::Summary summary_of(const sim::Program& program,
                        std::uint64_t seed,
                        const sim::Digest& digest,
                        const sim::Output& output) {
  if (const auto summary = digest.summary()) {
    return *summary;
  }
  const sim::Settings settings{digest.moments().count(), seed};
  const auto alone = sim::make_thread_executor(1);
  return sim::summarize(sim::simulate(program, settings, {&output, 1}, *alone).columns[0]);
}

}  // namespace

void add(const sim::Stretch& stretch, sim::Executor& executor, std::vector<MetricDigest>& digests) {
  executor.for_each(digests.size(), [&](std::size_t m) {
    std::vector<PairDigest>& series = digests[m].series;
    for (std::size_t k = 0; k < series.size(); ++k) {
      const std::size_t at = 2 * (m * series.size() + k);
      const std::span with{stretch.columns[at].data(), stretch.runs};
      const std::span without{stretch.columns[at + 1].data(), stretch.runs};
      series[k].add(with, without);
      if (k == 0) {
        digests[m].rollup.add(with, without);
      }
    }
  });
}

Summaries summarize(const sim::Program& program,
                    std::uint64_t seed,
                    const std::vector<MetricDigest>& digests,
                    sim::Executor& executor) {
  const std::size_t each = digests.empty() ? 0 : digests.front().series.size();
  Summaries summaries{std::vector<Sides>(digests.size() * each), true};
  std::vector<std::uint8_t> exact(summaries.sides.size());
  executor.for_each(exact.size(), [&](std::size_t i) {
    const MetricDigest& metric = digests[i / each];
    const PairDigest& pair = metric.series[i % each];
    const auto k = static_cast<std::uint32_t>(i % each);
    const std::uint32_t period = k == 0 ? sim::Output::rollup : k - 1;
    const auto of = [&](const sim::Digest& digest, sim::Side side) {
      return summary_of(program, seed, digest, {metric.node, period, side});
    };
    Sides& sides = summaries.sides[i];
    exact[i] = pair.with().is_exact() && pair.without().is_exact() ? 1 : 0;
    sides.with = of(pair.with(), sim::Side::with);
    sides.without =
        &pair.with() == &pair.without() ? sides.with : of(pair.without(), sim::Side::without);
  });
  summaries.exact = std::count(exact.begin(), exact.end(), 0) == 0;
  return summaries;
}

}  // namespace betledger::forecast
