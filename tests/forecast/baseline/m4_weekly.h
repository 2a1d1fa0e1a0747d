#pragma once

// Weekly series of the M4 competition, scored as docs/statistics-baseline.md reports: shared by the
// benchmark (any file) and the regression test (the development half).

#include <array>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "forecast/baseline/baseline.h"
#include "forecast/baseline/path_quantiles.h"
#include "forecast/scoring/scoring.h"

namespace betledger::forecast {

struct M4Series {
  std::string id;
  std::vector<double> past;
  std::vector<double> future;  // 13 weeks
};

inline constexpr std::size_t m4_horizon = 13;
inline constexpr std::array<double, 5> m4_levels{0.025, 0.1, 0.5, 0.9, 0.975};

/// Lines `id,past...,13 values`; lines that start with # and the head line are passed over.
inline std::vector<M4Series> read_m4(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in) {
    throw std::runtime_error("cannot read " + file.string());
  }
  std::vector<M4Series> all;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#') || line.starts_with("id,")) {
      continue;
    }
    std::istringstream fields{line};
    M4Series series;
    std::getline(fields, series.id, ',');
    for (std::string field; std::getline(fields, field, ',');) {
      series.past.push_back(std::stod(field));
    }
    const auto split = series.past.end() - static_cast<std::ptrdiff_t>(m4_horizon);
    series.future.assign(split, series.past.end());
    series.past.erase(split, series.past.end());
    all.push_back(std::move(series));
  }
  return all;
}

struct M4Score {
  std::size_t series = 0;
  double wis = 0;  // mean over series of mean WIS over weeks / mean |step| of the history used
  double wis_error = 0;              // standard error of that mean, over series
  std::array<double, 2> wis_half{};  // of every other series
  double weeks_inside = 0;           // share of weeks within their 80 % band
  double totals_inside = 0;          // share of series whose 13-week total is within its 80 % band
};

inline double mean_step(const std::vector<double>& values) {
  double sum = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    sum += std::abs(values[i] - values[i - 1]);
  }
  return sum / static_cast<double>(values.size() - 1);
}

/// One series from its last `points` weeks.
struct M4Outcome {
  double wis = 0;
  double weeks_inside = 0;
  bool total_inside = false;
};
inline M4Outcome score_one(const M4Series& series, std::size_t points, tree::Support support) {
  const std::vector<double> window{series.past.end() - static_cast<std::ptrdiff_t>(points),
                                   series.past.end()};
  Series history{PeriodKind::week, period_start(PeriodKind::week, Day{}), {}};
  history.values.assign(window.begin(), window.end());
  const auto baseline =
      fit_baseline(history, {series.id, support, 0, static_cast<std::uint32_t>(m4_horizon)});
  const auto quantiles = path_quantiles(*baseline, m4_levels);
  const double scale = mean_step(window) * static_cast<double>(m4_horizon);
  M4Outcome outcome;
  double total = 0;
  for (std::size_t h = 0; h < m4_horizon; ++h) {
    const auto& values = quantiles.periods[h];
    const double actual = series.future[h];
    total += actual;
    outcome.wis += weighted_interval_score({m4_levels, values}, actual) / scale;
    const bool inside = values[1] <= actual && actual <= values[3];
    outcome.weeks_inside += inside ? 1 / static_cast<double>(m4_horizon) : 0.0;
  }
  outcome.total_inside = quantiles.sum[1] <= total && total <= quantiles.sum[3];
  return outcome;
}

inline M4Score score_m4(const std::vector<M4Series>& all,
                        std::size_t points,
                        tree::Support support) {
  M4Score score{all.size(), 0, 0, {}, 0, 0};
  const auto n = static_cast<double>(all.size());
  double squares = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto one = score_one(all[i], points, support);
    score.wis += one.wis / n;
    squares += one.wis * one.wis / n;
    score.wis_half[i % 2] += one.wis / (i % 2 == 0 ? std::ceil(n / 2) : std::floor(n / 2));
    score.weeks_inside += one.weeks_inside / n;
    score.totals_inside += one.total_inside ? 1 / n : 0.0;
  }
  score.wis_error = std::sqrt((squares - score.wis * score.wis) / (n - 1));
  return score;
}

}  // namespace betledger::forecast
