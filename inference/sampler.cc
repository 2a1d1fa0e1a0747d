#include "inference/sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "inference/kernels.h"
#include "inference/pareto.h"
#include "sim/columns/formula_kernels.h"
#include "sim/random/random_kernels.h"

namespace betledger::inference {
namespace {

using sim::runs_per_block;
using Words = std::array<sim::kernels::Word, runs_per_block>;

std::vector<double> logliks(const std::vector<Coordinates>& particles) {
  std::vector<double> all;
  for (const Coordinates& block : particles) {
    all.insert(all.end(), block.loglik[0], block.loglik[0] + runs_per_block);
  }
  return all;
}

/// e^(step loglik), scaled so that the largest is 1; 0 for what is impossible.
std::vector<double> weights_of(const std::vector<double>& loglik, double step) {
  const double best = *std::max_element(loglik.begin(), loglik.end());
  std::vector<double> weights;
  for (const double value : loglik) {
    weights.push_back(std::isinf(value) ? 0.0 : std::exp(step * (value - best)));
  }
  return weights;
}

double effective(const std::vector<double>& weights) {
  double sum = 0;
  double squares = 0;
  for (const double w : weights) {
    sum += w;
    squares += w * w;
  }
  return sum * sum / squares;
}

}  // namespace

std::string name_of(const Problem& problem, const Unknown& unknown) {
  const sim::Model& model = problem.model();
  switch (unknown.kind) {
    case Unknown::Kind::amount:
      return "amount:" + model.interventions[unknown.index].key;
    case Unknown::Kind::strength:
      return "strength:" + model.influences[unknown.index].key;
    case Unknown::Kind::occasion:
      return "occasion:" + model.occasions[unknown.index].key;
    case Unknown::Kind::delay:
      return "delay:" + model.profiles[unknown.index].key;
    case Unknown::Kind::factor:
      return "factor:" + model.optimism[unknown.index].key;
    case Unknown::Kind::sigma:
      break;
  }
  return "sigma:" + model.nodes[unknown.index].key;
}

std::string name_of_gate(const Problem& problem, Index gate) {
  return "coin:" + problem.model().gates[gate].key;
}

void draw_prior(const Problem& problem, std::uint64_t seed, std::uint32_t block, Coordinates& out) {
  Words words;
  const auto fill = [&](const std::string& name) {
    sim::kernels::words(sim::StreamKey::of(seed, "prior:" + name), block, 0, words.data());
  };
  for (Index u = 0; u < problem.unknowns().size(); ++u) {
    fill(name_of(problem, problem.unknowns()[u]));
    sim::kernels::normals(words.data(), out.scores[u]);
  }
  for (Index g = 0; g < problem.model().gates.size(); ++g) {
    const double p = problem.model().gates[g].probability;
    fill(name_of_gate(problem, g));
    sim::kernels::coins(words.data(), p, out.coins[g]);
    if (p <= 0 || p >= 1) {
      sim::kernels::copy({nullptr, p <= 0 ? 0.0 : 1.0}, out.coins[g]);
    }
  }
  for (Index n = 0; n < out.members.size(); ++n) {
    fill("member:" + problem.model().nodes[n].key);
    const NodeRole& role = problem.nodes()[n];
    for (std::size_t run = 0; run < runs_per_block; ++run) {
      out.members[n][run] = member_at(role, sim::to_uniform(words[run]));
    }
  }
}

double member_at(const NodeRole& role, double uniform) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < role.laws.size(); ++i) {
    sum += role.laws[i].share;
    if (uniform < sum) {
      return static_cast<double>(i);
    }
  }
  return role.laws.empty() ? 0.0 : static_cast<double>(role.laws.size() - 1);
}

TemperedSampler::TemperedSampler(const Problem& problem,
                                 const PosteriorSettings& settings,
                                 sim::Executor& executor)
    : problem_{problem},
      settings_{settings},
      executor_{executor},
      blocks_{[&problem] { return std::make_unique<Block>(problem); }},
      steps_(problem.moves().size(), 0.8),
      acceptance_(problem.moves().size(), 1.0),
      proposals_(problem.unknowns().size()) {
  for (const Move& move : problem.moves()) {
    std::string name = "move";
    for (const Index g : move.gates) {
      name += "/" + name_of_gate(problem, g);
    }
    for (const Index u : move.unknowns) {
      name += "/" + name_of(problem, problem.unknowns()[u]);
    }
    if (move.kind == Move::Kind::member) {
      name += "/member:" + problem.model().nodes[move.node].key;
    }
    keys_.push_back(sim::StreamKey::of(settings.seed, name));
  }
}

