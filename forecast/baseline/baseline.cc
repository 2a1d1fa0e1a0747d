#include "forecast/baseline/baseline.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "forecast/baseline/arima.h"
#include "forecast/baseline/ets.h"
#include "forecast/baseline/student_t.h"
#include "forecast/baseline/weekday.h"

namespace betledger::forecast {
namespace {

/// Weights follow the evidence to the power n / (n + evidence_periods): equal while the history is
/// short, Akaike weights when it is long (docs/statistics-baseline.md).
constexpr double evidence_periods = 150;
/// No member counts for less than this share of the best one: it is left out.
constexpr double least_weight = 1e-3;
/// Per period, on the log and logit scales: no slope goes on for ever.
constexpr double slope_damping = 0.98;
/// With fewer degrees of freedom than this the tail of t puts quantities out of all proportion on
/// an exponential scale.
constexpr double least_dof = 8;

constexpr std::size_t points_for_theta = 5;
constexpr std::size_t points_for_ar = 5;
constexpr std::size_t points_for_ets = 8;
constexpr double days_of_year = 365.25;

/// Between the first and the last known value, on the scale g.
struct Scaled {
  ScaledHistory history;
  double centre = 0;
  double unit = 1;           // mean absolute step
  bool constant = true;      // no step at all
  std::size_t trailing = 0;  // missing periods after the last known value
};

Diagnostic no_history(const BaselineRequest& request, std::size_t points) {
  return {"D501",
          Severity::error,
          {},
          {},
          fmt::format("{}: {} of history, a baseline needs at least two",
                      request.metric,
                      points == 0 ? "no value" : "one value"),
          "import actuals, or state the baseline: `baseline: {start: {p10: ..., p50: ..., p90: "
          "...}, end: {...}}`"};
}

Diagnostic outside(const BaselineRequest& request, Day period, double value) {
  const bool fraction = request.support == tree::Support::fraction;
  return {"D502",
          Severity::error,
          {},
          {},
          fmt::format("{}: {} in the period of {} is not {}",
                      request.metric,
                      std::isfinite(value) ? format_number(value) : "what is written",
                      format_day(period),
                      fraction                                     ? "between 0 and 1"
                      : request.support == tree::Support::positive ? "positive"
                                                                   : "a number"),
          "correct the value, leave the period empty (missing is not zero), or give the metric "
          "`support: real`"};
}

Diagnostics check(const Series& history, const BaselineRequest& request) {
  Diagnostics errors;
  std::size_t points = 0;
  for (std::size_t t = 0; t < history.values.size(); ++t) {
    const auto& value = history.values[t];
    if (!value) {
      continue;
    }
    ++points;
    if (!tree::contains(request.support, *value)) {
      errors.push_back(outside(request, history.start_of(static_cast<int>(t)), *value));
    }
  }
  if (points < 2) {
    errors.push_back(no_history(request, points));
  }
  return errors;
}

/// \pre check() found nothing
Scaled to_scaled(const Series& series, tree::Support support) {
  const auto known = [](const std::optional<double>& value) { return value.has_value(); };
  const auto first = std::find_if(series.values.begin(), series.values.end(), known);
  const auto end = std::find_if(series.values.rbegin(), series.values.rend(), known).base();
  Scaled scaled;
  scaled.trailing = static_cast<std::size_t>(series.values.end() - end);
  scaled.centre = tree::to_scale(support, **(end - 1));
  double travelled = 0;
  double steps = 0;
  std::optional<double> before;
  for (auto at = first; at != end; ++at) {
    scaled.history.observed.push_back(at->has_value());
    scaled.history.values.push_back(*at ? tree::to_scale(support, **at) - scaled.centre : 0.0);
    if (*at) {
      const double value = scaled.history.values.back();
      travelled += before ? std::abs(value - *before) : 0.0;
      steps += before ? 1 : 0;
      before = value;
    }
  }
  scaled.constant = !(travelled > 0);
  scaled.unit = scaled.constant ? 1.0 : travelled / steps;
  for (double& value : scaled.history.values) {
    value /= scaled.unit;
  }
  scaled.history.slope_damping = support == tree::Support::real ? 1.0 : slope_damping;
  return scaled;
}

std::vector<MemberFit> fit_members(const ScaledHistory& history,
                                   const Steps& steps,
                                   double periods_of_year) {
  const std::size_t points = history.points();
  std::vector<MemberFit> fits{fit_random_walk(history, steps)};
  if (points >= points_for_ets) {
    fits.push_back(fit_ets_member(history, steps));
  }
  if (points >= points_for_theta) {
    fits.push_back(fit_theta_member(history, steps));
  }
  if (points < points_for_ar) {
    return fits;
  }
  const auto level = choose_ar(history, {.differences = 0});
  const auto change = choose_ar(history, {.differences = 1});
  fits.push_back(ar_member(level, history, steps));
  fits.push_back(ar_member(change, history, steps));
  if (static_cast<double>(points) >= std::floor(2 * periods_of_year)) {
    const auto& plain = level.aicc < change.aicc ? level : change;
    fits.push_back(ar_member(choose_seasonal_ar(history, plain, periods_of_year), history, steps));
  }
  return fits;
}

/// Days are fitted without their weekday's effect, and get it back.
std::vector<MemberFit> fit_pool(ScaledHistory history, const Steps& steps, PeriodKind kind) {
  const double year = days_of_year / average_days(kind);
  const auto pattern = kind == PeriodKind::day ? find_weekday_pattern(history) : std::nullopt;
  if (!pattern) {
    return fit_members(history, steps, year);
  }
  for (std::size_t t = 0; t < history.values.size(); ++t) {
    history.values[t] -= pattern->at(t);
  }
  auto fits = fit_members(history, steps, year);
  for (MemberFit& fit : fits) {
    fit.name += " + weekdays";
    for (std::size_t h = 0; h < steps.horizon; ++h) {
      fit.mean[h] += pattern->at(history.values.size() + steps.lead + h);
    }
  }
  return fits;
}

/// The evidence for each member, to a power that grows with the history.
std::vector<double> weigh(const std::vector<MemberFit>& fits, std::size_t points) {
  double best = std::numeric_limits<double>::infinity();
  for (const MemberFit& fit : fits) {
    best = std::min(best, fit.aicc);
  }
  const auto n = static_cast<double>(points);
  const double power = n / (n + evidence_periods);
  std::vector<double> weights;
  weights.reserve(fits.size());
  for (const MemberFit& fit : fits) {
    // Too few points for any criterion: all alike.
    weights.push_back(std::isfinite(best) ? std::exp(-0.5 * power * (fit.aicc - best)) : 1.0);
  }
  return weights;
}

sim::PathMember to_path(const MemberFit& fit, const Scaled& scaled, const Steps& steps) {
  sim::PathMember path;
  for (const double mean : fit.mean) {
    path.mean.push_back(scaled.centre + scaled.unit * mean);
  }
  path.psi = fit.psi;
  path.sigma = scaled.constant ? 0.0 : scaled.unit * fit.sigma;
  path.dof = fit.dof;
  if (fit.dof < least_dof) {
    path.dof = least_dof;
    path.sigma *= student_t_quantile(0.9, fit.dof) / student_t_quantile(0.9, least_dof);
  }
  path.lead = static_cast<std::uint32_t>(steps.lead);
  return path;
}

Result<Baseline> fit(const Series& history, const BaselineRequest& request, bool naive) {
  BET_EXPECT(request.horizon >= 1);
  if (auto errors = check(history, request); !errors.empty()) {
    return errors;
  }
  const auto scaled = to_scaled(history, request.support);
  const Steps steps{scaled.trailing + request.skip, request.horizon};
  Baseline baseline{request.metric, request.support, scaled.history.points(), {}, {}};
  baseline.last = history.start_of(static_cast<int>(history.values.size()) - 1 -
                                   static_cast<int>(scaled.trailing));
  std::vector<MemberFit> fits;
  if (naive || scaled.constant) {
    fits.push_back(fit_random_walk(scaled.history, steps));
    fits.back().details = scaled.constant ? "the history is constant" : "";
  } else {
    fits = fit_pool(scaled.history, steps, history.kind);
  }
  const auto weights = weigh(fits, baseline.points);
  for (std::size_t i = 0; i < fits.size(); ++i) {
    if (weights[i] >= least_weight) {
      auto path = to_path(fits[i], scaled, steps);
      path.weight = weights[i];
      baseline.members.push_back({fits[i].name, fits[i].details, std::move(path)});
    }
  }
  return baseline;
}

}  // namespace

sim::PathPool Baseline::pool() const {
  sim::PathPool pool;
  for (const FittedMember& member : members) {
    pool.members.push_back(member.path);
  }
  return pool;
}

Result<Baseline> fit_baseline(const Series& history, const BaselineRequest& request) {
  return fit(history, request, false);
}

Result<Baseline> fit_naive(const Series& history, const BaselineRequest& request) {
  return fit(history, request, true);
}

Residuals one_step_residuals(const Series& history, tree::Support support) {
  const Series usable = blank_outside(history, support).history;
  const BaselineRequest request{{}, support, 0, 1};
  Residuals residuals{std::vector<std::optional<double>>(usable.values.size()), 0};
  if (!check(usable, request).empty()) {
    return residuals;
  }
  const auto scaled = to_scaled(usable, support);
  if (scaled.constant) {
    return residuals;
  }
  const auto fits = fit_pool(scaled.history, {scaled.trailing, 1}, usable.kind);
  const auto& best = *std::min_element(
      fits.begin(), fits.end(), [](const auto& a, const auto& b) { return a.aicc < b.aicc; });
  residuals.sd = scaled.unit * best.sigma;
  auto at = usable.values.size();
  for (auto one = best.innovations.rbegin(); one != best.innovations.rend(); ++one) {
    do {
      --at;
    } while (!usable.values[at]);
    residuals.values[at] = *one;
  }
  return residuals;
}

Blanked blank_outside(Series history, tree::Support support) {
  Blanked result;
  for (std::size_t t = 0; t < history.values.size(); ++t) {
    auto& value = history.values[t];
    if (value && !tree::contains(support, *value)) {
      result.removed.push_back({history.start_of(static_cast<int>(t)), *value});
      value.reset();
    }
  }
  result.history = std::move(history);
  return result;
}

}  // namespace betledger::forecast
