#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "sim/model/model.h"

namespace betledger::forecast {

/// How often a metric's history shows a change so large: of all pairs of neighbouring spans, those
/// whose second span's mean differs from the first's by the amount or more, in its direction.
struct TrackRecord {
  std::size_t span = 0;   // periods
  std::size_t pairs = 0;  // with a value in every period; they overlap
  std::size_t as_large = 0;

  [[nodiscard]] double share() const noexcept {
    return pairs == 0 ? 0 : static_cast<double>(as_large) / static_cast<double>(pairs);
  }
};

/// A lift is relative to the first span's mean, a shift absolute.  \pre span > 0
[[nodiscard]] TrackRecord track_record(std::span<const std::optional<double>> history,
                                       std::size_t span,
                                       sim::Action action,
                                       double amount);

/// "has happened in 3 % of 26 pairs of 7-week spans", or that the history is too short to say.
[[nodiscard]] std::string in_words(const TrackRecord& record, const std::string& period);

}  // namespace betledger::forecast
