#include "core/monotone_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "core/contract.h"
#include "core/quadrature.h"

namespace betledger {
namespace {

constexpr double reach = 12;  // beyond this score the normal has e^-75 of its mass

/// Where the integrand has kinks: the nodes and the points where a tail meets a bound.
std::vector<double> breaks(const MonotoneCurve& curve, const Cut& cut, double from, double to) {
  std::vector<double> at = curve.z();
  const auto meets = [&](double z, double y, double slope, double bound) {
    if (std::isfinite(bound) && slope > 0) {
      at.push_back(z + (bound - y) / slope);
    }
  };
  meets(curve.z().front(), curve.y().front(), curve.first_slope(), cut.least);
  meets(curve.z().back(), curve.y().back(), curve.last_slope(), cut.most);
  std::erase_if(at, [&](double z) { return !(z > from && z < to); });
  at.push_back(from);
  at.push_back(to);
  std::sort(at.begin(), at.end());
  return at;
}

}  // namespace

MonotoneCurve::MonotoneCurve(std::vector<double> z, std::vector<double> y)
    : z_{std::move(z)}, y_{std::move(y)}, slope_(z_.size(), 0) {
  BET_EXPECT(z_.size() >= 2 && z_.size() == y_.size());
  const std::size_t pieces = z_.size() - 1;
  const auto width = [&](std::size_t i) { return z_[i + 1] - z_[i]; };
  const auto secant = [&](std::size_t i) { return (y_[i + 1] - y_[i]) / width(i); };
  for (std::size_t i = 0; i < pieces; ++i) {
    BET_EXPECT(width(i) > 0 && y_[i + 1] >= y_[i]);
  }
  slope_.front() = secant(0);
  slope_.back() = secant(pieces - 1);
  for (std::size_t i = 1; i < pieces; ++i) {
    const double left = secant(i - 1);
    const double right = secant(i);
    if (left > 0 && right > 0) {
      const double toward_left = 2 * width(i) + width(i - 1);
      const double toward_right = width(i) + 2 * width(i - 1);
      slope_[i] = (toward_left + toward_right) / (toward_left / left + toward_right / right);
    }
  }
}

double MonotoneCurve::at(double z) const noexcept {
  if (z <= z_.front()) {
    return y_.front() + slope_.front() * (z - z_.front());
  }
  if (z >= z_.back()) {
    return y_.back() + slope_.back() * (z - z_.back());
  }
  const auto next = std::upper_bound(z_.begin(), z_.end(), z);
  const auto i = static_cast<std::size_t>(next - z_.begin()) - 1;
  const double width = z_[i + 1] - z_[i];
  const double t = (z - z_[i]) / width;
  const double s = 1 - t;
  const double cubic = y_[i] * s * s * (1 + 2 * t) + y_[i + 1] * t * t * (1 + 2 * s) +
                       width * s * t * (slope_[i] * s - slope_[i + 1] * t);
  return std::clamp(cubic, y_[i], y_[i + 1]);  // rounding alone could leave the interval
}

double moment(const MonotoneCurve& curve,
              const LineScale& scale,
              const Cut& cut,
              const Moment& which) {
  constexpr double z99 = 2.3263478740408411;
  constexpr double steepest = 100;  // e^5000 and more
  const bool is_log = scale.kind() == LineScale::Kind::log;
  const double peak = is_log ? which.power * curve.last_slope() : 0;
  if (peak > steepest) {
    return std::numeric_limits<double>::infinity();
  }
  // The density is shared out among the factors, so that none overflows where the product does not.
  const auto integrand = [&](double z) {
    const double thin = z * z / (2 * which.power);
    const double y = curve.at(z);
    const double factor =
        is_log ? (scale.lower() - which.centre) * std::exp(-thin) + std::exp(y - thin)
               : (std::clamp(scale.from_line(y), cut.least, cut.most) - which.centre) *
                     std::exp(-thin);
    return which.power == 1 ? factor : factor * factor;
  };
  const double from = which.top_only ? z99 : std::min(curve.z().front(), 0.0) - reach;
  const double to = std::max({curve.z().back(), peak, 0.0}) + reach;
  const std::vector<double> at = breaks(curve, cut, from, to);
  double sum = 0;
  for (std::size_t i = 0; i + 1 < at.size(); ++i) {
    sum += integrate(integrand, at[i], at[i + 1]);
  }
  return sum * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
}

}  // namespace betledger
