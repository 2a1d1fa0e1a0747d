#include "ledger/actuals/actuals_periods.h"

#include <algorithm>

#include "core/contract.h"

namespace betledger::ledger {
namespace {

namespace chrono = std::chrono;

bool one_per_period(PeriodKind kind, const std::vector<Day>& days) {
  return std::adjacent_find(days.begin(), days.end(), [kind](Day a, Day b) {
           return period_start(kind, a) == period_start(kind, b);
         }) == days.end();
}

/// The same day of every month, or always its last.
bool monthly_by_date(const std::vector<Day>& days) {
  const auto date_of = [](Day day) { return chrono::year_month_day{day}.day(); };
  const auto is_last = [](Day day) {
    return period_start(PeriodKind::month, day + chrono::days{1}) > day;
  };
  const auto same_date = [&](Day day) { return date_of(day) == date_of(days.front()); };
  return one_per_period(PeriodKind::month, days) &&
         (std::all_of(days.begin(), days.end(), same_date) ||
          std::all_of(days.begin(), days.end(), is_last));
}

}  // namespace

std::optional<PeriodKind> tell_period(const std::vector<Day>& days) {
  std::vector<std::int64_t> gaps;
  for (std::size_t i = 1; i < days.size(); ++i) {
    gaps.push_back((days[i] - days[i - 1]).count());
    BET_EXPECT(gaps.back() > 0);
  }
  if (gaps.empty()) {
    return std::nullopt;
  }
  if (monthly_by_date(days)) {
    return PeriodKind::month;
  }
  if (std::all_of(gaps.begin(), gaps.end(), [](std::int64_t gap) { return gap % 7 == 0; })) {
    return PeriodKind::week;
  }
  if (*std::min_element(gaps.begin(), gaps.end()) == 1) {
    return PeriodKind::day;
  }
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  if (*middle >= 5 && *middle <= 9 && one_per_period(PeriodKind::week, days)) {
    return PeriodKind::week;
  }
  if (*middle >= 27 && *middle <= 32 && one_per_period(PeriodKind::month, days)) {
    return PeriodKind::month;
  }
  return std::nullopt;
}

bool can_be_read_as(PeriodKind told, PeriodKind stated) noexcept {
  return told == stated || stated == PeriodKind::day;
}

}  // namespace betledger::ledger
