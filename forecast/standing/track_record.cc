#include "forecast/standing/track_record.h"

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"

namespace betledger::forecast {

TrackRecord track_record(std::span<const std::optional<double>> history,
                         std::size_t span,
                         sim::Action action,
                         double amount) {
  BET_EXPECT(span > 0);
  TrackRecord record;
  record.span = span;
  for (std::size_t start = 0; start + 2 * span <= history.size(); ++start) {
    double before = 0;
    double after = 0;
    bool complete = true;
    for (std::size_t i = 0; i < span; ++i) {
      const auto& early = history[start + i];
      const auto& late = history[start + span + i];
      complete = complete && early && late;
      before += early.value_or(0) / static_cast<double>(span);
      after += late.value_or(0) / static_cast<double>(span);
    }
    if (!complete || (action == sim::Action::lift && before == 0)) {
      continue;
    }
    const double change = action == sim::Action::lift ? after / before - 1 : after - before;
    ++record.pairs;
    record.as_large += (amount < 0 ? change <= amount : change >= amount) ? 1 : 0;
  }
  return record;
}

std::string in_words(const TrackRecord& record, const std::string& period) {
  constexpr std::size_t least = 8;
  if (record.pairs < least) {
    return fmt::format(
        "its history is too short to say how often {} {}s changed so much", record.span, period);
  }
  return fmt::format("has happened in {} of {} pairs of {}-{} spans",
                     format_percent(record.share(), 0),
                     record.pairs,
                     record.span,
                     period);
}

}  // namespace betledger::forecast
