#include "forecast/baseline/arima.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include <fmt/format.h>

#include "core/contract.h"
#include "forecast/baseline/optimize.h"

namespace betledger::forecast {
namespace {

constexpr std::size_t most_lags = 3;
constexpr std::size_t most_harmonics = 3;
constexpr Bound partial_box{-0.99, 0.99};

/// Autocovariances 0..count-1 of the AR with these partial autocorrelations, innovations of
/// variance 1.
std::array<double, max_state> autocovariances(std::span<const double> partial) {
  std::array<double, max_state> gamma{};
  gamma[0] = 1;
  for (const double k : partial) {
    gamma[0] /= 1 - k * k;
  }
  std::vector<double> phi;
  double variance = gamma[0];
  for (std::size_t lag = 1; lag < max_state; ++lag) {
    const double k = lag <= partial.size() ? partial[lag - 1] : 0.0;
    gamma[lag] = k * variance;
    for (std::size_t i = 0; i < phi.size(); ++i) {
      gamma[lag] += phi[i] * gamma[lag - 1 - i];
    }
    variance *= 1 - k * k;
    phi = ar_from_partial(partial.first(std::min(lag, partial.size())));
  }
  return gamma;
}

std::vector<double> regressor(const ArTerms& terms,
                              std::size_t index,
                              std::size_t from,
                              std::size_t count) {
  std::vector<double> values(count, 1.0);
  const bool line = terms.differences == 0 || terms.drift;
  for (std::size_t i = 0; i < count; ++i) {
    const auto t = static_cast<double>(from + i);
    if (line && index == 0) {
      values[i] = terms.differences == 0 ? 1.0 : t;
      continue;
    }
    const std::size_t wave = index - (line ? 1 : 0);
    const std::size_t harmonic = wave / 2 + 1;
    const double angle = 2 * std::numbers::pi * static_cast<double>(harmonic) * t / terms.season;
    values[i] = wave % 2 == 0 ? std::sin(angle) : std::cos(angle);
  }
  return values;
}

/// Of the last `size` values of a stationary process.
StateMatrix stationary(const std::array<double, max_state>& gamma, std::size_t size) {
  StateMatrix variance{};
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      variance[i][j] = gamma[i > j ? i - j : j - i];
    }
  }
  return variance;
}

/// Of the value just known and those before it: sums of stationary differences, backwards.
StateMatrix before_first(const std::array<double, max_state>& gamma, std::size_t size) {
  const auto differences = stationary(gamma, size);
  StateMatrix variance{};
  for (std::size_t i = 1; i < size; ++i) {
    for (std::size_t j = 1; j < size; ++j) {
      variance[i][j] = variance[i - 1][j] + variance[i][j - 1] - variance[i - 1][j - 1] +
                       differences[i - 1][j - 1];
    }
  }
  return variance;
}

/// The time regressor after the history, its steps damped.
std::vector<double> damped_line(std::size_t end, std::size_t count, double damping) {
  std::vector<double> values;
  auto at = static_cast<double>(end) - 1;
  double step = 1;
  for (std::size_t h = 0; h < count; ++h) {
    step *= damping;
    at += step;
    values.push_back(at);
  }
  return values;
}

std::size_t regressor_count(const ArTerms& terms) {
  return (terms.differences == 0 || terms.drift ? 1 : 0) + 2 * terms.harmonics;
}

Column to_column(std::vector<double> values, std::size_t differences) {
  if (differences == 0) {
    return {std::move(values), {}};
  }
  Column column;
  column.start.fill(values.front());
  column.values.assign(values.begin() + 1, values.end());
  return column;
}

Filter ar_filter(const ScaledHistory& history, const ArTerms& terms) {
  std::vector<Column> columns{to_column(history.values, terms.differences)};
  for (std::size_t j = 0; j < regressor_count(terms); ++j) {
    columns.push_back(to_column(regressor(terms, j, 0, history.values.size()), terms.differences));
  }
  const auto skipped = static_cast<std::ptrdiff_t>(terms.differences);
  return {std::move(columns), {history.observed.begin() + skipped, history.observed.end()}};
}

}  // namespace

std::vector<double> ar_from_partial(std::span<const double> partial) {
  std::vector<double> phi;
  for (const double k : partial) {
    const auto before = phi;
    for (std::size_t i = 0; i < before.size(); ++i) {
      phi[i] = before[i] - k * before[before.size() - 1 - i];
    }
    phi.push_back(k);
  }
  return phi;
}

