#include "forecast/baseline/ets.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/contract.h"
#include "forecast/baseline/optimize.h"

namespace betledger::forecast {
namespace {

constexpr double least_smoothing = 1e-4;
constexpr Bound alpha_box{1e-4, 0.9999};
constexpr Bound beta_share_box{1e-4, 0.9999};  // beta / alpha
constexpr double least_phi = 0.8;
constexpr double largest_phi_short = 0.9;
constexpr double largest_phi_long = 0.98;
constexpr std::size_t long_history = 60;

Filter level_filter(const ScaledHistory& history, bool trend) {
  std::vector<Column> columns{{history.values, {}}, {{}, {-1.0, 0.0}}};
  if (trend) {
    columns.push_back({{}, {0.0, -1.0}});
  }
  return {std::move(columns), history.observed};
}

}  // namespace

StateSpace ets_space(const EtsParameters& parameters, bool trend) {
  const auto& [alpha, beta, phi] = parameters;
  if (!trend) {
    return innovation_form(1, {{{1.0}}}, {1.0}, {alpha});
  }
  return innovation_form(2, {{{1.0, phi}, {0.0, phi}}}, {1.0, phi}, {alpha, beta});
}

EtsFit fit_ets_at(const ScaledHistory& history, const EtsParameters& parameters, bool trend) {
  auto filter = level_filter(history, trend);
  const auto space = ets_space(parameters, trend);
  return {parameters, space, filter.fit(space)};
}

EtsFit fit_damped_trend(const ScaledHistory& history, double largest_phi) {
  BET_EXPECT(history.points() >= 4 && largest_phi > least_phi && largest_phi < 1);
  auto filter = level_filter(history, true);
  const auto at = [](std::span<const double> x) {
    return EtsParameters{x[0], std::max(least_smoothing, x[0] * x[1]), x[2]};
  };
  const auto objective = [&](std::span<const double> x) {
    return filter.fit(ets_space(at(x), true)).minus_two_log_likelihood();
  };
  const std::array<Bound, 3> box{alpha_box, beta_share_box, Bound{least_phi, largest_phi}};
  const double phi = (least_phi + largest_phi) / 2;
  const auto best = minimise(objective, {{0.2, 0.1, phi}, {0.8, 0.1, phi}, {0.6, 0.6, phi}}, box);
  return fit_ets_at(history, at(best.at), true);
}

EtsFit fit_level(const ScaledHistory& history) {
  BET_EXPECT(history.points() >= 3);
  auto filter = level_filter(history, false);
  const auto objective = [&](std::span<const double> x) {
    return filter.fit(ets_space({x[0], 0.0, 1.0}, false)).minus_two_log_likelihood();
  };
  const std::array<Bound, 1> box{alpha_box};
  const auto best = minimise(objective, {{0.1}, {0.5}, {0.9}}, box);
  return fit_ets_at(history, {best.at[0], 0.0, 1.0}, false);
}

MemberFit fit_ets_member(const ScaledHistory& history, const Steps& steps) {
  const bool is_long = history.points() >= long_history;
  const auto fit = fit_damped_trend(history, is_long ? largest_phi_long : largest_phi_short);
  auto member = make_member(fit.space, fit.regression, {3, 0}, steps);
  member.name = "ETS(A,Ad,N)";
  member.details = fmt::format("alpha {:.2f}, beta {:.3f}, phi {:.2f}",
                               fit.parameters.alpha,
                               fit.parameters.beta,
                               fit.parameters.phi);
  return member;
}

double least_squares_slope(const ScaledHistory& history) {
  double n = 0;
  double mean_t = 0;
  double mean_y = 0;
  double spread = 0;
  double joint = 0;
  for (std::size_t i = 0; i < history.values.size(); ++i) {
    if (!history.observed[i]) {
      continue;
    }
    n += 1;
    const double from_t = static_cast<double>(i) - mean_t;
    mean_t += from_t / n;
    mean_y += (history.values[i] - mean_y) / n;
    spread += from_t * (static_cast<double>(i) - mean_t);
    joint += from_t * (history.values[i] - mean_y);
  }
  return spread > 0 ? joint / spread : 0.0;
}

MemberFit fit_theta_member(const ScaledHistory& history, const Steps& steps) {
  const auto fit = fit_level(history);
  const double alpha = fit.parameters.alpha;
  const double drift = least_squares_slope(history) / 2;
  const double behind =
      (1 - std::pow(1 - alpha, static_cast<double>(history.values.size()))) / alpha;
  std::vector<double> known;
  double climbed = behind;
  double step = 1;
  for (std::size_t h = 0; h < steps.count(); ++h) {
    known.push_back(drift * climbed);
    step *= history.slope_damping;
    climbed += step;
  }
  auto member = make_member(fit.space, fit.regression, {1, 0}, steps, known);
  member.name = "Theta";
  member.details = fmt::format("alpha {:.2f}", alpha);
  return member;
}

}  // namespace betledger::forecast
