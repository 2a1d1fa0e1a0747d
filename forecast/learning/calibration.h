#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/learning/spike_slab.h"
#include "forecast/scoring/scoring.h"

namespace betledger::forecast {

enum class ForecastKind : std::uint8_t { interval, point, probability };
/// "interval", "point", "probability"
[[nodiscard]] std::string_view name(ForecastKind kind) noexcept;

/// A forecast whose outcome is known.
struct PastForecast {
  std::string group;   // who made it
  double centre = 0;   // the median, the point or the probability
  double spread = 1;   // of an interval: its standard deviation as a normal
  double outcome = 0;  // of a probability: 1 it happened, 0 not
  std::string item{};  // what was forecast, where several forecast it: left out together
};

/// What one group's forecasts need. Interval: the bias in its own spreads and the factor on the
/// spread. Point: the factor on the forecast and the standard deviation of what is left.
/// Probability: the shift in log-odds, and 1.
struct GroupCalibration {
  std::string group;
  std::size_t count = 0;
  Readout own;     // of the group alone
  Readout pooled;  // drawn towards the others
  double spread = 1;
  double spread_low = 1;  // 95 %
  double spread_high = 1;
};

/// Mean score of forecasts as they were and as they would have been corrected by all the others
/// (CRPS, of probabilities the log score); better where `gain` is above 0.
struct LeaveOneOut {
  double raw = 0;
  double corrected = 0;
  double gain = 0;  // raw - corrected
  double gain_se = 0;
  std::size_t items = 0;  // things forecast: what is left out, and what the error is of
  bool folds = false;     // in 200 folds, for more items than are left out one by one
};

struct Calibration {
  ForecastKind kind = ForecastKind::point;
  std::size_t count = 0;
  Readout bias;         // of the average group; as in GroupCalibration
  double between = 0;   // standard deviation of the groups' true biases
  Readout slope{1, 0};  // of probabilities: on their log-odds; below 1: too sure
  double spread = 1;
  std::vector<GroupCalibration> groups;
  LeaveOneOut score;
  std::optional<Interval> coverage;  // of 80 % intervals: Wilson's interval of the share
  double covered = 0;
};

/// The next forecast as it should be read.
struct Corrected {
  double centre = 0;
  double spread = 0;  // standard deviation; of probabilities 0
};

/// Probabilities are taken no closer to 0 and 1 than this.
inline constexpr double surest = 0.01;

}  // namespace betledger::forecast
