#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "forecast/standing/standing.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// Something that could still be done for the focus.
struct Idea {
  enum class Kind : std::uint8_t {
    fund,          // a proposed bet that was not funded, with what it needs
    pull_forward,  // a funded bet whose start lies ahead
    scale,         // a bet delivered in part: the rest of it
  } kind = Kind::fund;
  std::string bet;
  std::vector<std::string> along;            // needed bets that would have to be funded with it
  std::vector<std::uint32_t> interventions;  // of all of them
  std::uint32_t node = 0;                    // its first effect's metric
  double effort = 0;                         // person-weeks of all of them
  double rest = 0;                           // scale: the share not delivered
  std::uint32_t first = 0;                   // period starts that can be chosen: [first, end)
  std::uint32_t end = 0;
};

/// A constant push on a metric that stands for whatever would lift it.
struct Probe {
  std::uint32_t node = 0;
  std::uint32_t intervention = 0;
};

/// The model of a standing, with more interventions at its end: bets that could be funded, and
/// probes.
struct CandidateModel {
  sim::Model model;
  std::vector<Idea> ideas;
  std::vector<Probe> probes;
  struct LeftOut {
    std::string bet;
    std::string why;
  };
  std::vector<LeftOut> left_out;  // proposed bets that cannot be funded as things stand
};

/// Probes stand on the ideas' metrics and on `probed` (nodes; those with a formula take none): they
/// lift a positive metric and shift any other. Ideas start with the next period, at
/// the earliest; there are none when the cycle is over.
[[nodiscard]] CandidateModel make_candidate_model(const Standing& standing,
                                                  const std::vector<std::uint32_t>& probed);

}  // namespace betledger::forecast
