// Do the links separate? Companies with known links live through cycles; what one cycle teaches is
// what the next believes.
//
//   learning_cycles [COMPANIES] [CYCLES] [PARTICLES]
//
// Prints a table (Markdown) by cycle: mean P(real) of the links that are real and of those that are
// not, how well the two are told apart, and how often a gate would harden a false one
// (docs/statistics-learning.md).

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "tests/inference/worlds.h"

namespace {

using namespace betledger;  // NOLINT(google-build-using-namespace): a program, not a library
using inference::Dice;
using inference::Index;
using inference::Unknown;

constexpr Index weeks = 13;
constexpr Index drivers = 4;
constexpr Index outcomes = 3;

/// What is believed of a link, and what is true of it.
struct Link {
  bool is_real = false;
  double strength = 0;
  double belief = 0.5;
  double mean = 0.4;
  double sd = 0.2;
};

double normal(Dice& dice) {
  return normal_quantile(std::clamp(dice.uniform(), 1e-12, 1 - 1e-12));
}

std::vector<Link> company(Dice& dice) {
  std::vector<Link> links(std::size_t{drivers} * outcomes);
  for (Link& link : links) {
    link.is_real = dice.chance(link.belief);
    link.strength = link.mean + link.sd * normal(dice);
  }
  return links;
}

/// A cycle's model: every driver may move every outcome, two bets each on a driver of its own.
sim::Model model_of(const std::vector<Link>& links, Dice& dice) {
  using namespace sim::testing;  // NOLINT(google-build-using-namespace): short names for a model
  sim::Model model = empty_model(weeks);
  for (Index n = 0; n < drivers + outcomes; ++n) {
    model.nodes.push_back(pool((n < drivers ? "driver" : "outcome") + std::to_string(n),
                               {member(weeks, std::log(100.0), 0.7, 0.03)}));
    model.nodes.back().support = tree::Support::positive;
  }
  const Index first = dice.below(drivers);
  const Index second = (first + 1 + dice.below(drivers - 1)) % drivers;
  for (Index k = 0; k < 2; ++k) {
    const Index gate = static_cast<Index>(model.gates.size());
    model.gates.push_back({fmt::format("bet{}/delivered", k), 1, {}});
    model.gates.push_back({fmt::format("bet{}/works", k), 0.6, {}});
    sim::Profile profile;
    profile.key = fmt::format("bet{}", k);
    profile.start = dice.between(2, 6);
    model.profiles.push_back(profile);
    sim::Intervention push;
    push.key = fmt::format("bet{}", k);
    push.node = k == 0 ? first : second;
    push.amount = make(Normal{0.15, 0.07});
    push.gates = {gate, gate + 1};
    push.profile = k;
    push.group = k;
    model.interventions.push_back(push);
  }
  model.groups = 2;
  for (Index l = 0; l < links.size(); ++l) {
    add_link(model, l / outcomes, drivers + l % outcomes, make(Normal{links[l].mean, links[l].sd}));
    model.gates.back().probability = links[l].belief;
  }
  return model;
}

/// The same company as it is.
sim::Model truth_of(sim::Model model, const std::vector<Link>& links) {
  for (Index l = 0; l < links.size(); ++l) {
    sim::Influence& influence = model.influences[l];
    influence.strength = Distribution::constant(links[l].strength);
    model.gates[influence.gate].probability = links[l].is_real ? 1 : 0;
  }
  return model;
}

void learn(const inference::Posterior& posterior, std::vector<Link>& links) {
  const inference::Problem& problem = posterior.problem();
  for (Index l = 0; l < links.size(); ++l) {
    const Index gate = problem.model().influences[l].gate;
    const Index unknown = problem.unknown(Unknown::Kind::strength, l);
    if (!problem.gate_is_moved()[gate]) {
      continue;
    }
    const double now = posterior.chance(gate).probability;
    links[l].belief = std::clamp(now, 0.001, 0.999);
    if (now > 0.05) {
      const inference::Belief strength = posterior.belief(unknown, gate);
      links[l].mean = strength.mean;
      links[l].sd = std::max(strength.sd, 0.02);
    }
  }
}

struct Tally {
  std::vector<double> real, nil;

  /// P(a real one's belief is above a false one's): ties count half.
  [[nodiscard]] double separation() const {
    double above = 0;
    for (const double a : real) {
      for (const double b : nil) {
        above += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    return above / static_cast<double>(real.size() * nil.size());
  }
};

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double share(const std::vector<double>& values, double low, double high) {
  const auto count =
      std::count_if(values.begin(), values.end(), [&](double v) { return v >= low && v <= high; });
  return static_cast<double>(count) / static_cast<double>(values.size());
}

void print(const std::vector<Tally>& tallies) {
  fmt::print(
      "| after cycle | P(real) of real links | of false links | told apart | real ≥ 95 % | "
      "false ≥ 95 % | false ≤ 5 % |\n|---|---|---|---|---|---|---|\n");
  for (std::size_t c = 0; c < tallies.size(); ++c) {
    const Tally& t = tallies[c];
    fmt::print("| {} | {:.3f} | {:.3f} | {:.3f} | {:.0f} % | {:.1f} % | {:.0f} % |\n",
               c,
               mean(t.real),
               mean(t.nil),
               t.separation(),
               100 * share(t.real, 0.95, 1),
               100 * share(t.nil, 0.95, 1),
               100 * share(t.nil, 0, 0.05));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int i, int otherwise) {
    return static_cast<Index>(argc > i ? std::atoi(argv[i]) : otherwise);
  };
  const Index companies = number(1, 40);
  const Index cycles = number(2, 8);
  const Index particles = number(3, 2048);
  std::vector<Tally> tallies(cycles + 1);
  const auto executor = sim::make_thread_executor(2);
  for (Index i = 0; i < companies; ++i) {
    Dice dice{2026, i};
    std::vector<Link> links = company(dice);
    for (Index cycle = 0; cycle <= cycles; ++cycle) {
      for (const Link& link : links) {
        (link.is_real ? tallies[cycle].real : tallies[cycle].nil).push_back(link.belief);
      }
      if (cycle == cycles) {
        break;
      }
      const sim::Model model = model_of(links, dice);
      const inference::Truth truth =
          inference::draw_truth(truth_of(model, links), 1000 * i + cycle + 1);
      inference::Evidence evidence;
      evidence.known = weeks;
      for (const auto& path : truth.paths) {
        evidence.observed.emplace_back(path.begin(), path.end());
      }
      const inference::Problem problem{model, evidence};
      learn({problem, {.particles = particles, .seed = cycle + 1}, *executor}, links);
    }
  }
  fmt::print(
      "{} companies of {} links, {} particles\n\n", companies, drivers * outcomes, particles);
  print(tallies);
}
