#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forecast/gap/alarm.h"
#include "forecast/gap/candidate_model.h"
#include "forecast/gap/outlook.h"
#include "forecast/standing/standing.h"

namespace betledger::forecast {

struct SignalSettings {
  AlarmSettings alarm;
  double watch = 0.01;  // p of one metric at one look that is worth a line in the JSON, not news
};

/// A metric that a moved one moves in its turn, by a link.
struct Ahead {
  std::uint32_t node = 0;
  std::string metric;
  std::uint32_t period = 0;      // the first that it can show in
  std::optional<double> change;  // mean per period from then on, where the link may not be real too
};

/// A metric outside what the locked plan predicted.
struct Signal {
  enum class Tier : std::uint8_t { warning, watch } tier = Tier::warning;
  enum class Sense : std::uint8_t { better, worse, neither } sense = Sense::neither;

  std::uint32_t node = 0;
  std::string metric;
  std::string name;
  std::string unit;
  bool focus_input = false;
  bool guardrail = false;
  Departure departure;
  bool fresh = false;      // raised at this look, not before
  bool faded = false;      // raised before, and no longer past the threshold
  std::uint32_t last = 0;  // the newest period with a value
  double seen = 0;         // ... and that value
  Alarm::Band band;        // the plan's, of that period
  Alarm::Step step;        // expected and shifted by the departure, that period (a spike: its own)
  std::vector<Ahead> ahead;
};

struct Signals {
  double threshold = 0;       // of one metric's p at one look
  double false_alarms = 0;    // share of quarters as planned with any warning by their end
  std::size_t metrics = 0;    // looked at
  std::vector<Signal> found;  // warnings first, the least likely first
};

/// Looks at every stochastic metric, focus input and guardrail that has been seen, against the
/// locked plan's own runs, as if every period of the cycle so far had been looked at when it ended.
/// `plan`: the program of to_model(standing.locked, standing.baselines).
[[nodiscard]] Signals find_signals(const Standing& standing,
                                   const sim::Program& plan,
                                   const SignalSettings& settings,
                                   sim::Executor& executor);

/// How much a signal will move what lies ahead of it, if it stays and its links are causal as
/// believed now. Only signals that have a probe; a spike's push lasts its one period.
void foretell(Signals& signals, const std::vector<Probe>& probes, Outlook& outlook);

/// One or two sentences for people. `tree` gives the names of what lies ahead.
[[nodiscard]] std::string in_words(const Signal& signal,
                                   const tree::MetricTree& tree,
                                   const Timeline& timeline);

}  // namespace betledger::forecast
