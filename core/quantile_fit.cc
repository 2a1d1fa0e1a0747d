#include "core/quantile_fit.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/contract.h"
#include "core/normal.h"

namespace betledger {
namespace {

Quantiles negative(const Quantiles& stated) {
  Quantiles other;
  for (std::size_t i = stated.levels.size(); i-- > 0;) {
    other.levels.push_back(1 - stated.levels[i]);
    other.values.push_back(-stated.values[i]);
  }
  if (stated.upper) {
    other.lower = -*stated.upper;
  }
  return other;
}

bool is_symmetric(const std::vector<double>& levels) {
  return levels.size() == 3 && levels[1] == 0.5 && std::abs(levels[0] + levels[2] - 1) < 1e-12;
}

std::vector<double> scores(const std::vector<double>& levels) {
  std::vector<double> z(levels.size());
  std::transform(levels.begin(), levels.end(), z.begin(), normal_quantile);
  return z;
}

}  // namespace

QuantileFit::QuantileFit(const Quantiles& stated)
    : mirrored_{stated.upper && !stated.lower}, shape_{Metalog{0, 0, 0}} {
  const Quantiles fit = mirrored_ ? negative(stated) : stated;
  range_ = {fit.lower.value_or(-infinity), fit.upper.value_or(infinity)};
  const bool inside = fit.values.front() > range_.least && fit.values.back() < range_.most;
  std::vector<double> y = fit.values;
  if (inside && fit.lower) {
    scale_ = LineScale{*fit.lower, fit.upper};
    std::transform(y.begin(), y.end(), y.begin(), [&](double x) { return scale_.to_line(x); });
  }
  const bool symmetric = is_symmetric(fit.levels);
  if (inside && symmetric) {
    if (const auto metalog = Metalog::through(fit.levels[2], {y[0], y[1], y[2]})) {
      shape_ = *metalog;
      reason_ = Reason::metalog;
      return;
    }
  }
  reason_ = !inside ? Reason::at_bound : symmetric ? Reason::infeasible : Reason::other_levels;
  shape_ = MonotoneCurve{scores(fit.levels), std::move(y)};
}

double QuantileFit::at(const Score& score) const {
  return mirrored_ ? -fit_at(score.mirrored()) : fit_at(score);
}

double QuantileFit::fit_at(const Score& score) const {
  const auto* metalog = std::get_if<Metalog>(&shape_);
  const double y =
      metalog != nullptr ? metalog->at(score) : std::get<MonotoneCurve>(shape_).at(score.z());
  return std::clamp(scale_.from_line(y), range_.least, range_.most);
}

double QuantileFit::mean() const {
  return mirrored_ ? -fit_mean() : fit_mean();
}

double QuantileFit::variance() const {
  const double mean = fit_mean();
  return std::isinf(mean) ? infinity : fit_moment({.centre = mean, .power = 2, .top_only = false});
}

double QuantileFit::fit_mean() const {
  // About the median, so that a spread small against the level keeps its digits.
  const double median = fit_at(Score::of_normal(0));
  return median + fit_moment({.centre = median, .power = 1, .top_only = false});
}

double QuantileFit::fit_moment(const Moment& which) const {
  const auto* metalog = std::get_if<Metalog>(&shape_);
  return metalog != nullptr ? moment(*metalog, scale_, which)
                            : moment(std::get<MonotoneCurve>(shape_), scale_, range_, which);
}

double QuantileFit::lowest() const noexcept {
  return mirrored_ ? -range_.most : range_.least;
}

double QuantileFit::highest() const noexcept {
  return mirrored_ ? -range_.least : range_.most;
}

double QuantileFit::tail_share() const {
  if (std::isinf(range_.least)) {
    return 0;
  }
  const double whole = fit_moment({.centre = range_.least, .power = 1, .top_only = false});
  if (std::isinf(whole)) {
    return 1;
  }
  const double top = fit_moment({.centre = range_.least, .power = 1, .top_only = true});
  return whole > 0 ? top / whole : 0;
}

}  // namespace betledger
