#include "reports/ledger/amounts.h"

#include <array>
#include <cmath>

namespace betledger::reports {
namespace {

std::string_view family_name(const Distribution& distribution) {
  constexpr std::array<std::string_view, 9> names{"constant",
                                                  "normal",
                                                  "lognormal",
                                                  "uniform",
                                                  "triangular",
                                                  "PERT",
                                                  "beta",
                                                  "quantiles",
                                                  "empirical"};
  return names[distribution.family().index()];
}

}  // namespace

std::string value_in_words(double value, NumberKind kind, std::string_view unit, int digits) {
  switch (kind) {
    case NumberKind::percent:
    case NumberKind::fraction:
      return format_rounded(100 * value, digits) + " %";
    case NumberKind::points:
      return format_rounded(100 * value, digits) + " pp";
    case NumberKind::plain:
      break;
  }
  return format_rounded(value, digits) + (unit.empty() ? "" : " ") + std::string{unit};
}

std::string in_words(const Distribution& distribution, NumberKind kind, std::string_view unit) {
  if (distribution.is_constant()) {
    return value_in_words(distribution.quantile(0.5), kind, unit);
  }
  // What is nothing beside the spread is a nothing that was rounded on the way.
  const double spread = std::abs(distribution.quantile(0.9)) + std::abs(distribution.quantile(0.1));
  const auto at = [&](double p) {
    const double value = distribution.quantile(p);
    return value_in_words(std::abs(value) < 1e-12 * spread ? 0.0 : value, kind, unit);
  };
  const double mean = distribution.mean();
  return at(0.1) + " to " + at(0.9) + " in 8 of 10 cases, median " + at(0.5) + ", mean " +
         (std::isfinite(mean) ? value_in_words(mean, kind, unit) : "not finite") + " (" +
         std::string{family_name(distribution)} + ")";
}

}  // namespace betledger::reports
