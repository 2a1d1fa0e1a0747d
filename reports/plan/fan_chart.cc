#include "reports/plan/fan_chart.h"

#include <algorithm>
#include <cmath>

#include "core/calendar.h"
#include "core/number.h"
#include "reports/page/document.h"
#include "reports/page/width.h"

namespace betledger::reports {
namespace {

/// Which of `columns` cells `value` falls into on [low, high].
std::size_t cell(double value, double low, double high, std::size_t columns) {
  if (!(high > low)) {
    return columns / 2;
  }
  const double share = std::clamp((value - low) / (high - low), 0.0, 1.0);
  return std::min(columns - 1, static_cast<std::size_t>(share * static_cast<double>(columns)));
}

std::string join_cells(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& one : cells) {
    line += one;
  }
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

}  // namespace

std::vector<std::string> fan_chart(const std::vector<forecast::PeriodFan>& periods,
                                   std::size_t columns) {
  if (periods.empty()) {
    return {};
  }
  double low = periods.front().with.quantiles.front();
  double high = periods.front().with.quantiles.back();
  for (const auto& period : periods) {
    low = std::min(low, period.with.quantiles.front());
    high = std::max(high, period.with.quantiles.back());
  }
  std::vector<std::string> lines;
  for (const auto& period : periods) {
    std::vector<std::string> cells(columns, " ");
    const auto& q = period.with.quantiles;
    const auto paint = [&](double from, double to, const char* mark) {
      for (std::size_t c = cell(from, low, high, columns); c <= cell(to, low, high, columns); ++c) {
        cells[c] = mark;
      }
    };
    paint(q[0], q[6], "·");
    paint(q[1], q[5], "─");
    paint(q[2], q[4], "━");
    cells[cell(period.without.quantiles[3], low, high, columns)] = "○";
    cells[cell(q[3], low, high, columns)] = "●";
    lines.push_back("  " + format_day(period.start) + "  " +
                    pad(format_rounded(q[3], 3), 9, Align::right) + "  " + join_cells(cells));
  }
  const std::string left = format_rounded(low, 3);
  const std::string right = format_rounded(high, 3);
  lines.push_back(std::string(25, ' ') + pad(left, columns - display_width(right)) + right);
  return lines;
}

std::string swing_bar(double low, double high, const BarAxis& axis) {
  std::vector<std::string> cells(axis.columns, " ");
  const auto at = [&](double value) { return cell(value, axis.low, axis.high, axis.columns); };
  for (std::size_t c = at(std::min(low, high)); c <= at(std::max(low, high)); ++c) {
    cells[c] = "━";
  }
  cells[at(axis.middle)] = "│";
  return join_cells(cells);
}

}  // namespace betledger::reports
