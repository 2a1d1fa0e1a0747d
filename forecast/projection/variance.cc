#include "forecast/projection/variance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "core/contract.h"
#include "forecast/projection/tornado.h"
#include "sim/program/workspace.h"
#include "sim/random/philox.h"
#include "sim/summary/order_statistics.h"
#include "sim/tasks/object_pool.h"

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

/// Of type 7, as everywhere.
double quantile_of(const std::vector<double>& values, double level) {
  const double at = level * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const auto found =
      sim::order_statistics(values, std::array{below, std::min(below + 1, values.size() - 1)});
  return found[0] + (at - static_cast<double>(below)) * (found[1] - found[0]);
}

/// Draws the outermost values of every column in to where the rest of the focus metric's end.
void hold_tails(double outermost, sim::Executor& executor, VarianceMix::Columns& columns) {
  std::vector<double> values = columns.a;
  values.insert(values.end(), columns.b.begin(), columns.b.end());
  const double low = quantile_of(values, outermost);
  const double high = quantile_of(values, 1 - outermost);
  const auto hold = [&](std::vector<double>& column) {
    for (double& value : column) {
      value = std::clamp(value, low, high);
    }
  };
  hold(columns.a);
  hold(columns.b);
  executor.for_each(columns.mixed.size(), [&](std::size_t i) { hold(columns.mixed[i]); });
}

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

VarianceMix::VarianceMix(const sim::Program& program, const AttributionRequest& request)
    : program_{program}, request_{request}, seed_b_{independent_of(request.seed)} {
  const sim::Program focus = program.only({{request.focus}});
  sources_.assign(focus.sources().begin(), focus.sources().end());
  for (const sim::Source& source : sources_) {
    std::vector<bool> nodes = program.downstream(source);
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      nodes[i] = nodes[i] && focus.is_live(i);
    }
    downstream_.push_back(std::move(nodes));
  }
  const std::vector<double> empty(request.variance_runs);
  columns_ = {empty, empty, std::vector<std::vector<double>>(sources_.size(), empty)};
}

std::uint64_t VarianceMix::blocks() const {
  return (request_.variance_runs + sim::runs_per_block - 1) / sim::runs_per_block;
}

void VarianceMix::add(std::uint64_t block, sim::Draws& draws, const sim::Paths& paths) {
  const std::uint64_t first = block * sim::runs_per_block;
  const std::size_t runs =
      std::min<std::uint64_t>(sim::runs_per_block, request_.variance_runs - first);
  const auto keep = [&](const sim::Paths& from, std::vector<double>& column) {
    from.expect_finite(runs);
    const auto values = from.rollup(request_.focus, sim::Side::with).first(runs);
    std::copy(values.begin(), values.end(), column.begin() + static_cast<std::ptrdiff_t>(first));
  };
  const auto b = work_.lease();  // its paths also take those of A with one source from B
  evaluate(seed_b_, block, *b);
  keep(*b->paths, columns_.b);
  keep(paths, columns_.a);
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    program_.exchange(sources_[i], draws, *b->draws);
    program_.update(draws, downstream_[i], paths, *b->paths);
    keep(*b->paths, columns_.mixed[i]);
    program_.exchange(sources_[i], draws, *b->draws);
  }
}

void VarianceMix::add_from(std::uint64_t first_block, sim::Executor& executor) {
  sim::ObjectPool<sim::Workspace> own{
      [this] { return std::make_unique<sim::Workspace>(program_); }};
  const std::uint64_t last = std::max(blocks(), first_block);
  executor.for_each(last - first_block, [&](std::size_t i) {
    const auto a = own.lease();
    evaluate(request_.seed, first_block + i, *a);
    add(first_block + i, *a->draws, *a->paths);
  });
}

void VarianceMix::evaluate(std::uint64_t seed,
                           std::uint64_t block,
                           const sim::Workspace& work) const {
  program_.draw(seed, block, *work.draws);
  program_.evaluate_without(*work.draws, *work.paths);
  program_.evaluate_with(*work.draws, {}, *work.paths);
}

std::vector<VarianceShare> VarianceMix::shares(std::span<const sim::Source> all,
                                               sim::Executor& executor) {
  hold_tails(request_.outermost, executor, columns_);
  std::vector<VarianceShare> shares(sources_.size());
  const auto name = [&](const sim::Source& source) {
    return source_name(program_.model(), source, request_.bets);
  };
  executor.for_each(sources_.size(), [&](std::size_t i) {
    const SobolIndex index = sobol_index(columns_.a, columns_.b, columns_.mixed[i]);
    shares[i] = {name(sources_[i]), index.first_order, index.total};
  });
  for (const sim::Source& source : all) {
    if (std::find(sources_.begin(), sources_.end(), source) == sources_.end()) {
      shares.push_back({name(source), {}, {}});
    }
  }
  std::sort(shares.begin(), shares.end(), [](const VarianceShare& a, const VarianceShare& b) {
    return a.total.value != b.total.value ? a.total.value > b.total.value : a.source < b.source;
  });
  return shares;
}

std::vector<VarianceShare> variance_shares(const sim::Program& program,
                                           const AttributionRequest& request,
                                           sim::Executor& executor) {
  const sim::Program reached = program.only({{request.focus}});
  VarianceMix mix{reached, request};
  mix.add_from(0, executor);
  return mix.shares(program.sources(), executor);
}

}  // namespace betledger::forecast
