#include "core/series.h"

#include "core/contract.h"

namespace betledger {

std::optional<double> Series::at(Day period) const noexcept {
  const int index = periods_between(kind, start, period);
  if (index < 0 || static_cast<std::size_t>(index) >= values.size()) {
    return std::nullopt;
  }
  return values[static_cast<std::size_t>(index)];
}

Series to_series(PeriodKind kind, const std::vector<Observation>& observations) {
  Series series{kind, {}, {}};
  if (observations.empty()) {
    return series;
  }
  series.start = observations.front().day;
  for (const Observation& observation : observations) {
    BET_EXPECT(period_start(kind, observation.day) == observation.day);
    const int index = periods_between(kind, series.start, observation.day);
    BET_EXPECT(index >= static_cast<int>(series.values.size()));
    series.values.resize(static_cast<std::size_t>(index));
    series.values.emplace_back(observation.value);
  }
  return series;
}

}  // namespace betledger
