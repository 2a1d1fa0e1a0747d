#include "forecast/gap/alarm.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <span>
#include <utility>

#include "core/contract.h"
#include "forecast/baseline/path_quantiles.h"
#include "forecast/history/whitening.h"
#include "sim/program/simulate.h"

namespace betledger::forecast {
namespace {

using Columns = std::vector<std::vector<double>>;

double at_shape(Shape shape, std::uint32_t since, std::uint32_t period) {
  if (period < since) {
    return 0;
  }
  switch (shape) {
    case Shape::level:
      return 1;
    case Shape::spike:
      return period == since ? 1 : 0;
    case Shape::drift:
      return static_cast<double>(period - since) + 1;
  }
  return 0;
}

/// p of a height among others, largest first: the share that is as large, itself included.
double rank(double height, std::span<const double> others) {
  const auto as_large =
      std::upper_bound(others.begin(), others.end(), height, std::greater<>{}) - others.begin();
  return (static_cast<double>(as_large) + 1) / (static_cast<double>(others.size()) + 1);
}

/// Ranks each half of the runs among the other half, so that no run is judged by a law that it had
/// a part in, and keeps the least p by run. Leaves the heights sorted, largest first.
void rank_halves(std::vector<double>& heights, std::vector<double>& best) {
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  const std::vector<double> as_drawn = heights;
  std::sort(heights.begin(), middle, std::greater<>{});
  std::sort(middle, heights.end(), std::greater<>{});
  const std::span<const double> first{heights.begin(), middle};
  const std::span<const double> second{middle, heights.end()};
  for (std::size_t run = 0; run < as_drawn.size(); ++run) {
    best[run] = std::min(best[run], rank(as_drawn[run], run < first.size() ? second : first));
  }
  std::inplace_merge(heights.begin(), middle, heights.end(), std::greater<>{});
}

}  // namespace

/// The filters' answers to one whitened path, period by period.
class Alarm::Peak {
 public:
  explicit Peak(const std::vector<Filter>& filters) : filters_{filters}, sums_(filters.size()) {}

  void restart() { std::fill(sums_.begin(), sums_.end(), 0.0); }
  /// Takes in the next period; the largest height now.
  double next(std::size_t period, double whitened) {
    double largest = 0;
    for (std::size_t f = 0; f < sums_.size(); ++f) {
      const Filter& filter = filters_[f];
      sums_[f] += filter.whitened[period] * whitened;
      const double height = sums_[f] * (sums_[f] > 0 ? filter.rise[period] : -filter.fall[period]);
      largest = std::max(largest, height);
    }
    return largest;
  }
  /// What explains the path best: the largest z.
  [[nodiscard]] Departure departure(std::size_t period) const {
    Departure departure;
    for (std::size_t f = 0; f < sums_.size(); ++f) {
      const Filter& filter = filters_[f];
      const double square = filter.square[period];
      const double z = square > 0 ? sums_[f] / std::sqrt(square) : 0;
      if (std::abs(z) > std::abs(departure.z) * (1 + 1e-9)) {
        departure.shape = filter.shape;
        departure.since = filter.since;
        departure.size = sums_[f] / square;
        departure.z = z;
      }
    }
    return departure;
  }

