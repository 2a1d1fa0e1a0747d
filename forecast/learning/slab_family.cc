#include "forecast/learning/slab_family.h"

#include <array>
#include <cmath>

#include "core/normal.h"

namespace betledger::forecast {
namespace {

using Widths = std::array<double, most_slab_widths>;

/// The quantile of chi-square with 3 degrees of freedom, by halving: its distribution function is
/// erf(sqrt(x / 2)) - sqrt(2 x / pi) exp(-x / 2).
double chi_square_3(double p) {
  double low = 0;
  double high = 100;
  constexpr int steps = 100;
  for (int step = 0; step < steps; ++step) {
    const double x = (low + high) / 2;
    const double below =
        2 * normal_cdf(std::sqrt(x)) - 1 - 2 * std::sqrt(x) * normal_pdf(std::sqrt(x));
    (below < p ? low : high) = x;
  }
  return (low + high) / 2;
}

Widths make_widths(SlabFamily family) {
  Widths widths{};
  for (std::size_t i = 0; i < most_slab_widths; ++i) {
    const double p = (static_cast<double>(i) + 0.5) / most_slab_widths;
    widths[i] = family == SlabFamily::normal    ? 1
                : family == SlabFamily::laplace ? std::sqrt(-2 * std::log1p(-p))
                                                : std::sqrt(3 / chi_square_3(p));
  }
  return widths;
}

}  // namespace

std::string_view name(SlabFamily family) noexcept {
  constexpr std::array<std::string_view, 3> names{"normal", "laplace", "student"};
  return names[static_cast<std::size_t>(family)];
}

std::span<const double> slab_widths(SlabFamily family) {
  static const std::array<Widths, 3> all{make_widths(SlabFamily::normal),
                                         make_widths(SlabFamily::laplace),
                                         make_widths(SlabFamily::student)};
  const Widths& widths = all[static_cast<std::size_t>(family)];
  return family == SlabFamily::normal ? std::span{widths}.first(1) : std::span{widths};
}

}  // namespace betledger::forecast
