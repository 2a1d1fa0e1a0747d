#include "core/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <variant>

#include "core/beta_quantile.h"
#include "core/contract.h"
#include "core/family_check.h"
#include "core/score.h"

namespace betledger {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double farthest = 30;  // in normal scores; nobody believes anything about 1e-198

/// The beta distribution under a PERT on [0, 1].
Beta unit_beta(const Pert& f) {
  const double width = f.high - f.low;
  return {1 + 4 * (f.mode - f.low) / width, 1 + 4 * (f.high - f.mode) / width};
}

/// A point between two ends, from the nearer one.
double between(double low, double high, const UnitPoint& point) {
  return point.from_zero <= point.from_one ? low + (high - low) * point.from_zero
                                           : high - (high - low) * point.from_one;
}

double quantile_of(const Constant& f, const Score&) {
  return f.value;
}
double quantile_of(const Normal& f, const Score& score) {
  return f.mean + f.sd * score.z();
}
double quantile_of(const LogNormal& f, const Score& score) {
  return f.median * std::exp(f.sdlog * score.z());
}
double quantile_of(const Uniform& f, const Score& score) {
  return between(f.low, f.high, {score.below(), score.above()});
}
double quantile_of(const Triangular& f, const Score& score) {
  const double width = f.high - f.low;
  const double below = score.below();
  const double up = f.mode - f.low;
  return below * width <= up ? f.low + std::sqrt(below * width * up)
                             : f.high - std::sqrt(score.above() * width * (f.high - f.mode));
}
double quantile_of(const Pert& f, const Score& score) {
  const Beta unit = unit_beta(f);
  return between(f.low, f.high, beta_quantile(unit.alpha, unit.beta, score));
}
double quantile_of(const Beta& f, const Score& score) {
  return beta_quantile(f.alpha, f.beta, score).from_zero;
}
/// The smallest value with at least this much of the mass at or below it.
double quantile_of(const Empirical& f, const Score& score) {
  const auto count = static_cast<double>(f.values.size());
  const double rank = std::clamp(std::ceil(score.below() * count), 1.0, count);
  return f.values[static_cast<std::size_t>(rank) - 1];
}

struct Moments {
  double mean, variance;
};

Moments moments(const Constant& f) {
  return {f.value, 0};
}
Moments moments(const Normal& f) {
  return {f.mean, f.sd * f.sd};
}
Moments moments(const LogNormal& f) {
  const double s2 = f.sdlog * f.sdlog;
  const double mean = f.median * std::exp(s2 / 2);
  return {mean, mean * mean * std::expm1(s2)};
}
Moments moments(const Uniform& f) {
  const double width = f.high - f.low;
  return {f.low + width / 2, width * width / 12};
}
Moments moments(const Triangular& f) {
  const double width = f.high - f.low;
  const double up = f.mode - f.low;
  return {f.low + (width + up) / 3, (width * width - width * up + up * up) / 18};
}
Moments moments(const Beta& f) {
  const double sum = f.alpha + f.beta;
  return {f.alpha / sum, f.alpha / sum * (f.beta / sum) / (sum + 1)};
}
Moments moments(const Pert& f) {
  const Moments unit = moments(unit_beta(f));
  const double width = f.high - f.low;
  return {f.low + width * unit.mean, width * width * unit.variance};
}
Moments moments(const Empirical& f) {
  const auto count = static_cast<double>(f.values.size());
  const double mean = std::accumulate(f.values.begin(), f.values.end(), 0.0) / count;
  const double squares =
      std::accumulate(f.values.begin(), f.values.end(), 0.0, [mean](double sum, double x) {
        return sum + (x - mean) * (x - mean);
      });
  return {mean, squares / count};
}

struct Range {
  double low, high;
};

Range range_of(const Constant& f) noexcept {
  return {f.value, f.value};
}
Range range_of(const Normal&) noexcept {
  return {-infinity, infinity};
}
Range range_of(const LogNormal&) noexcept {
  return {0, infinity};
}
Range range_of(const Beta&) noexcept {
  return {0, 1};
}
Range range_of(const Empirical& f) noexcept {
  return {f.values.front(), f.values.back()};
}
template <class LowAndHigh>
Range range_of(const LowAndHigh& f) noexcept {
  return {f.low, f.high};
}

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace

Distribution::Distribution(Family family) : family_{std::move(family)} {
  if (const auto* stated = std::get_if<Quantiles>(&family_)) {
    fit_.emplace(*stated);
  } else if (auto* sample = std::get_if<Empirical>(&family_)) {
    std::sort(sample->values.begin(), sample->values.end());
  }
}

Result<Distribution> Distribution::make(Family family) {
  Diagnostics problems = check(family);
  if (!problems.empty()) {
    return problems;
  }
  return Distribution{std::move(family)};
}

Distribution Distribution::constant(double value) {
  BET_EXPECT(std::abs(value) <= 1e100);
  return Distribution{Constant{value}};
}

double Distribution::at(const Score& score) const {
  return std::visit(Overloaded{[&](const Quantiles&) { return fit_->at(score); },
                               [&](const auto& f) { return quantile_of(f, score); }},
                    family_);
}

double Distribution::quantile(double p) const {
  BET_EXPECT(p > 0 && p < 1);
  constexpr double least = 4.906713927148187e-198;  // normal_cdf(-farthest)
  return at(Score::of_probability(std::max(p, least)));
}

double Distribution::from_normal(double z) const {
  return at(Score::of_normal(std::clamp(z, -farthest, farthest)));
}

double Distribution::mean() const {
  return std::visit(Overloaded{[&](const Quantiles&) { return fit_->mean(); },
                               [&](const auto& f) { return moments(f).mean; }},
                    family_);
}

double Distribution::variance() const {
  return std::visit(Overloaded{[&](const Quantiles&) { return fit_->variance(); },
                               [&](const auto& f) { return moments(f).variance; }},
                    family_);
}

double Distribution::lowest() const noexcept {
  return std::visit(Overloaded{[&](const Quantiles&) { return fit_->lowest(); },
                               [&](const auto& f) { return range_of(f).low; }},
                    family_);
}

double Distribution::highest() const noexcept {
  return std::visit(Overloaded{[&](const Quantiles&) { return fit_->highest(); },
                               [&](const auto& f) { return range_of(f).high; }},
                    family_);
}

bool Distribution::is_constant() const noexcept {
  if (const auto* stated = std::get_if<Quantiles>(&family_)) {
    return stated->values.front() == stated->values.back();
  }
  const auto* sample = std::get_if<Empirical>(&family_);
  return std::holds_alternative<Constant>(family_) ||
         (sample != nullptr && sample->values.front() == sample->values.back());
}

LogNormal lognormal_from_p10_p90(double p10, double p90) {
  constexpr double z90 = 1.2815515655446004;
  BET_EXPECT(p10 > 0 && p10 < p90);
  const double low = std::log(p10);
  const double high = std::log(p90);
  return {std::exp(low + (high - low) / 2), (high - low) / (2 * z90)};
}

}  // namespace betledger