 private:
  const std::vector<Filter>& filters_;
  std::vector<double> sums_;
};

/// How large a filter's sums get, up and down: what one run in 200 passes, from the first runs.
void Alarm::calibrate(const Columns& whitened, Filter& filter) {
  constexpr std::size_t most = 4'096;
  constexpr double normal = 2.5758293035489004;  // what one in 200 passes
  const std::size_t runs = std::min(most, whitened.front().size());
  std::vector<double> sums(runs);
  double square = 0;
  for (std::size_t i = 0; i < whitened.size(); ++i) {
    const double h = filter.whitened[i];
    square += h * h;
    for (std::size_t run = 0; run < runs; ++run) {
      sums[run] += h * whitened[i][run];
    }
    filter.square.push_back(square);
    if (square == 0) {
      filter.rise.push_back(0);
      filter.fall.push_back(0);
      continue;
    }
    std::vector<double> ordered = sums;
    const auto tail = static_cast<std::ptrdiff_t>(runs / 200);
    const auto passed = [&](auto before) {
      std::nth_element(ordered.begin(), ordered.begin() + tail, ordered.end(), before);
      return std::abs(ordered[static_cast<std::size_t>(tail)]);
    };
    const double least = 0.1 * normal * std::sqrt(square);
    filter.rise.push_back(normal / std::max(least, passed(std::greater<>{})));
    filter.fall.push_back(normal / std::max(least, passed(std::less<>{})));
  }
}

Alarm::Alarm(const sim::Program& plan,
             std::vector<AlarmSeries> series,
             const AlarmSettings& settings,
             sim::Executor& executor)
    : series_{std::move(series)}, laws_(series_.size()) {
  BET_EXPECT(settings.runs >= 100 && settings.false_alarms > 0 && settings.false_alarms < 1);
  std::vector<sim::Output> outputs;
  std::vector<std::uint32_t> nodes;
  for (std::size_t j = 0; j < series_.size(); ++j) {
    BET_EXPECT(series_[j].seen.size() == plan.model().periods);
    supports_.push_back(plan.model().nodes[series_[j].node].support);
    nodes.push_back(series_[j].node);
    for (std::uint32_t t = 0; t < plan.model().periods; ++t) {
      if (series_[j].seen[t]) {
        laws_[j].periods.push_back(t);
        outputs.push_back({series_[j].node, t, sim::Side::with});
      }
    }
  }
  if (outputs.empty()) {
    return;
  }
  sim::Samples samples = sim::simulate(
      plan.only(nodes, sim::Sides::with), {settings.runs, settings.seed}, outputs, executor);
  std::vector<std::size_t> first{0};
  for (const Law& law : laws_) {
    first.push_back(first.back() + law.periods.size());
  }
  Columns best(series_.size(), std::vector<double>(settings.runs, 1.0));
  executor.for_each(series_.size(), [&](std::size_t j) {
    Columns paths;
    for (std::size_t k = first[j]; k < first[j + 1]; ++k) {
      paths.push_back(std::move(samples.columns[k]));
    }
    build(j, std::move(paths), best[j]);
  });
  for (std::size_t j = 1; j < best.size(); ++j) {
    for (std::size_t run = 0; run < settings.runs; ++run) {
      best[0][run] = std::min(best[0][run], best[j][run]);
    }
  }
  set_threshold(std::move(best[0]), settings.false_alarms);
}

/// The law of one series, and by run the least p of all looks.
void Alarm::build(std::size_t series, Columns paths, std::vector<double>& best) {
  Law& law = laws_[series];
  const std::size_t n = law.periods.size();
  const std::size_t runs = best.size();
  law.on_scale = std::all_of(paths.begin(), paths.end(), [&](const std::vector<double>& column) {
    return std::all_of(column.begin(), column.end(), [&](double y) {
      return tree::contains(supports_[series], y);
    });
  });
  Columns sorted;
  for (std::vector<double>& column : paths) {
    sorted.push_back(column);
    std::sort(sorted.back().begin(), sorted.back().end());
    law.bands.push_back({sample_quantile(sorted.back(), 0.1),
                         sample_quantile(sorted.back(), 0.5),
                         sample_quantile(sorted.back(), 0.9)});
    for (std::size_t run = 0; run < runs && law.on_scale; ++run) {
      column[run] = tree::to_scale(supports_[series], column[run]);
      sorted.back()[run] = tree::to_scale(supports_[series], sorted.back()[run]);
    }
  }
  const PathMoments moments = moments_of(paths, sorted);
  law.mean = moments.mean;
  law.whiten = whitening(moments.covariance, n);
  for (const Shape shape : {Shape::level, Shape::spike, Shape::drift}) {
    for (const std::uint32_t since : law.periods) {
      std::vector<double> filter;
      for (const std::uint32_t period : law.periods) {
        filter.push_back(at_shape(shape, since, period));
      }
      law.filters.push_back({shape, since, times(law.whiten, filter), {}, {}, {}});
    }
  }
  std::vector<double> path(n);
  for (std::size_t run = 0; run < runs; ++run) {
    for (std::size_t i = 0; i < n; ++i) {
      path[i] = paths[i][run] - law.mean[i];
    }
    const std::vector<double> whitened = times(law.whiten, path);
    for (std::size_t i = 0; i < n; ++i) {
      paths[i][run] = whitened[i];
    }
  }
  for (Filter& filter : law.filters) {
    calibrate(paths, filter);
  }
  Peak peak{law.filters};
  for (std::size_t run = 0; run < runs; ++run) {
    peak.restart();
    for (std::size_t i = 0; i < n; ++i) {
      paths[i][run] = peak.next(i, paths[i][run]);
    }
  }
  for (std::vector<double>& column : paths) {
    rank_halves(column, best);
  }
  law.peaks = std::move(paths);
}

void Alarm::set_threshold(std::vector<double> best, double false_alarms) {
  std::sort(best.begin(), best.end());
  const double runs = static_cast<double>(best.size());
  // The share is an estimate itself: 95 % sure that it is no more.
  const double room = 1.645 * std::sqrt(false_alarms * (1 - false_alarms) / runs);
  const auto most = static_cast<std::size_t>(std::max(0.0, false_alarms - room) * runs);
  const auto end = std::lower_bound(best.begin(), best.end(), best[most]);
  threshold_ = end == best.begin() ? 0 : *std::prev(end);
  false_alarms_ = static_cast<double>(end - best.begin()) / runs;
}

Departure Alarm::read(std::size_t series,
                      const std::vector<std::optional<double>>& values,
                      std::uint32_t known) const {
  const Law& law = laws_[series];
  const std::size_t n = law.periods.size();
  Departure departure;
  std::vector<double> path;
  for (std::size_t i = 0; i < n && law.periods[i] < known; ++i) {
    const double value = values[law.periods[i]].value();
    const bool inside = !law.on_scale || tree::contains(supports_[series], value);
    const double x = inside && law.on_scale ? tree::to_scale(supports_[series], value) : value;
    path.push_back(inside ? x - law.mean[i] : 0);
  }
  Peak peak{law.filters};
  std::optional<std::uint32_t> first;
  for (std::size_t i = 0; i < path.size(); ++i) {
    double whitened = 0;
    for (std::size_t s = 0; s <= i; ++s) {
      whitened += law.whiten[i * n + s] * path[s];
    }
    const double height = peak.next(i, whitened);
    departure = peak.departure(i);
    departure.p = rank(height, law.peaks[i]);
    if (departure.p <= threshold_ && !first) {
      first = law.periods[i];
    }
    departure.first = first;
  }
  return departure;
}

Alarm::Band Alarm::band(std::size_t series, std::uint32_t period) const {
  const Law& law = laws_[series];
  const auto found = std::find(law.periods.begin(), law.periods.end(), period);
  BET_EXPECT(found != law.periods.end());
  return law.bands[static_cast<std::size_t>(found - law.periods.begin())];
}

Alarm::Step Alarm::step(std::size_t series, const Departure& departure, std::uint32_t at) const {
  const Law& law = laws_[series];
  const auto found = std::find(law.periods.begin(), law.periods.end(), at);
  BET_EXPECT(found != law.periods.end());
  const double mean = law.mean[static_cast<std::size_t>(found - law.periods.begin())];
  const double shifted = mean + departure.size * at_shape(departure.shape, departure.since, at);
  const auto unit = [&](double x) {
    return law.on_scale ? tree::from_scale(supports_[series], x) : x;
  };
  return {unit(mean), unit(shifted)};
}

}  // namespace betledger::forecast
