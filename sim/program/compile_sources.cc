#include <algorithm>
#include <numeric>
#include <optional>

#include "sim/program/compile.h"

namespace betledger::sim {
namespace {

bool is_coin(const Gate& gate) {
  return gate.probability > 0 && gate.probability < 1;
}

template <class Container>
bool holds(const Container& values, std::uint32_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::vector<std::uint32_t> all_of(std::size_t count) {
  std::vector<std::uint32_t> indices(count);
  std::iota(indices.begin(), indices.end(), 0U);
  return indices;
}

/// Adds what has to be computed again: gates that need a coin, effects and pulls behind those.
void complete(const Compiled& code, Redraw& redraw) {
  const Model& model = code.model;
  if (redraw.coins.empty() && redraw.amounts.empty() && redraw.delays.empty() &&
      redraw.strengths.empty() && redraw.factors.empty()) {
    return;  // a base path or an occasion: thousands of sources in a large tree
  }
  std::vector<bool> changed(model.gates.size(), false);
  for (const std::uint32_t g : redraw.coins) {
    changed[g] = true;
  }
  const auto has_changed = [&](std::uint32_t g) { return bool{changed[g]}; };
  for (std::uint32_t g = 0; g < model.gates.size(); ++g) {
    const auto& needs = model.gates[g].needs;
    changed[g] = changed[g] || std::any_of(needs.begin(), needs.end(), has_changed);
    if (changed[g]) {
      redraw.gates.push_back(g);
    }
  }
  for (std::uint32_t p = 0; p < code.profiles.size(); ++p) {
    const auto& followers = code.profiles[p].interventions;
    if (holds(redraw.delays, p) ||
        std::any_of(followers.begin(), followers.end(), [&](std::uint32_t k) {
          const Intervention& intervention = model.interventions[k];
          return holds(redraw.amounts, k) || intervention.gates.any_of(has_changed) ||
                 (intervention.optimism && holds(redraw.factors, *intervention.optimism));
        })) {
      redraw.profiles.push_back(p);
    }
  }
  for (std::uint32_t l = 0; l < model.influences.size(); ++l) {
    if (holds(redraw.strengths, l) || changed[model.influences[l].gate]) {
      redraw.pulls.push_back(l);
    }
  }
}

/// Keeps the indices for which `is_kept`.
template <class IsKept>
void keep(std::vector<std::uint32_t>& indices, IsKept is_kept) {
  indices.erase(
      std::remove_if(indices.begin(), indices.end(), [&](std::uint32_t i) { return !is_kept(i); }),
      indices.end());
}

/// Takes out what only nodes that are not live would use; of gates and their coins, nothing.
void drop_dead(const Compiled& code, Redraw& redraw) {
  const Model& model = code.model;
  keep(redraw.amounts, [&](std::uint32_t k) { return code.live[model.interventions[k].node]; });
  keep(redraw.delays, [&](std::uint32_t p) { return !code.profiles[p].interventions.empty(); });
  keep(redraw.strengths, [&](std::uint32_t l) { return code.live[model.influences[l].to]; });
  keep(redraw.bases, [&](std::uint32_t b) { return code.live[code.bases[b].node]; });
  keep(redraw.occasions, [&](std::uint32_t o) { return code.live[model.occasions[o].node]; });
  keep(redraw.factors, [&](std::uint32_t o) {
    const auto& all = model.interventions;
    return std::any_of(all.begin(), all.end(), [&](const Intervention& intervention) {
      return intervention.optimism == o && code.live[intervention.node];
    });
  });
}

/// Who a coin or a delay belongs to: the first group that lists it, or the first link; a gate that
/// is only needed belongs with the last that needs it.
class Ownership {
 public:
  explicit Ownership(const Compiled& code)
      : code_{&code}, gates_(code.model.gates.size()), profiles_(code.profiles.size()) {
    const Model& model = code.model;
    for (std::uint32_t group = 0; group < model.groups; ++group) {
      for (const Intervention& intervention : model.interventions) {
        if (intervention.group == group) {
          claim(intervention, {Source::Kind::group, group});
        }
      }
    }
    for (std::uint32_t l = 0; l < model.influences.size(); ++l) {
      claim(gates_[model.influences[l].gate], {Source::Kind::link, l});
    }
    for (std::size_t g = gates_.size(); g-- > 0;) {
      for (const std::uint32_t need : model.gates[g].needs) {
        if (gates_[g]) {
          claim(gates_[need], *gates_[g]);
        }
      }
    }
  }

  /// The random coins and delays of a source.
  void collect(const Source& source, Redraw& redraw) const {
    for (std::uint32_t g = 0; g < gates_.size(); ++g) {
      if (gates_[g] == source && is_coin(code_->model.gates[g])) {
        redraw.coins.push_back(g);
      }
    }
    for (std::uint32_t p = 0; p < profiles_.size(); ++p) {
      if (profiles_[p] == source && !code_->profiles[p].delay.sampler.is_constant()) {
        redraw.delays.push_back(p);
      }
    }
  }

 private:
  using Owner = std::optional<Source>;

  static void claim(Owner& owner, const Source& source) {
    if (!owner) {
      owner = source;
    }
  }

  void claim(const Intervention& intervention, const Source& source) {
    claim(profiles_[intervention.profile], source);
    for (const auto& gate : intervention.gates.all()) {
      if (gate) {
        claim(gates_[*gate], source);
      }
    }
  }

  const Compiled* code_;
  std::vector<Owner> gates_;
  std::vector<Owner> profiles_;
};

bool is_empty(const Redraw& r) {
  return r.coins.empty() && r.amounts.empty() && r.delays.empty() && r.strengths.empty() &&
         r.bases.empty() && r.occasions.empty() && r.factors.empty();
}

void add_source(Compiled& code, Source source, Redraw redraw) {
  drop_dead(code, redraw);
  if (!is_empty(redraw)) {
    complete(code, redraw);
    code.sources.push_back(source);
    code.redraws.push_back(std::move(redraw));
  }
}

void add_groups_and_links(Compiled& code) {
  const Ownership ownership{code};
  const Model& model = code.model;
  for (std::uint32_t group = 0; group < model.groups; ++group) {
    const Source source{Source::Kind::group, group};
    Redraw redraw;
    ownership.collect(source, redraw);
    for (std::uint32_t k = 0; k < model.interventions.size(); ++k) {
      if (model.interventions[k].group == group && !code.amounts[k].sampler.is_constant()) {
        redraw.amounts.push_back(k);
      }
    }
    add_source(code, source, std::move(redraw));
  }
  for (std::uint32_t l = 0; l < model.influences.size(); ++l) {
    const Source source{Source::Kind::link, l};
    Redraw redraw;
    ownership.collect(source, redraw);
    if (!code.strengths[l].sampler.is_constant()) {
      redraw.strengths.push_back(l);
    }
    add_source(code, source, std::move(redraw));
  }
}

}  // namespace

void compile_draws(Compiled& code) {
  const Model& model = code.model;
  code.all = {};
  code.all.coins = all_of(model.gates.size());
  code.all.amounts = all_of(code.amounts.size());
  code.all.delays = all_of(code.profiles.size());
  code.all.strengths = all_of(code.strengths.size());
  code.all.bases = all_of(code.bases.size());
  code.all.occasions = all_of(code.occasions.size());
  code.all.factors = all_of(code.factors.size());
  drop_dead(code, code.all);
  code.random = code.all;
  Redraw& random = code.random;
  const auto is_random = [](const std::vector<RandomNumber>& numbers) {
    return [&numbers](std::uint32_t i) { return !numbers[i].sampler.is_constant(); };
  };
  keep(random.coins, [&](std::uint32_t g) { return is_coin(model.gates[g]); });
  keep(random.amounts, is_random(code.amounts));
  keep(random.delays,
       [&](std::uint32_t p) { return !code.profiles[p].delay.sampler.is_constant(); });
  keep(random.strengths, is_random(code.strengths));
  keep(random.bases, [&](std::uint32_t b) { return code.bases[b].is_random; });
  keep(random.occasions, is_random(code.occasions));
  keep(random.factors, is_random(code.factors));
  complete(code, code.all);
  complete(code, code.random);
  code.words_per_run = random.coins.size() + random.amounts.size() + random.delays.size() +
                       random.strengths.size() + random.occasions.size() + random.factors.size();
  for (const std::uint32_t b : random.bases) {
    code.words_per_run += code.bases[b].words_per_run();
  }
}

void compile_sources(Compiled& code) {
  code.sources.clear();
  code.redraws.clear();
  compile_draws(code);
  add_groups_and_links(code);
  for (std::uint32_t b = 0; b < code.bases.size(); ++b) {
    if (code.bases[b].is_random) {
      Redraw redraw;
      redraw.bases.push_back(b);
      add_source(code, {Source::Kind::baseline, code.bases[b].node}, std::move(redraw));
    }
  }
  for (std::uint32_t o = 0; o < code.occasions.size(); ++o) {
    if (!code.occasions[o].sampler.is_constant()) {
      Redraw redraw;
      redraw.occasions.push_back(o);
      add_source(code, {Source::Kind::occasion, o}, std::move(redraw));
    }
  }
  for (std::uint32_t o = 0; o < code.factors.size(); ++o) {
    if (!code.factors[o].sampler.is_constant()) {
      Redraw redraw;
      redraw.factors.push_back(o);
      add_source(code, {Source::Kind::optimism, o}, std::move(redraw));
    }
  }
}

}  // namespace betledger::sim