StateSpace ar_space(std::span<const double> partial, std::size_t differences) {
  const auto phi = ar_from_partial(partial);
  const std::size_t size = std::max<std::size_t>(1, phi.size() + differences);
  // The coefficients of (1 - phi_1 L - ...)(1 - L)^d on the values before.
  StateVector full{};
  full[0] = differences == 1 ? 1.0 : 0.0;
  for (std::size_t i = 0; i < phi.size(); ++i) {
    full[i] += phi[i];
    if (differences == 1) {
      full[i + 1] -= phi[i];
    }
  }
  StateMatrix transition{};
  transition[0] = full;
  for (std::size_t i = 1; i < size; ++i) {
    transition[i][i - 1] = 1;
  }
  auto space = innovation_form(size, transition, full, {1.0});
  const auto gamma = autocovariances(partial);
  space.start_variance = differences == 0 ? stationary(gamma, size) : before_first(gamma, size);
  return space;
}

ArFit fit_ar(const ScaledHistory& history, const std::vector<double>& start, const ArTerms& terms) {
  BET_EXPECT(start.size() <= most_lags && terms.differences <= 1);
  auto filter = ar_filter(history, terms);
  const auto objective = [&](std::span<const double> partial) {
    return filter.fit(ar_space(partial, terms.differences)).minus_two_log_likelihood();
  };
  std::vector<double> partial;
  if (!start.empty()) {
    const std::vector<Bound> box(start.size(), partial_box);
    partial = minimise(objective, {start}, box).at;
  }
  ArFit fit{terms, partial, ar_space(partial, terms.differences), {}, 0};
  fit.regression = filter.fit(fit.space);
  fit.aicc = corrected_aic(fit.regression, {start.size(), terms.differences});
  return fit;
}

ArFit choose_ar(const ScaledHistory& history, const ArTerms& terms) {
  ArFit best = fit_ar(history, {}, terms);
  for (const bool drift : {false, true}) {
    if (drift && terms.differences == 0) {
      continue;
    }
    auto with = terms;
    with.drift = drift;
    // Each order starts where the one before it ended: nested models.
    std::vector<double> start;
    for (std::size_t order = 0; order <= most_lags; ++order) {
      auto fit = fit_ar(history, start, with);
      start = fit.partial;
      start.push_back(0.0);
      if (fit.aicc < best.aicc) {
        best = std::move(fit);
      }
    }
  }
  return best;
}

ArFit choose_seasonal_ar(const ScaledHistory& history, const ArFit& plain, double season) {
  BET_EXPECT(season > 2 * most_harmonics);
  auto terms = plain.terms;
  terms.season = season;
  terms.harmonics = 1;
  ArFit best = fit_ar(history, plain.partial, terms);
  for (terms.harmonics = 2; terms.harmonics <= most_harmonics; ++terms.harmonics) {
    auto fit = fit_ar(history, plain.partial, terms);
    if (fit.aicc < best.aicc) {
      best = std::move(fit);
    }
  }
  // What is left once the season is taken out may be shorter in memory.
  return choose_ar(history, best.terms);
}

MemberFit ar_member(const ArFit& fit, const ScaledHistory& history, const Steps& steps) {
  const std::size_t end = history.values.size();
  std::vector<double> known(steps.count(), 0.0);
  for (std::size_t j = 0; j < regressor_count(fit.terms); ++j) {
    const auto values = fit.terms.drift && j == 0
                            ? damped_line(end, steps.count(), history.slope_damping)
                            : regressor(fit.terms, j, end, steps.count());
    for (std::size_t h = 0; h < known.size(); ++h) {
      known[h] += fit.regression.coefficients[j] * values[h];
    }
  }
  const std::size_t order = fit.partial.size();
  auto member =
      make_member(fit.space, fit.regression, {order, fit.terms.differences}, steps, known);
  member.name = fmt::format("AR({}), d={}", order, fit.terms.differences);
  if (fit.terms.harmonics > 0) {
    member.name += fmt::format(" + Fourier({})", fit.terms.harmonics);
  }
  if (order > 0) {
    member.details = fmt::format("phi {:.2f}", fmt::join(ar_from_partial(fit.partial), " "));
  }
  if (fit.terms.drift) {
    member.details += member.details.empty() ? "drift" : ", drift";
  }
  return member;
}

}  // namespace betledger::forecast
