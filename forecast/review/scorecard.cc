#include "forecast/review/scorecard.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "forecast/baseline/path_quantiles.h"

namespace betledger::forecast {
namespace {

/// The value at a level that is among the levels.
std::optional<double> value_at(const QuantileForecast& forecast, double level) {
  for (std::size_t i = 0; i < forecast.levels.size(); ++i) {
    if (std::abs(forecast.levels[i] - level) < 1e-9) {
      return forecast.values[i];
    }
  }
  return std::nullopt;
}

/// The distribution function at `actual`, as quantiles tell it.
Interval transform_of(const QuantileForecast& forecast, double actual) {
  const auto& [levels, values] = forecast;
  Interval result{0, 1};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (values[i] < actual) {
      result.low = levels[i];
    }
    if (values[i] > actual) {
      result.high = levels[i];
      break;
    }
    if (values[i] == actual) {
      result.high = i + 1 < levels.size() ? levels[i] : 1;
    }
  }
  const bool between = result.low > 0 && result.high < 1;
  const auto low = value_at(forecast, result.low);
  const auto high = value_at(forecast, result.high);
  if (between && low && high && *low < actual && actual < *high) {
    const double share = (actual - *low) / (*high - *low);
    const double at = result.low + share * (result.high - result.low);
    return {at, at};
  }
  return result;
}

double root_mean_square_of_differences(std::span<const double> values, std::size_t lag) {
  double sum = 0;
  for (std::size_t i = lag; i < values.size(); ++i) {
    sum += (values[i] - values[i - lag]) * (values[i] - values[i - lag]);
  }
  return std::sqrt(sum / static_cast<double>(values.size() - lag));
}

void finish(NaiveForecast& forecast, double variance_of_sum) {
  const auto count = static_cast<double>(forecast.periods.size());
  for (const auto& period : forecast.periods) {
    forecast.sum.mean += period.mean;
  }
  forecast.sum.sd = std::sqrt(variance_of_sum);
  forecast.average = {forecast.sum.mean / count, forecast.sum.sd / count};
}

}  // namespace

ForecastScore score_draws(std::span<const double> draws, double actual) {
  BET_EXPECT(draws.size() >= 2);
  std::vector<double> sorted{draws.begin(), draws.end()};
  std::sort(sorted.begin(), sorted.end());
  std::array<double, sim::summary_levels.size()> values{};
  std::transform(
      sim::summary_levels.begin(), sim::summary_levels.end(), values.begin(), [&](double level) {
        return sample_quantile(sorted, level);
      });
  ForecastScore score = score_quantiles({sim::summary_levels, values}, actual);
  score.crps = crps_fair(sorted, actual);
  score.transform = probability_transform(sorted, actual);
  score.quantiles = values;
  return score;
}

ForecastScore score_quantiles(const QuantileForecast& forecast, double actual) {
  ForecastScore score;
  score.wis = weighted_interval_score(forecast, actual);
  score.crps = score.wis;
  const auto median = value_at(forecast, 0.5);
  BET_EXPECT(median.has_value());
  score.error = actual - *median;
  score.transform = transform_of(forecast, actual);
  for (std::size_t i = 0; i < judged_bands.size(); ++i) {
    const auto low = value_at(forecast, (1 - judged_bands[i]) / 2);
    const auto high = value_at(forecast, (1 + judged_bands[i]) / 2);
    BET_EXPECT(low && high);
    score.inside[i] = *low <= actual && actual <= *high;
  }
  return score;
}

std::vector<Coverage> coverage_of(std::span<const ForecastScore> scores) {
  std::vector<Coverage> all;
  if (scores.empty()) {
    return all;
  }
  for (std::size_t i = 0; i < judged_bands.size(); ++i) {
    Coverage coverage{judged_bands[i], 0, scores.size(), 0, {}, 0};
    for (const ForecastScore& score : scores) {
      coverage.hits += score.inside[i] ? 1U : 0U;
    }
    const auto hits = static_cast<double>(coverage.hits);
    const auto count = static_cast<double>(coverage.count);
    coverage.share = hits / count;
    coverage.wilson = wilson_interval(hits, count);
    coverage.p_value = binomial_p_value(coverage.hits, coverage.count, judged_bands[i]);
    all.push_back(coverage);
  }
  return all;
}

std::vector<double> transform_histogram(std::span<const ForecastScore> scores, std::size_t bins) {
  BET_EXPECT(bins > 0);
  std::vector<double> counts(bins);
  const auto width = 1 / static_cast<double>(bins);
  for (const ForecastScore& score : scores) {
    const auto& [low, high] = score.transform;
    if (high - low <= 0) {
      const auto bin = static_cast<std::size_t>(low / width);
      counts[std::min(bin, bins - 1)] += 1;
      continue;
    }
    for (std::size_t bin = 0; bin < bins; ++bin) {
      const double from = std::max(low, static_cast<double>(bin) * width);
      const double to = std::min(high, static_cast<double>(bin + 1) * width);
      counts[bin] += std::max(0.0, to - from) / (high - low);
    }
  }
  return counts;
}

std::optional<Skill> skill(std::span<const double> scores, std::span<const double> references) {
  BET_EXPECT(scores.size() == references.size());
  double score = 0;
  double reference = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    score += scores[i];
    reference += references[i];
  }
  if (!(reference > 0)) {
    return std::nullopt;
  }
  Skill result{1 - score / reference, 0};
  const auto n = static_cast<double>(scores.size());
  double square = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double rest = reference - references[i];
    const double without = rest > 0 ? 1 - (score - scores[i]) / rest : result.value;
    square += (without - result.value) * (without - result.value);
  }
  result.se = std::sqrt((n - 1) / n * square);
  return result;
}

std::optional<NaiveForecast> random_walk_forecast(std::span<const double> history,
                                                  std::size_t horizon) {
  if (history.size() < 2 || horizon == 0) {
    return std::nullopt;
  }
  const double step = root_mean_square_of_differences(history, 1);
  if (!(step > 0)) {
    return std::nullopt;
  }
  NaiveForecast forecast;
  double variance_of_sum = 0;
  for (std::size_t h = 1; h <= horizon; ++h) {
    const auto ahead = static_cast<double>(h);
    forecast.periods.push_back({history.back(), step * std::sqrt(ahead)});
    variance_of_sum += step * step * ahead * ahead;  // step h - 1 from the end moves h periods
  }
  finish(forecast, variance_of_sum);
  return forecast;
}

std::optional<NaiveForecast> seasonal_naive_forecast(std::span<const double> history,
                                                     std::size_t season,
                                                     std::size_t horizon) {
  if (season == 0 || history.size() <= season || horizon == 0) {
    return std::nullopt;
  }
  const double step = root_mean_square_of_differences(history, season);
  if (!(step > 0)) {
    return std::nullopt;
  }
  NaiveForecast forecast;
  // A place of the season takes one step a season, and places step independently.
  std::vector<double> visits(season);
  double variance_of_sum = 0;
  for (std::size_t h = 0; h < horizon; ++h) {
    const std::size_t place = h % season;
    const auto seasons = static_cast<double>(h / season + 1);
    forecast.periods.push_back(
        {history[history.size() - season + place], step * std::sqrt(seasons)});
    visits[place] += 1;
  }
  for (const double count : visits) {
    // Sum over the steps: the step k from the end moves k values.
    variance_of_sum += step * step * count * (count + 1) * (2 * count + 1) / 6;
  }
  finish(forecast, variance_of_sum);
  return forecast;
}

}  // namespace betledger::forecast
