// Are the probabilities of verdicts what they say? Worlds drawn from the model itself, seen to the
// end of the cycle, each bet's outcome known (docs/statistics-learning.md).
//
//   verdict_worlds [WORLDS] [SEED] [PARTICLES]
//
// Prints, for every outcome and for all, by tenths of the stated probability how often it was true,
// with Wilson's interval; then the verdicts that the review would have given. With 300 worlds or
// more it exits 1 if the stated probabilities are off by more than 3 standard errors, or verdicts
// are right less often than they say by more than that.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "forecast/plan/ways.h"
#include "forecast/review/verdicts.h"
#include "forecast/scoring/scoring.h"

#include "tests/inference/worlds.h"

namespace {

using namespace betledger;  // NOLINT(google-build-using-namespace): a program, not a library
using forecast::Verdict;
using inference::Index;
using inference::Unknown;
using Column = std::vector<double>;
using Outcomes = std::map<Verdict, double>;

constexpr Index delivered_or_not = 9;  // bets that are known by the end; the others may come yet

struct Judged {
  Outcomes prior, stated, truth;
};

/// Draws of a model before anything was seen: gates, and amounts of interventions.
struct PriorRuns {
  explicit PriorRuns(const sim::Model& model, std::uint64_t seed)
      : amounts(model.interventions.size()), gates(model.gates.size()) {
    const sim::Program program = sim::Program::compile(model);
    const auto draws = program.make_draws();
    for (std::uint64_t block = 0; block < 8; ++block) {
      program.draw(seed, block, *draws);
      for (Index k = 0; k < amounts.size(); ++k) {
        const auto drawn = draws->amount(k);
        amounts[k].insert(amounts[k].end(), drawn.begin(), drawn.end());
      }
      for (Index g = 0; g < gates.size(); ++g) {
        const auto drawn = draws->gate(g);
        gates[g].insert(gates[g].end(), drawn.begin(), drawn.end());
      }
    }
  }
  std::vector<Column> amounts, gates;
};

/// One set of runs, whoever they are from: the prior, the particles, or the truth (one).
struct Runs {
  std::vector<Column> amounts;  // by intervention
  std::vector<Column> works;    // by intervention
  std::vector<Column> open;     // by link
};

Runs prior_runs(const sim::Model& model, std::uint64_t seed) {
  PriorRuns drawn{model, seed};
  Runs runs{std::move(drawn.amounts), {}, {}};
  for (const sim::Intervention& push : model.interventions) {
    runs.works.push_back(drawn.gates[push.gates.works.value()]);
  }
  for (const sim::Influence& link : model.influences) {
    runs.open.push_back(drawn.gates[link.gate]);
  }
  return runs;
}

Runs posterior_runs(const inference::Posterior& posterior) {
  const sim::Model& model = posterior.problem().model();
  Runs runs;
  for (Index k = 0; k < model.interventions.size(); ++k) {
    runs.amounts.push_back(posterior.values(posterior.problem().unknown(Unknown::Kind::amount, k)));
    runs.works.push_back(posterior.open(model.interventions[k].gates.works.value()));
  }
  for (const sim::Influence& link : model.influences) {
    runs.open.push_back(posterior.open(link.gate));
  }
  return runs;
}

Runs true_runs(const sim::Model& model, const inference::Truth& truth) {
  Runs runs;
  for (Index k = 0; k < model.interventions.size(); ++k) {
    runs.amounts.push_back({truth.amounts[k]});
    runs.works.push_back({truth.gates[model.interventions[k].gates.works.value()]});
  }
  for (const sim::Influence& link : model.influences) {
    runs.open.push_back({truth.gates[link.gate]});
  }
  return runs;
}

Outcomes outcomes(const sim::Model& model, const Runs& runs, Index k, Index goal) {
  const forecast::Ways ways{model, goal, runs.open, runs.amounts[k].size()};
  Column effect = runs.amounts[k];
  for (std::size_t i = 0; i < effect.size(); ++i) {
    effect[i] *= runs.works[k][i];
  }
  const Column way = ways.from(model.interventions[k].node);
  return forecast::outcome_shares({effect, way, model.interventions[k].amount.quantile(0.5), 1},
                                  {});
}

/// The focus, which every metric of these worlds is a part of; and, so that a link can fail, the
/// metric that a link from the bet's own leads to, as if that were the focus.
std::vector<Index> goals(const sim::Model& model, Index k) {
  std::vector<Index> found{inference::WorldMaker::focus};
  for (const sim::Influence& link : model.influences) {
    if (link.from == model.interventions[k].node) {
      found.push_back(link.to);
      break;
    }
  }
  return found;
}

std::vector<Judged> judge(std::uint64_t number, std::uint64_t seed, std::uint32_t particles) {
  inference::WorldMaker maker{seed, number};
  const sim::Model model = maker.model();
  const inference::Truth truth = inference::draw_truth(model, 1000 + 7919 * seed + number);
  const inference::Evidence evidence =
      inference::see(model, truth, inference::WorldMaker::periods, number);
  const auto executor = sim::make_thread_executor(1);
  const inference::Problem problem{model, evidence};
  const inference::Posterior posterior{
      problem, {.particles = particles, .seed = number + 1}, *executor};
  const Runs before = prior_runs(model, number + 1);
  const Runs now = posterior_runs(posterior);
  const Runs real = true_runs(model, truth);
  std::vector<Judged> judged;
  for (Index k = 0; k < delivered_or_not; ++k) {
    const bool delivered =
        model.gates[model.interventions[k].gates.delivered.value()].probability == 1;
    const bool informed = problem.unknown_is_moved()[problem.unknown(Unknown::Kind::amount, k)];
    for (const Index goal : goals(model, k)) {
      if (delivered && informed) {
        judged.push_back({outcomes(model, before, k, goal),
                          outcomes(model, now, k, goal),
                          outcomes(model, real, k, goal)});
      }
    }
  }
  return judged;
}

struct Pair {
  double stated = 0;
  double truth = 0;
};

/// Are the stated probabilities off by more than chance?
bool print_reliability(std::string_view name, const std::vector<Pair>& pairs) {
  double gap = 0;
  double variance = 0;
  for (const Pair& pair : pairs) {
    gap += pair.truth - pair.stated;
    variance += pair.stated * (1 - pair.stated);
  }
  const double z = variance > 0 ? gap / std::sqrt(variance) : 0;
  fmt::print("{}: n {}, z {:+.2f}\n", name, pairs.size(), z);
  for (int bin = 0; bin < 10; ++bin) {
    double count = 0;
    double stated = 0;
    double hits = 0;
    for (const Pair& pair : pairs) {
      if (std::min(static_cast<int>(pair.stated * 10), 9) == bin) {
        count += 1;
        stated += pair.stated;
        hits += pair.truth;
      }
    }
    if (count > 0) {
      const auto interval = forecast::wilson_interval(hits, count);
      fmt::print("  {:3}-{:3} %: n {:5}, stated {:.3f}, true {:.3f} ({:.3f} to {:.3f})\n",
                 10 * bin,
                 10 * (bin + 1),
                 count,
                 stated / count,
                 hits / count,
                 interval.low,
                 interval.high);
    }
  }
  return std::abs(z) <= 3;
}

/// The verdict's probability: validated holds what exceeded, too.
double chance(const Outcomes& outcomes, Verdict verdict) {
  return outcomes.at(verdict) +
         (verdict == Verdict::validated ? outcomes.at(Verdict::exceeded) : 0);
}

/// Verdicts that the rules give, in their order, with what they state. True: right as often as
/// that.
bool print_verdicts(const std::vector<Judged>& all) {
  const tree::ReviewRules rules;
  const auto odds = [](double p) {
    const double bounded = std::clamp(p, 1e-4, 1 - 1e-4);
    return bounded / (1 - bounded);
  };
  std::map<Verdict, std::vector<Pair>> given;
  std::size_t open = 0;
  for (const Judged& one : all) {
    bool settled = false;
    for (const Verdict verdict : {Verdict::hypothesis_failure,
                                  Verdict::link_failure,
                                  Verdict::exceeded,
                                  Verdict::validated}) {
      const double now = chance(one.stated, verdict);
      if (!settled && now >= rules.sure) {
        settled = true;
        if (odds(now) >= rules.data_odds * odds(chance(one.prior, verdict))) {
          given[verdict].push_back({now, chance(one.truth, verdict)});
        } else {
          ++open;
        }
      }
    }
    open += settled ? 0 : 1;
  }
  bool good = true;
  fmt::print("verdicts given of {} bets; {} inconclusive\n", all.size(), open);
  for (const auto& [verdict, pairs] : given) {
    double stated = 0;
    double right = 0;
    double variance = 0;
    for (const Pair& pair : pairs) {
      stated += pair.stated;
      right += pair.truth;
      variance += pair.stated * (1 - pair.stated);
    }
    const double n = static_cast<double>(pairs.size());
    const auto interval = forecast::wilson_interval(right, n);
    fmt::print("  {}: {}, stated {:.3f}, right {:.3f} ({:.3f} to {:.3f})\n",
               name(verdict),
               pairs.size(),
               stated / n,
               right / n,
               interval.low,
               interval.high);
    good = good && right - stated > -3 * std::sqrt(variance);
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, unsigned otherwise) {
    return argc > i ? static_cast<unsigned>(std::strtoul(argv[i], nullptr, 10)) : otherwise;
  };
  const std::size_t count = argument(1, 500);
  const unsigned seed = argument(2, 1);
  const unsigned particles = argument(3, 1024);
  std::vector<std::vector<Judged>> worlds(count);
  sim::make_thread_executor(2)->for_each(
      count, [&](std::size_t w) { worlds[w] = judge(w, seed, particles); });
  std::vector<Judged> all;
  for (const auto& world : worlds) {
    all.insert(all.end(), world.begin(), world.end());
  }
  bool good = true;
  std::vector<Pair> every;
  for (const Verdict verdict : {Verdict::hypothesis_failure,
                                Verdict::link_failure,
                                Verdict::validated,
                                Verdict::exceeded}) {
    std::vector<Pair> pairs;
    pairs.reserve(all.size());
    for (const Judged& one : all) {
      pairs.push_back({one.stated.at(verdict), one.truth.at(verdict)});
    }
    every.insert(every.end(), pairs.begin(), pairs.end());
    good = print_reliability(name(verdict), pairs) && good;
  }
  print_reliability("all outcomes", every);
  good = print_verdicts(all) && good;
  return good || count < 300 ? 0 : 1;
}
