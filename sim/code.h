#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/effect_kernels.h"
#include "sim/formula_code.h"
#include "sim/model.h"
#include "sim/path_kernels.h"
#include "sim/philox.h"
#include "sim/program.h"
#include "sim/sampler.h"
#include "sim/stream_code.h"
#include "sim/z_table.h"

// What a Model compiles to. Inside sim/ only.

namespace betledger::sim {

class Executor;

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

/// See Program::compile.
[[nodiscard]] Compiled compile_model(Model model, Executor* executor);
/// Program::only
void restrict_to(Compiled& code, std::span<const std::uint32_t> wanted, Sides sides);

// Steps of compile_model, each in its own file.

/// Tables of log_sigma_factor, remembered: histories of one length share their models' degrees of
/// freedom.
class SigmaFactors {
 public:
  /// By degrees of freedom; nothing if all are infinite.
  [[nodiscard]] std::shared_ptr<const ZTable> table_of(const std::vector<double>& dofs);

 private:
  [[nodiscard]] double at(double z, double dof);

  std::map<std::pair<double, double>, double> known_;  // the grid is one: many values come again
  std::map<std::vector<double>, std::shared_ptr<const ZTable>> tables_;
};
[[nodiscard]] BaseCode compile_base(const Model& model, std::uint32_t node, SigmaFactors& factors);
void compile_nodes(Compiled& code);
void compile_sources(Compiled& code);
/// The part of it that is about all draws together.
void compile_draws(Compiled& code);
/// Live nodes, each soon after what it reads: depth first, from the nodes that nobody reads.
[[nodiscard]] std::vector<std::uint32_t> depth_first(const Compiled& code);
/// By node: the place in the stream's order of the last that reads its columns, or the number of
/// nodes if they must stay.
[[nodiscard]] std::vector<std::size_t> last_readers(const Compiled& code, const StreamCode& stream);
/// A column for everything.
[[nodiscard]] Slots slots_of(const Compiled& code);
/// Program::streamed
void make_stream(Compiled& code, std::span<const std::uint32_t> kept);

struct Program::Code : Compiled {};

/// By node: the first period in which an intervention of an active group can make a difference;
/// `periods` for never. What comes after may be touched by lags, so it counts as reached.
[[nodiscard]] std::vector<std::uint32_t> reach(const Compiled& code,
                                               const std::vector<bool>& active_groups);

}  // namespace betledger::sim
