#include "sim/program/compile.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "core/contract.h"
#include "sim/model/profile.h"
#include "sim/program/reach.h"
#include "sim/tasks/executor.h"

namespace betledger::sim {
namespace {

void expect_distinct(std::vector<std::string> keys) {
  std::sort(keys.begin(), keys.end());
  BET_EXPECT(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
}

template <class Parts>
void expect_distinct_keys(const Parts& parts) {
  std::vector<std::string> keys(parts.size());
  std::transform(
      parts.begin(), parts.end(), keys.begin(), [](const auto& part) { return part.key; });
  expect_distinct(std::move(keys));
}

bool are_below(const std::vector<std::uint32_t>& gates, std::size_t bound) {
  return std::all_of(gates.begin(), gates.end(), [&](std::uint32_t g) { return g < bound; });
}

bool is_valid(const Gate& gate, std::size_t number) {
  return gate.probability >= 0 && gate.probability <= 1 && are_below(gate.needs, number);
}

bool is_valid(const Intervention& intervention, const Model& model) {
  return intervention.node < model.nodes.size() && intervention.profile < model.profiles.size() &&
         intervention.group < model.groups &&
         !intervention.gates.any_of([&](std::uint32_t g) { return g >= model.gates.size(); }) &&
         intervention.optimism.value_or(0) < std::max<std::size_t>(model.optimism.size(), 1);
}

bool is_valid(const Optimism& optimism, const Model&) {
  return optimism.factor.lowest() >= 0;
}

bool is_valid(const Influence& influence, const Model& model) {
  return influence.from < model.nodes.size() && influence.to < model.nodes.size() &&
         influence.gate < model.gates.size();
}

bool is_valid(const Occasion& occasion, const Model& model) {
  return occasion.node < model.nodes.size() && occasion.share.size() == model.periods;
}

template <class Parts>
bool are_valid(const Parts& parts, const Model& model) {
  return std::all_of(
      parts.begin(), parts.end(), [&](const auto& part) { return is_valid(part, model); });
}

void expect_valid(const Model& model) {
  BET_EXPECT(model.periods > 0 && model.period_names.size() == model.periods);
  expect_distinct_keys(model.nodes);
  expect_distinct_keys(model.gates);
  expect_distinct_keys(model.profiles);
  expect_distinct_keys(model.interventions);
  expect_distinct_keys(model.influences);
  expect_distinct_keys(model.occasions);
  expect_distinct_keys(model.optimism);
  for (std::size_t g = 0; g < model.gates.size(); ++g) {
    BET_EXPECT(is_valid(model.gates[g], g));
  }
  BET_EXPECT(are_valid(model.interventions, model));
  BET_EXPECT(are_valid(model.influences, model));
  BET_EXPECT(are_valid(model.occasions, model));
  BET_EXPECT(are_valid(model.optimism, model));
}

/// The longest delay that a word can draw.
double longest(const Sampler& delay) {
  const std::vector<kernels::Word> words(runs_per_block, 0xffffffffU);
  std::vector<double> delays(runs_per_block);
  delay.sample(words.data(), delays.data());
  return std::max(delays.front(), 0.0);
}

/// a(t) if it is the same for all runs: a delay that is known, by the same kernel, so to the same
/// bits; or every ramp has ended.
std::optional<double> certain_ramp(const kernels::RampPeriod& period,
                                   const Sampler& delay,
                                   double longest_delay) {
  if (delay.is_constant()) {
    const std::vector<double> delays(runs_per_block, longest_delay);
    std::vector<double> live(runs_per_block);
    kernels::ramp(period, delays.data(), live.data());
    return live.front();
  }
  const bool settled =
      period.decay == 0 && period.start + longest_delay + period.length <= period.lower;
  return settled ? std::optional{period.scale * (period.upper - period.lower)} : std::nullopt;
}

ProfileCode compile_profile(const Profile& profile, RandomNumber delay, std::uint32_t periods) {
  BET_EXPECT(std::isfinite(profile.start) && std::isfinite(profile.ramp_periods));
  BET_EXPECT(profile.ramp_periods >= 0 && profile.half_life > 0 && !std::isnan(profile.end));
  BET_EXPECT(profile.scale >= 0 && profile.scale <= 1);
  ProfileCode code{std::move(delay), 0, 0, {}, {}, {}};
  const double last = periods;
  code.begin = static_cast<std::uint32_t>(std::clamp(std::floor(profile.start), 0.0, last));
  code.end = static_cast<std::uint32_t>(std::clamp(std::ceil(profile.end), 0.0, last));
  code.end = profile.scale == 0 ? code.begin : std::max(code.begin, code.end);
  const double longest_delay = longest(code.delay.sampler);
  for (std::uint32_t t = code.begin; t < code.end; ++t) {
    code.periods.push_back(ramp_period(profile, t));
    code.certain.push_back(certain_ramp(code.periods.back(), code.delay.sampler, longest_delay));
  }
  return code;
}

/// Every distribution that is drawn from: profiles, interventions, influences, occasions, optimism.
std::vector<const Distribution*> distributions_of(const Model& model) {
  std::vector<const Distribution*> all;
  const auto add = [&all](const auto& parts, auto member) {
    for (const auto& part : parts) {
      all.push_back(&(part.*member));
    }
  };
  add(model.profiles, &Profile::delay);
  add(model.interventions, &Intervention::amount);
  add(model.influences, &Influence::strength);
  add(model.occasions, &Occasion::amount);
  add(model.optimism, &Optimism::factor);
  return all;
}

/// `samplers`: of distributions_of.
void compile_numbers(Compiled& code, std::vector<std::optional<Sampler>> samplers) {
  const Model& model = code.model;
  auto sampler = samplers.begin();
  const auto number = [&](const std::string& name) {
    return RandomNumber{Variable::of(name), std::move((sampler++)->value())};
  };
  for (const Gate& gate : model.gates) {
    code.gates.push_back(Variable::of("gate:" + gate.key));
  }
  for (const Profile& profile : model.profiles) {
    code.profiles.push_back(
        compile_profile(profile, number("delay:" + profile.key), model.periods));
  }
  for (std::uint32_t k = 0; k < model.interventions.size(); ++k) {
    const Intervention& intervention = model.interventions[k];
    code.amounts.push_back(number("amount:" + intervention.key));
    code.profiles[intervention.profile].interventions.push_back(k);
  }
  for (const Influence& influence : model.influences) {
    code.strengths.push_back(number("strength:" + influence.key));
  }
  for (const Occasion& occasion : model.occasions) {
    code.occasions.push_back(number("occasion:" + occasion.key));
  }
  for (const Optimism& optimism : model.optimism) {
    code.factors.push_back(number(optimism.key + "/factor"));
  }
}

}  // namespace

Slots slots_of(const Compiled& code) {
  Slots slots;
  for (std::size_t b = 0; b < code.bases.size(); ++b) {
    slots.bases.push_back(slots.base_columns);
    slots.base_columns += code.periods();
  }
  for (const Intervention& intervention : code.model.interventions) {
    const ProfileCode& profile = code.profiles[intervention.profile];
    slots.amounts.push_back(slots.amount_columns++);
    slots.effects.push_back(slots.effect_columns);
    slots.effect_columns += profile.end - profile.begin;
  }
  for (std::size_t p = 0; p < code.profiles.size(); ++p) {
    slots.delays.push_back(slots.delay_columns++);
  }
  return slots;
}

Compiled compile_model(Model model, Executor* executor) {
  expect_valid(model);
  Compiled code;
  code.model = std::move(model);
  const std::vector<const Distribution*> distributions = distributions_of(code.model);
  std::vector<std::optional<Sampler>> samplers(distributions.size());
  // Most of the time goes into tables of quantiles; each is a task, and the nodes are the first.
  const auto task = [&](std::size_t i) {
    if (i == 0) {
      compile_nodes(code);
    } else {
      samplers[i - 1].emplace(*distributions[i - 1]);
    }
  };
  if (executor != nullptr) {
    executor->for_each(samplers.size() + 1, task);
  } else {
    for (std::size_t i = 0; i <= samplers.size(); ++i) {
      task(i);
    }
  }
  compile_numbers(code, std::move(samplers));
  code.slots = slots_of(code);
  code.wanted.assign(code.nodes.size(), true);
  code.live = code.wanted;
  code.before_bets.assign(code.nodes.size(), false);
  compile_sources(code);
  code.first_reached = reach(code, std::vector<bool>(code.model.groups, true));
  code.without_until.assign(code.nodes.size(), code.periods());
  return code;
}

}  // namespace betledger::sim
