#include "reports/page/figures.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/number.h"

namespace betledger::reports {

std::string with_error(double value, double se) {
  if (!std::isfinite(value) || !std::isfinite(se)) {
    return "too large to tell";
  }
  constexpr double rounding = 1e-9;  // of the amount: no error, but what arithmetic leaves
  if (!(se > rounding * std::abs(value))) {
    return format_rounded(value, 6);
  }
  const double size = std::max(std::abs(value), se);
  const int digits =
      static_cast<int>(std::floor(std::log10(size)) - std::floor(std::log10(se))) + 2;
  const double step = std::pow(10.0, std::floor(std::log10(se)) - 1);
  const double rounded = std::round(value / step) * step;
  return (rounded == 0 ? "0" : format_rounded(rounded, std::clamp(digits, 2, 12))) + " ± " +
         format_rounded(se, 2);
}

namespace {

/// "> 99.98%" or "< 0.02%", where every run agreed: three over their number is the share that 95 of
/// 100 such outcomes leave room for, and the error of such a share is 1 / (sqrt(2) runs).
std::string beyond(bool every, double se) {
  const double room = 100 * 3 * std::sqrt(2.0) * se;
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(room))), 0, 9);
  const double step = std::pow(10.0, -decimals);
  const double up = std::min(100.0, std::ceil(room / step - 1e-3) * step);
  return every ? "> " + format_percent(1 - up / 100, decimals)
               : "< " + format_percent(up / 100, decimals);
}

bool is_certain(double share, double se) {
  return (share == 0 || share == 1) && se > 0;
}

}  // namespace

std::string share_with_error(double share, double se) {
  return is_certain(share, se) ? beyond(share == 1, se) : percent_with_error(share, se);
}

std::string share_percent(double share, double se) {
  if (is_certain(share, se)) {
    return beyond(share == 1, se);
  }
  if (share > 0 && share < 0.005) {
    return "< 1%";
  }
  return share < 1 && share >= 0.995 ? "> 99%" : format_percent(share, 0);
}

std::string percent_with_error(double share, double se) {
  return format_percent(share, 1) + " ± " + format_rounded(100 * se, se < 0.01 ? 1 : 2);
}

std::string median_with_range(double p10, double p50, double p90) {
  return fmt::format(
      "{} ({} to {})", format_rounded(p50, 2), format_rounded(p10, 2), format_rounded(p90, 2));
}

std::string amount_text(double value, tree::Action action) {
  value = std::abs(value) < 1e-12 ? 0 : value;  // a quantile of 0, to rounding
  return action == tree::Action::lift ? fmt::format("{:+.1f}%", 100 * value)
                                      : format_rounded(value, 3);
}

}  // namespace betledger::reports
