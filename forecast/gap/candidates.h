#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forecast/gap/candidate_model.h"
#include "forecast/gap/outlook.h"
#include "forecast/standing/track_record.h"

namespace betledger::forecast {

struct CandidateSettings {
  double keeps = 0.5;   // a start is useful while it keeps this share of what the earliest would do
  double wanted = 0.5;  // P(target) that a required lift has to bring
};

/// What starting in one period would do.
struct StartWorth {
  std::uint32_t period = 0;
  Outlook::Effect effect;
};

/// A gap-closing candidate.
struct Candidate {
  Idea idea;
  std::vector<StartWorth> starts;  // from the earliest on; not empty
  /// Whether `latest` goes by P(target): its change is past 2 standard errors and a help; else by
  /// the focus' roll-up.
  bool by_target = false;
  /// The last period whose start still keeps its share; nothing: not even the earliest helps beyond
  /// 2 standard errors.
  std::optional<std::uint32_t> latest;
};

/// Ideas with the change they would make from each start on, paired with the worlds as they are:
/// most help first, by P(target) and then by the focus (`falls`: less of it is better).
/// O(ideas x periods) evaluations of all worlds.
[[nodiscard]] std::vector<Candidate> weigh(const std::vector<Idea>& ideas,
                                           Outlook& outlook,
                                           bool falls,
                                           const CandidateSettings& settings = {});

/// How far one metric alone would have to move from the next period to the end of the cycle.
struct RequiredLift {
  std::uint32_t node = 0;
  sim::Action action = sim::Action::lift;
  std::optional<double> amount;  // 0: as it is, P is there already; nothing: out of reach
  double most = 0;               // the largest amount tried, either way
  TrackRecord record;            // of changes so large, over as many periods
};

/// By probe. `histories`: the metric's values up to now by probe, oldest first. Found to 1/16384 of
/// the largest amount tried: 300 % (less than -90 % is not tried), 0.5 for a
/// fraction, three times the usual size for a real metric. Empty without a target, or when the
/// cycle is over.
[[nodiscard]] std::vector<RequiredLift> required_lifts(
    const std::vector<Probe>& probes,
    const std::vector<std::vector<std::optional<double>>>& histories,
    Outlook& outlook,
    const CandidateSettings& settings = {});

/// Each probe's history: that of the plan, then what was seen, with gaps where nothing was.
[[nodiscard]] std::vector<std::vector<std::optional<double>>> histories_of(
    const Standing& standing, const std::vector<Probe>& probes);

}  // namespace betledger::forecast
