#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/program/program.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// How a path leaves its law: for good, for a period, or more and more.
enum class Shape : std::uint8_t { level, spike, drift };

/// One metric to look at, and the periods of the cycle that it has, or will have, a value in.
struct AlarmSeries {
  std::uint32_t node = 0;
  std::vector<bool> seen;  // by period
};

struct AlarmSettings {
  std::uint64_t runs = 16'384;
  std::uint64_t seed = 1;
  double false_alarms = 0.10;  // share of quarters as planned that raise any warning at all
};

/// What one metric's values say at a look.
struct Departure {
  double p = 1;  // share of the plan's runs whose largest departure by then is as large
  Shape shape = Shape::level;
  std::uint32_t since = 0;  // period
  double size = 0;          // on the metric's scale: the level, the spike, or the drift per period
  double z = 0;             // size in its standard errors, were the plan Gaussian
  std::optional<std::uint32_t> first;  // the first look's last period with p at the threshold
};

/// What is signal and what is noise, by the plan's own runs.
///
/// At each look, a metric's departure is the largest |z| over matched filters for a level, a spike
/// and a drift from each period so far, on the path whitened by the runs' moments (a generalised
/// likelihood ratio, Willsky and Jones 1976); each filter's z, up and down, in units of what one
/// run in 200 passes, because a plan whose bets work or do not is not Gaussian. Its p is its rank
/// among the runs' at the same look. A run raises a warning if any metric's p at any look reaches
/// the threshold; that is set so that at most `false_alarms` of the runs do: joint over metrics and
/// looks, whatever they have in common. O(runs x metrics x periods^2); keeps 8 bytes x runs x
/// metrics x periods.
class Alarm {
 public:
  /// \pre a flag per period of the model in every series; runs >= 100
  Alarm(const sim::Program& plan,
        std::vector<AlarmSeries> series,
        const AlarmSettings& settings,
        sim::Executor& executor);

  [[nodiscard]] const std::vector<AlarmSeries>& series() const noexcept { return series_; }
  [[nodiscard]] double threshold() const noexcept { return threshold_; }
  /// The share of the runs that raise a warning.
  [[nodiscard]] double false_alarms() const noexcept { return false_alarms_; }

  /// After periods 0 .. known - 1. Values outside the scale's range count as not seen.
  /// \pre a value wherever `seen` says so, before `known`
  [[nodiscard]] Departure read(std::size_t series,
                               const std::vector<std::optional<double>>& values,
                               std::uint32_t known) const;

  /// The plan's P10, P50 and P90 of a metric in a period it has a value in, in its unit.
  struct Band {
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
  };
  [[nodiscard]] Band band(std::size_t series, std::uint32_t period) const;
  /// The expected value and that value after the departure, both in the unit.
  struct Step {
    double expected = 0;
    double shifted = 0;
  };
  [[nodiscard]] Step step(std::size_t series, const Departure& departure, std::uint32_t at) const;

 private:
  struct Filter {
    Shape shape = Shape::level;
    std::uint32_t since = 0;         // period
    std::vector<double> whitened;    // by period seen
    std::vector<double> square;      // ... summed up to it
    std::vector<double> rise, fall;  // by period seen: what turns a sum into a comparable height
  };
  struct Law {
    bool on_scale = true;                // else the metric's values left its support
    std::vector<std::uint32_t> periods;  // seen
    std::vector<double> mean;
    std::vector<double> whiten;  // inverse of the Cholesky factor, row-major, lower
    std::vector<Filter> filters;
    std::vector<Band> bands;
    std::vector<std::vector<double>>
        peaks;  // by period seen: the runs' heights so far, largest first
  };
  class Peak;

  static void calibrate(const std::vector<std::vector<double>>& whitened, Filter& filter);
  void build(std::size_t series, std::vector<std::vector<double>> paths, std::vector<double>& best);
  void set_threshold(std::vector<double> best, double false_alarms);

  std::vector<AlarmSeries> series_;
  std::vector<tree::Support> supports_;  // by series
  std::vector<Law> laws_;                // by series
  double threshold_ = 0;
  double false_alarms_ = 0;
};

}  // namespace betledger::forecast
