#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "forecast/projection/attribution_request.h"
#include "forecast/standing/standing.h"
#include "inference/evaluation.h"
#include "inference/posterior.h"
#include "inference/world.h"
#include "sim/tasks/executor.h"
#include "sim/tasks/object_pool.h"

namespace betledger::forecast {

/// One intervention otherwise than it stands.
struct Twist {
  enum class Kind : std::uint8_t {
    off,       // nothing of it from period `from` on
    start,     // takes effect as if it began at `from`: its own delay, ramp and gates
    more,      // beside what is live, `amount` more of it (as a share delivered) from `from` on
    constant,  // pushes by `amount`, in every world, from period `from` until before `until`
  } kind = Kind::off;
  std::uint32_t intervention = 0;
  double from = 0;  // a period
  double amount = 0;
  double until = std::numeric_limits<double>::infinity();
};
using Change = std::vector<Twist>;

struct OutlookAsk {
  std::uint32_t focus = 0;   // nodes of the model
  std::optional<Goal> goal;  // the target
  std::uint64_t seed = 1;    // of what the posterior's model has not
};
/// The focus and the target of a standing's cycle.
[[nodiscard]] OutlookAsk outlook_ask(const Standing& standing, std::uint64_t seed);

/// How the worlds of a posterior end.
struct Ends {
  std::vector<double> focus;  // roll-up, by particle
  std::vector<double> goal;   // the target's metric; empty without a target
};

/// Particles of a posterior carried on to the end of the cycle, and what would become of them if
/// something were done: paired worlds, so that a difference is the change's own. Interventions that
/// the posterior's model does not have are drawn from their priors and are off unless a change
/// starts them. Keeps one World per block (8 bytes x particles x (nodes + interventions) x
/// periods).
class Outlook {
 public:
  /// \pre `model` is the posterior's, with more interventions (and their gates, profiles, groups)
  /// after its own, nothing else; both live longer
  Outlook(const inference::Posterior& posterior,
          const sim::Model& model,
          OutlookAsk ask,
          sim::Executor& executor);

  [[nodiscard]] const inference::Posterior& posterior() const noexcept { return *posterior_; }
  [[nodiscard]] const sim::Model& model() const noexcept { return canvas_.program().model(); }
  [[nodiscard]] const OutlookAsk& ask() const noexcept { return ask_; }
  /// Periods that are over.
  [[nodiscard]] std::uint32_t known() const noexcept { return posterior_->problem().known(); }
  [[nodiscard]] const Ends& as_it_is() const noexcept { return now_; }
  /// How it would end, change by change. Throws DomainError.
  [[nodiscard]] std::vector<Ends> after(const std::vector<Change>& changes);
  /// The mean difference that a change makes, by node and period, where the period is not over; 0
  /// before.
  [[nodiscard]] std::vector<std::vector<double>> path_of(const Change& change);

  /// Can a change reach the focus at all?
  [[nodiscard]] bool reaches_focus(const Change& change) const {
    return touched(change)[ask_.focus];
  }

  /// P(target) and its change against as it is (paired), and the change of the focus' roll-up.
  struct Effect {
    inference::Chance target;
    inference::Belief target_change;
    inference::Belief focus_change;
  };
  /// Without a target, its parts are 0.
  [[nodiscard]] Effect effect_of(const Ends& ends) const;
  [[nodiscard]] inference::Chance target_of(const Ends& ends) const;
  /// Does a roll-up of its metric meet the target?  \pre there is one
  [[nodiscard]] bool hits(double goal_value) const;

 private:
  struct BlockState {
    inference::World world;
    sim::Columns delays;     // [intervention]
    sim::Columns delivered;  // [intervention]: 1 or 0
  };
  void fill(std::uint32_t block, inference::Block& workspace, sim::Draws& draws);
  void fill_extras(const sim::Draws& draws, BlockState& state) const;
  void twist(const Twist& twist, const BlockState& state, sim::Draws& draws) const;
  void read(std::uint32_t block, const inference::Evaluation& at, Ends& ends) const;
  [[nodiscard]] Ends room() const;
  [[nodiscard]] std::vector<bool> touched(const Change& change) const;

  const inference::Posterior* posterior_;
  inference::Canvas canvas_;
  sim::Model model_;  // the canvas' has other profiles
  OutlookAsk ask_;
  sim::Executor* executor_;
  std::vector<std::vector<bool>> downstream_;  // by group
  std::vector<BlockState> blocks_;
  sim::ObjectPool<inference::Evaluation> workspaces_;
  Ends now_;
};

}  // namespace betledger::forecast
