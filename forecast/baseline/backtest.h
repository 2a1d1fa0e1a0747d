#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/series.h"
#include "forecast/scoring/scoring.h"
#include "tree/metric.h"

namespace betledger::forecast {

/// A metric to back-test on its own history.
struct BacktestSeries {
  std::string metric;
  tree::Support support = tree::Support::real;
  tree::RollupKind rollup = tree::RollupKind::sum;
  Series history;
  /// For RollupKind::weighted, on the same grid: what was really seen weights both the forecast and
  /// the truth, so that the rate alone is judged.
  std::optional<Series> weights;
};

struct BacktestSettings {
  std::uint32_t horizon = 13;       // >= 1
  std::uint32_t step = 1;           // periods between origins, >= 1
  std::uint32_t least_points = 26;  // known values before the first origin, >= 2
  std::uint32_t most_origins = 40;  // the newest ones are kept, >= 1
  std::uint64_t runs = 4'000;       // where quantiles are simulated
  std::uint64_t seed = 1;
};

/// A number with its standard error; none from a single window.
struct Measured {
  double value = 0;
  std::optional<double> se;
};

/// How often the truth was inside a central band.
struct BandCoverage {
  double band = 0;  // 0.5, 0.8, 0.9
  double share = 0;
  Interval wilson;  // 95 %, at the number of windows that do not overlap
};

/// Scores of one kind of forecast over all origins. Windows overlap, so the origins tell as much as
/// `windows` independent ones: standard errors and intervals are those of that many.
struct Accuracy {
  std::size_t forecasts = 0;  // numbers forecast and seen
  double windows = 0;         // (last origin - first origin) / horizon + 1
  std::vector<BandCoverage> coverage;
  Measured wis;              // over the quantiles of the three bands and the median
  Measured wis_random_walk;  // the same of a random walk alone
  Measured skill;            // 1 - wis / wis_random_walk; its error by jackknife over origins
};

struct MetricBacktest {
  std::string metric;
  std::vector<Day> origins;  // the last known period of each forecast
  double mean_step = 0;      // mean |x_t - x_{t-1}| of the history: makes WIS comparable
  Accuracy periods;          // WIS: mean over the periods of a window
  Accuracy rollup;           // of the cycle value; windows with every period known
};

struct Backtest {
  BacktestSettings settings;
  std::vector<MetricBacktest> metrics;   // baselines, in the order given
  std::vector<MetricBacktest> formulas;  // from backtest_formulas; not part of the two below
  Accuracy periods;  // over all metrics, WIS in units of each metric's mean step
  Accuracy rollup;   // likewise; a sum over the horizon counts as its mean
};

}  // namespace betledger::forecast
