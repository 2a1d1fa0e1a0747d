#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/diagnostic.h"
#include "core/distribution.h"
#include "core/probability.h"
#include "tree/occasion.h"

namespace betledger::ledger {

using tree::Action;

/// "We believe that ACTION will cause METRIC to change by AMOUNT": the part in words.
struct Hypothesis {
  enum class Change : std::uint8_t { rise, fall };

  std::string action;
  std::string metric;
  Change change = Change::rise;
  friend bool operator==(const Hypothesis&, const Hypothesis&) = default;
};

/// What can happen to a bet on a day.
enum class BetStep : std::uint8_t { started, delivered, stopped };
[[nodiscard]] std::string_view name(BetStep step) noexcept;

/// What the bet does to one metric if it is delivered and works.
struct Effect {
  std::string metric;
  Action action = Action::lift;
  Distribution amount = Distribution::constant(0);  // lift: relative; shift: in the metric's unit
  std::optional<Probability> works;  // an own gate: its chance not to be nil; else the bet's gate
  Position at;                       // not part of its value

  friend bool operator==(const Effect& a, const Effect& b) {
    return a.metric == b.metric && a.action == b.action && a.amount == b.amount &&
           a.works == b.works;
  }
};

enum class RampShape : std::uint8_t { linear, s_curve };

/// Scores a team may keep from another method; shown beside the simulated rank, never used in it.
struct Rice {
  double reach = 0;
  double impact = 0;
  Probability confidence{0.0};
  friend bool operator==(const Rice&, const Rice&) = default;
};

/// A falsifiable hypothesis with its stake. Person-weeks for effort, the ledger's currency for
/// cost.
struct Bet {
  std::string key;
  std::string name;  // for people; the key where none was written
  Hypothesis hypothesis;
  std::vector<Effect> effects;  // not empty; the first is on the hypothesis' metric
  Probability works{0.3};       // chance that the effect is not nil
  Probability delivery{0.8};
  Day start{};
  Distribution delay_days = Distribution::constant(0);
  Duration ramp{0, Duration::Unit::weeks};
  RampShape ramp_shape = RampShape::linear;
  std::optional<Duration> half_life;
  std::map<std::string, double> effort_person_weeks;  // by team; each > 0
  double cost = 0;
  std::string team;
  std::string owner;
  std::string evidence;
  std::vector<std::string> needs;     // bets that must be delivered for this one to be
  std::vector<std::string> excludes;  // bets that cannot be funded together with it
  std::string stop_when;              // the kill rule, in words
  std::optional<Rice> rice;
  bool funded = true;
  Position at;  // not part of its value

  [[nodiscard]] double total_effort() const noexcept;
  /// Equal but for positions.
  [[nodiscard]] bool same_as(const Bet& other) const;
};

/// A bets file: the bets of one cycle, in the order written.
struct BetSheet {
  std::string cycle;
  std::map<std::string, double> capacity_person_weeks;  // by team
  std::vector<Bet> bets;
  Position at;
};

}  // namespace betledger::ledger
