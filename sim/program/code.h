#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sim/columns/effect_kernels.h"
#include "sim/model/formula_code.h"
#include "sim/model/model.h"
#include "sim/program/side.h"
#include "sim/program/source.h"
#include "sim/program/stream_code.h"
#include "sim/random/path_kernels.h"
#include "sim/random/philox.h"
#include "sim/random/sampler.h"
#include "sim/random/z_table.h"

// What a Model compiles to. Inside sim/ only.

namespace betledger::sim {

/// A distribution under its stable name.
struct RandomNumber {
  Variable variable;
  Sampler sampler;
};

/// The base path of one stochastic node. `pool` or `first` and `last` or `known`.
struct BaseCode {
  std::uint32_t node = 0;
  bool is_random = false;
  kernels::Pool pool;
  std::vector<double> bounds;  // of the members' cumulative weights; empty: one member
  // log_sigma_factor by member; nothing: every sigma is known. Shared by all with the same degrees.
  std::shared_ptr<const ZTable> factors;
  Variable member;
  Variable innovation;
  Variable sigma;
  Variable level;
  std::optional<Sampler> first;
  std::optional<Sampler> last;
  std::vector<double> known;

  [[nodiscard]] std::size_t words_per_run() const noexcept;
};

/// When an effect is live. Effect columns exist for periods [begin, end) only: elsewhere a(t) is 0.
struct ProfileCode {
  RandomNumber delay;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::vector<kernels::RampPeriod> periods;    // from begin
  std::vector<std::optional<double>> certain;  // a(t) from begin, where it is the same for all runs
  std::vector<std::uint32_t> interventions;    // that follow it
};

/// What one node's values are made of. Indices of the Model, in its order.
struct NodeCode {
  std::optional<FormulaCode> formula;
  std::uint32_t base = 0;                           // in Compiled::bases, if there is no formula
  std::vector<std::uint32_t> lifts, shifts;         // interventions
  std::vector<std::uint32_t> elasticities, slopes;  // influences
  std::vector<std::uint32_t> occasion_lifts, occasion_shifts;  // occasions
  bool moves_by_ratio = false;                                 // is the source of an elasticity
  struct Read {
    std::uint32_t node = 0;
    std::uint32_t lag = 0;
  };
  std::vector<Read> reads;  // through formula or influence

  /// Does the without side own columns, or are they the base path as drawn?
  [[nodiscard]] bool has_own_without() const noexcept {
    return formula.has_value() || !occasion_lifts.empty() || !occasion_shifts.empty();
  }
};

struct Compiled {
  Model model;
  std::vector<Variable> gates;
  std::vector<RandomNumber> amounts;  // by intervention
  std::vector<ProfileCode> profiles;
  std::vector<RandomNumber> strengths;  // by influence
  std::vector<RandomNumber> occasions;
  std::vector<RandomNumber> factors;  // by optimism
  std::vector<BaseCode> bases;
  std::vector<NodeCode> nodes;
  std::vector<bool> wanted;                  // by node: may it be asked for?
  std::vector<bool> before_bets;             // by node: is its roll-up wanted without bets alone?
  std::vector<bool> live;                    // by node: is it wanted, or read by what is?
  std::vector<std::uint32_t> first_reached;  // by node: see reach, every group active
  std::vector<std::uint32_t> without_until;  // by node: its without side is read in periods before
  Sides sides = Sides::both;
  Slots slots;
  std::optional<StreamCode> stream;
  std::vector<Source> sources;
  std::vector<Redraw> redraws;  // by source
  Redraw all;                   // everything, what is constant included
  Redraw random;                // everything that is random
  std::size_t words_per_run = 0;
  bool reads_ahead = false;  // some node reads, lagged, a node that comes later

  [[nodiscard]] std::uint32_t periods() const noexcept { return model.periods; }
};

}  // namespace betledger::sim