void TemperedSampler::run(std::vector<Coordinates>& particles, Health& health) {
  accepted_.assign(particles.size(), Accepted(problem_.moves().size()));
  executor_.for_each(particles.size(), [&](std::size_t b) {
    const auto block = blocks_.lease();
    block->load(particles[b]);
  });
  std::vector<double> loglik = logliks(particles);
  if (std::all_of(loglik.begin(), loglik.end(), [](double l) { return std::isinf(l); })) {
    health.ess = 0;
    health.troubles.emplace_back("no particle of the prior can explain what was seen");
    return;
  }
  health.prior_ess = effective(weights_of(loglik, 1));
  health.khat = -std::numeric_limits<double>::infinity();
  double memory = 0;
  double worst_tail = 0;
  for (double tau = 0; tau < 1;) {
    const double next = health.temperatures + 1 >= settings_.most_temperatures
                            ? 1.0
                            : next_temperature(loglik, tau);
    const std::vector<double> weights = weights_of(loglik, next - tau);
    double sum = 0;
    for (const double w : weights) {
      sum += w;
    }
    health.log_evidence += std::log(sum / static_cast<double>(weights.size())) +
                           (next - tau) * *std::max_element(loglik.begin(), loglik.end());
    const double shape = pareto_shape(weights);
    health.khat = std::max(health.khat, shape);
    // A shape says nothing of weights that hold little: a gate's rarer side has many like that.
    worst_tail = std::max(worst_tail, shape > 0.7 ? tail_share(weights) : 0.0);
    resample(particles, weights);
    ++health.temperatures;
    tau = next;
    fit_proposals(particles);
    const std::vector<Coordinates> before = tau < 1 ? std::vector<Coordinates>{} : particles;
    for (std::uint32_t s = 0; s < settings_.sweeps; ++s) {
      sweep(particles, tau);
    }
    // At the end, on until the particles have forgotten where they came from.
    for (std::uint32_t more = 0; tau >= 1; ++more) {
      memory = worst_memory(before, particles);
      if (memory < 0.3 || more == 3 * settings_.sweeps) {
        break;
      }
      sweep(particles, tau);
    }
    loglik = logliks(particles);
  }
  judge(static_cast<double>(loglik.size()), memory, worst_tail, health);
}

/// The largest step that leaves `least_ess`: by halving, always the same number of times.
double TemperedSampler::next_temperature(const std::vector<double>& loglik, double tau) const {
  const double wanted = settings_.least_ess * static_cast<double>(loglik.size());
  if (effective(weights_of(loglik, 1 - tau)) >= wanted) {
    return 1;
  }
  double low = tau;
  double high = 1;
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (low + high);
    (effective(weights_of(loglik, middle - tau)) >= wanted ? low : high) = middle;
  }
  // Impossible particles can keep the effective number below it whatever the step: go on anyway.
  return low > tau ? low : std::min(1.0, tau + 0.01);
}

void TemperedSampler::resample(std::vector<Coordinates>& particles,
                               const std::vector<double>& weights) {
  const std::size_t n = weights.size();
  double total = 0;
  for (const double w : weights) {
    total += w;
  }
  const double offset = sim::to_uniform(
      sim::random_word(sim::StreamKey::of(settings_.seed, "posterior/resample"), 0, turn_));
  std::vector<std::size_t> parent(n);
  double reached = 0;
  std::size_t at = 0;
  double families = 0;
  double family = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double wanted = (static_cast<double>(i) + offset) / static_cast<double>(n) * total;
    while (reached + weights[at] < wanted && at + 1 < n) {
      reached += weights[at++];
      families += family * family;
      family = 0;
    }
    parent[i] = at;
    ++family;
  }
  offspring_ = (families + family * family) / static_cast<double>(n);
  const auto gather = [&](auto member) {
    const std::size_t columns = (particles.front().*member).size();
    executor_.for_each(columns, [&](std::size_t c) {
      std::vector<double> old(n);
      for (std::size_t b = 0; b < particles.size(); ++b) {
        const double* from = (particles[b].*member)[c];
        std::copy(from,
                  from + runs_per_block,
                  old.begin() + static_cast<std::ptrdiff_t>(b * runs_per_block));
      }
      for (std::size_t i = 0; i < n; ++i) {
        (particles[i / runs_per_block].*member)[c][i % runs_per_block] = old[parent[i]];
      }
    });
  };
  gather(&Coordinates::scores);
  gather(&Coordinates::coins);
  gather(&Coordinates::members);
  gather(&Coordinates::loglik);
}

void TemperedSampler::sweep(std::vector<Coordinates>& particles, double tau) {
  executor_.for_each(particles.size(), [&](std::size_t b) {
    const auto block = blocks_.lease();
    move_block(*block, particles[b], static_cast<std::uint32_t>(b), tau);
  });
  ++turn_;
  adapt();
}

void TemperedSampler::move_block(Block& block, Coordinates& at, std::uint32_t number, double tau) {
  block.load(at);
  std::vector<double> uniform(runs_per_block), mask(runs_per_block), before(runs_per_block);
  for (std::size_t m = 0; m < problem_.moves().size(); ++m) {
    const Move& move = problem_.moves()[m];
    propose(block, at, number, m);
    const double* next = block.evaluate(move);
    draw_uniforms(m, number, 0, uniform.data());
    Count& count = accepted_[number][m];
    count = {};
    std::copy_n(at.loglik[0], runs_per_block, before.data());
    kernels::decide(uniform.data(), tau, next, block.correction(), at.loglik[0], mask.data());
    block.settle(move, mask.data(), at);
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      const bool differs = next[i] != before[i];  // else taken for sure: a shut gate's score
      count.tried += differs ? 1 : 0;
      count.taken += differs ? mask[i] : 0;
    }
  }
}

/// Steps that are accepted too seldom become smaller, too often larger (Robbins and Monro 1951,
/// about 0.35). The population as a whole decides, so the executor does not.
void TemperedSampler::adapt() {
  for (std::size_t m = 0; m < problem_.moves().size(); ++m) {
    Count sum;
    for (const Accepted& block : accepted_) {
      sum.tried += block[m].tried;
      sum.taken += block[m].taken;
    }
    acceptance_[m] = sum.tried > 0 ? sum.taken / sum.tried : 1.0;
    if (problem_.moves()[m].kind == Move::Kind::nudge) {
      steps_[m] = std::clamp(steps_[m] * std::exp(1.5 * (acceptance_[m] - 0.35)), 0.01, 1.0);
    }
  }
}

}  // namespace betledger::inference
