#include "forecast/bridge/bridge_unlearnt.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "sim/tasks/object_pool.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Unknown;

bool holds(const std::vector<bool>& flags, std::size_t index) {
  return index < flags.size() && flags[index];
}

void copy_column(const double* from, double* to) {
  std::copy_n(from, sim::runs_per_block, to);
}

bool is_same(const sim::Profile& a, const sim::Profile& b) {
  return a.start == b.start && a.delay == b.delay && a.ramp == b.ramp &&
         a.ramp_periods == b.ramp_periods && a.half_life == b.half_life && a.end == b.end &&
         a.scale == b.scale;
}

/// Compares a plan with the model that a problem is about.
class Comparison {
 public:
  Comparison(const sim::Model& plan, const inference::Problem& problem)
      : plan_{plan}, now_{problem.model()}, problem_{problem} {
    for (const sim::Gate& gate : now_.gates) {
      for (const Index need : gate.needs) {
        needed_.push_back(need);
      }
    }
  }

  /// Is a gate that stands alone the same coin as before?
  [[nodiscard]] bool gate(std::optional<Index> then, std::optional<Index> now) const {
    if (!then || !now) {
      return then == now;
    }
    const sim::Gate& a = plan_.gates[*then];
    const sim::Gate& b = now_.gates[*now];
    return a.key == b.key && a.probability == b.probability && a.needs.empty() && b.needs.empty() &&
           !problem_.gate_is_moved()[*now];
  }

  [[nodiscard]] bool unknown(Unknown::Kind kind, Index index) const {
    return !problem_.unknown_is_moved()[problem_.unknown(kind, index)];
  }

  [[nodiscard]] bool base(Index node) const {
    const inference::NodeRole& role = problem_.nodes()[node];
    if (!role.seen.empty() || !role.component) {
      return role.seen.empty();
    }
    const std::vector<Index>& joint = problem_.components()[*role.component].nodes;
    return std::all_of(joint.begin(), joint.end(), [&](Index other) {
      return problem_.nodes()[other].seen.empty();
    });
  }

  [[nodiscard]] bool push(Index k) const {
    const sim::Intervention& a = plan_.interventions[k];
    const sim::Intervention& b = now_.interventions[k];
    return a.amount == b.amount && unknown(Unknown::Kind::amount, k) && factor(a, b) &&
           gate(a.gates.works, b.gates.works);
  }

  /// Those who share a factor learn of it together, or not at all.
  [[nodiscard]] bool factor(const sim::Intervention& a, const sim::Intervention& b) const {
    return a.optimism.has_value() == b.optimism.has_value() &&
           (!a.optimism ||
            (plan_.optimism[*a.optimism].key == now_.optimism[*b.optimism].key &&
             plan_.optimism[*a.optimism].factor == now_.optimism[*b.optimism].factor &&
             unknown(Unknown::Kind::factor, *b.optimism)));
  }

  [[nodiscard]] bool is_needed(Index gate) const {
    return std::find(needed_.begin(), needed_.end(), gate) != needed_.end();
  }

  /// Deliveries that others hang on stay with the landing: they must go together.
  [[nodiscard]] bool live(Index k) const {
    const sim::Intervention& a = plan_.interventions[k];
    const sim::Intervention& b = now_.interventions[k];
    return is_same(plan_.profiles[a.profile], now_.profiles[b.profile]) &&
           unknown(Unknown::Kind::delay, b.profile) && gate(a.gates.delivered, b.gates.delivered) &&
           !(b.gates.delivered && is_needed(*b.gates.delivered));
  }

  [[nodiscard]] bool pull(Index l) const {
    const sim::Influence& a = plan_.influences[l];
    const sim::Influence& b = now_.influences[l];
    return a.strength == b.strength && unknown(Unknown::Kind::strength, l) && gate(a.gate, b.gate);
  }

  [[nodiscard]] bool occasion(Index o) const {
    return plan_.occasions[o].amount == now_.occasions[o].amount &&
           unknown(Unknown::Kind::occasion, o);
  }

 private:
  const sim::Model& plan_;
  const sim::Model& now_;
  const inference::Problem& problem_;
  std::vector<Index> needed_;  // gates that others need
};

template <class Test>
std::vector<bool> flags(std::size_t count, Test test) {
  std::vector<bool> result(count);
  for (Index i = 0; i < count; ++i) {
    result[i] = test(i);
  }
  return result;
}

}  // namespace

void Unlearnt::take_over(const inference::World& plan, inference::World& landing) const {
  for (Index n = 0; n < bases.size(); ++n) {
    for (Index t = 0; t < plan.periods && bases[n]; ++t) {
      copy_column(plan.base(n, t), landing.base(n, t));
    }
  }
  for (Index k = 0; k < plan.pushes.size(); ++k) {
    if (holds(pushes, k)) {
      copy_column(plan.pushes[k], landing.pushes[k]);
    }
    for (Index t = 0; t < plan.periods && holds(live, k); ++t) {
      copy_column(plan.live_at(k, t), landing.live_at(k, t));
    }
  }
  for (Index l = 0; l < plan.pulls.size(); ++l) {
    if (holds(pulls, l)) {
      copy_column(plan.pulls[l], landing.pulls[l]);
    }
  }
  for (Index o = 0; o < plan.occasions.size(); ++o) {
    if (holds(occasions, o)) {
      copy_column(plan.occasions[o], landing.occasions[o]);
    }
  }
}

Unlearnt unlearnt_of(const sim::Model& plan, const inference::Problem& problem) {
  const Comparison same{plan, problem};
  Unlearnt unlearnt;
  unlearnt.bases = flags(plan.nodes.size(), [&](Index n) { return same.base(n); });
  unlearnt.pushes = flags(plan.interventions.size(), [&](Index k) { return same.push(k); });
  unlearnt.live = flags(plan.interventions.size(), [&](Index k) { return same.live(k); });
  unlearnt.pulls = flags(plan.influences.size(), [&](Index l) { return same.pull(l); });
  unlearnt.occasions = flags(plan.occasions.size(), [&](Index o) { return same.occasion(o); });
  return unlearnt;
}

std::function<void(std::uint64_t block, inference::World& world)> landing_worlds(
    const inference::Posterior& posterior) {
  const auto pool = std::make_shared<sim::ObjectPool<inference::Block>>(
      [&posterior] { return std::make_unique<inference::Block>(posterior.problem()); });
  return [pool, &posterior](std::uint64_t block, inference::World& world) {
    const auto workspace = pool->lease();
    posterior.continue_world(static_cast<std::uint32_t>(block % posterior.blocks()),
                             block / posterior.blocks(),
                             *workspace,
                             world);
  };
}

}  // namespace betledger::forecast
