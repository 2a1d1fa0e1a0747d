#include "forecast/variance.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/contract.h"
#include "forecast/path_quantiles.h"
#include "forecast/tornado.h"
#include "sim/philox.h"
#include "sim/workspace.h"

namespace betledger::forecast {
namespace {

/// mean(numerator) / mean(denominator) with the delta method's standard error.
sim::Estimate ratio(std::span<const double> numerator, std::span<const double> denominator) {
  const double bottom = sim::mean_of(denominator).value;
  const double value = sim::mean_of(numerator).value / bottom;
  std::vector<double> rest(numerator.size());
  for (std::size_t run = 0; run < rest.size(); ++run) {
    rest[run] = numerator[run] - value * denominator[run];
  }
  return {value, sim::mean_of(rest).se / bottom};
}

/// A seed whose draws have nothing in common with those of `seed`.
std::uint64_t independent_of(std::uint64_t seed) {
  const auto words = sim::StreamKey::of(seed, "attribution/variance").words;
  return (std::uint64_t{words[0]} << 32U) | words[1];
}

/// `to` - `from`, where what rounding alone can make is no step.
double step_between(double from, double to) {
  const double step = to - from;
  return std::abs(step) > 1e-12 * (std::abs(from) + std::abs(to)) ? step : 0;
}

struct Columns {
  std::vector<double> a;
  std::vector<double> b;
  std::vector<std::vector<double>> mixed;  // by source
};

/// Draws the outermost values of every column in to where the rest of the focus metric's end.
void hold_tails(double outermost, Columns& columns) {
  std::vector<double> values = columns.a;
  values.insert(values.end(), columns.b.begin(), columns.b.end());
  std::sort(values.begin(), values.end());
  const double low = sample_quantile(values, outermost);
  const double high = sample_quantile(values, 1 - outermost);
  const auto hold = [&](std::vector<double>& column) {
    for (double& value : column) {
      value = std::clamp(value, low, high);
    }
  };
  hold(columns.a);
  hold(columns.b);
  std::for_each(columns.mixed.begin(), columns.mixed.end(), hold);
}

/// The focus' roll-up of one block under A, under B and under A with each source from B.
class Mixer {
 public:
  Mixer(const sim::Program& program, const AttributionRequest& request)
      : program_{program},
        seed_a_{request.seed},
        seed_b_{independent_of(request.seed)},
        focus_{request.focus},
        draws_{program.make_draws()},
        paths_{program.make_paths()} {
    std::vector<bool> before(program.model().nodes.size(), false);
    for (const sim::Source& source : program.sources()) {
      const std::vector<bool> reached = program.downstream(source);
      for (std::size_t i = 0; i < reached.size(); ++i) {
        before[i] = before[i] || reached[i];
      }
      sweeps_.push_back(before);
      before = reached;
    }
  }

  void run(std::uint64_t block, std::size_t first, std::size_t runs, Columns& columns) {
    const auto keep = [&](const sim::Paths& paths, std::vector<double>& column) {
      paths.expect_finite(runs);
      const auto values = paths.rollup(focus_, sim::Side::with).first(runs);
      std::copy(values.begin(), values.end(), column.begin() + static_cast<std::ptrdiff_t>(first));
    };
    program_.draw(seed_b_, block, *draws_);
    evaluate(*paths_);
    keep(*paths_, columns.b);
    program_.draw(seed_a_, block, *draws_);
    evaluate(*paths_);
    keep(*paths_, columns.a);
    const auto sources = program_.sources();
    for (std::size_t i = 0; i < sources.size(); ++i) {
      program_.redraw(sources[i], seed_b_, block, *draws_);
      // What the source before reaches goes back to A in the same sweep.
      program_.update(*draws_, sweeps_[i], *paths_);
      keep(*paths_, columns.mixed[i]);
      program_.redraw(sources[i], seed_a_, block, *draws_);
    }
  }

 private:
  void evaluate(sim::Paths& paths) const {
    program_.evaluate_without(*draws_, paths);
    program_.evaluate_with(*draws_, {}, paths);
  }

  const sim::Program& program_;
  std::uint64_t seed_a_;
  std::uint64_t seed_b_;
  std::uint32_t focus_;
  std::unique_ptr<sim::Draws> draws_;
  std::unique_ptr<sim::Paths> paths_;
  std::vector<std::vector<bool>> sweeps_;  // by source: the nodes to evaluate
};

}  // namespace

SobolIndex sobol_index(std::span<const double> a,
                       std::span<const double> b,
                       std::span<const double> mixed) {
  BET_EXPECT(a.size() >= 2 && a.size() == b.size() && a.size() == mixed.size());
  const std::size_t runs = a.size();
  const double mean = 0.5 * (sim::mean_of(a).value + sim::mean_of(b).value);
  std::vector<double> first(runs);
  std::vector<double> total(runs);
  std::vector<double> variance(runs);
  bool constant = true;
  for (std::size_t run = 0; run < runs; ++run) {
    const double from_a = a[run] - mean;
    const double from_b = b[run] - mean;
    const double step = step_between(a[run], mixed[run]);
    first[run] = from_b * step;
    total[run] = 0.5 * step * step;
    variance[run] = 0.5 * (from_a * from_a + from_b * from_b);
    constant = constant && a[run] == a[0] && b[run] == a[0];
  }
  if (constant) {
    return {};
  }
  return {ratio(first, variance), ratio(total, variance)};
}

std::vector<VarianceShare> variance_shares(const sim::Program& program,
                                           const AttributionRequest& request,
                                           sim::Executor& executor) {
  const sim::Program reached = program.only({{request.focus}});
  sim::Pool<Mixer> mixers{[&] { return std::make_unique<Mixer>(reached, request); }};
  const std::size_t runs = request.variance_runs;
  const auto sources = reached.sources();
  const std::vector<double> empty(runs);
  Columns columns{empty, empty, std::vector<std::vector<double>>(sources.size(), empty)};
  sim::for_each_block({request.variance_runs, request.seed},
                      executor,
                      [&](std::uint64_t block, std::uint64_t first, std::size_t count) {
                        mixers.lease()->run(block, first, count, columns);
                      });
  hold_tails(request.outermost, columns);
  std::vector<VarianceShare> shares;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const SobolIndex index = sobol_index(columns.a, columns.b, columns.mixed[i]);
    shares.push_back(
        {source_name(reached.model(), sources[i], request.bets), index.first_order, index.total});
  }
  for (const sim::Source& source : program.sources()) {
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) {
      shares.push_back({source_name(program.model(), source, request.bets), {}, {}});
    }
  }
  std::sort(shares.begin(), shares.end(), [](const VarianceShare& a, const VarianceShare& b) {
    return a.total.value != b.total.value ? a.total.value > b.total.value : a.source < b.source;
  });
  return shares;
}

}  // namespace betledger::forecast
