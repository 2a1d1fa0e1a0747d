// Judges the posterior and the landing forecast on worlds drawn from the model itself.
//
//   worlds [WORLDS] [SEED] [PARTICLES] [WEEK... | teams=N]
//
// With 300 worlds or more it exits 1 if a week misses the bounds that docs/inference.md states.
// Prints, by week: coverage of the 80 % landing interval, the PIT and rank histograms with their
// chi-square, beliefs against truth, the sampler's own diagnostics (docs/inference.md).

#include "tests/inference/worlds.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include <boost/math/distributions/chi_squared.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace {

using namespace betledger;  // NOLINT(google-build-using-namespace): a program, not a library
using inference::GateOutcome;
using inference::Index;
using inference::Unknown;
using inference::WorldOutcome;

/// The p that it prints.
double print_histogram(const std::string& name, const std::vector<double>& ranks) {
  std::vector<int> bins(20);
  for (const double rank : ranks) {
    ++bins[static_cast<std::size_t>(std::min(rank * 20, 19.0))];
  }
  const double expected = static_cast<double>(ranks.size()) / 20;
  double chi2 = 0;
  for (const int bin : bins) {
    chi2 += (bin - expected) * (bin - expected) / expected;
  }
  const double p = boost::math::cdf(complement(boost::math::chi_squared{19}, chi2));
  fmt::print("  {:<22} n {:5}, chi2 p {:.3f}: {}\n", name, ranks.size(), p, fmt::join(bins, " "));
  return p;
}

/// Share in the 80 % interval, the focus' own returned; clustered by world, so the error is taken
/// over worlds.
double print_coverage(const std::vector<WorldOutcome>& worlds) {
  double focus = 0, all = 0, squares = 0;
  for (const WorldOutcome& world : worlds) {
    double inside = 0;
    for (const double pit : world.pit) {
      inside += pit > 0.1 && pit < 0.9 ? 1.0 / static_cast<double>(world.pit.size()) : 0.0;
    }
    const double pit = world.pit[inference::WorldMaker::focus];
    focus += pit > 0.1 && pit < 0.9 ? 1 : 0;
    all += inside;
    squares += inside * inside;
  }
  const double n = static_cast<double>(worlds.size());
  fmt::print("  80 % interval: focus {:.3f} (se {:.3f}), all metrics {:.3f} (se {:.3f})\n",
             focus / n,
             std::sqrt(0.16 / n),
             all / n,
             std::sqrt((squares / n - all / n * all / n) / n));
  return focus / n;
}

void print_gates(const std::string& name, const std::vector<GateOutcome>& gates) {
  double belief = 0, truth = 0, variance = 0, log_score = 0, prior_score = 0;
  const auto score = [](double p, double happened) {
    return std::log(std::clamp(happened != 0 ? p : 1 - p, 1e-6, 1.0));
  };
  for (const GateOutcome& gate : gates) {
    belief += gate.probability;
    truth += gate.truth;
    variance += gate.probability * (1 - gate.probability);
    log_score += score(gate.probability, gate.truth);
    prior_score += score(gate.prior, gate.truth);
  }
  const double n = static_cast<double>(gates.size());
  fmt::print(
      "  {}: n {}, believed {:.4f}, true {:.4f}, z {:+.2f}; log score {:.3f}, prior's {:.3f}\n",
      name,
      gates.size(),
      belief / n,
      truth / n,
      (truth - belief) / std::sqrt(variance),
      log_score / n,
      prior_score / n);
  for (int bin = 0; bin < 10; ++bin) {
    double count = 0, p = 0, hits = 0;
    for (const GateOutcome& gate : gates) {
      if (std::min(static_cast<int>(gate.probability * 10), 9) == bin) {
        count += 1;
        p += gate.probability;
        hits += gate.truth;
      }
    }
    if (count > 0) {
      const double mean = p / count;
      fmt::print("    [{:.1f}, {:.1f}): n {:5}, believed {:.3f}, true {:.3f} (se {:.3f})\n",
                 bin / 10.0,
                 (bin + 1) / 10.0,
                 count,
                 mean,
                 hits / count,
                 std::sqrt(std::max(mean * (1 - mean), 1e-4) / count));
    }
  }
}

void print_quantiles(const std::string& name, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double q) {
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
  };
  fmt::print("  {:<18} least {:.3g}, 10 % {:.3g}, median {:.3g}, 90 % {:.3g}, most {:.3g}\n",
             name,
             values.front(),
             at(0.1),
             at(0.5),
             at(0.9),
             values.back());
}

void print_health(const std::vector<WorldOutcome>& worlds) {
  const auto each = [&](auto value) {
    std::vector<double> values;
    for (const WorldOutcome& world : worlds) {
      values.push_back(value(world));
    }
    return values;
  };
  print_quantiles("ESS", each([](const WorldOutcome& w) { return w.health.ess; }));
  print_quantiles("ESS of the prior",
                  each([](const WorldOutcome& w) { return w.health.prior_ess; }));
  print_quantiles("temperatures",
                  each([](const WorldOutcome& w) { return double{1} * w.health.temperatures; }));
  print_quantiles("acceptance", each([](const WorldOutcome& w) { return w.health.acceptance; }));
  print_quantiles("least acceptance",
                  each([](const WorldOutcome& w) { return w.health.least_acceptance; }));
  print_quantiles("Pareto k", each([](const WorldOutcome& w) { return w.health.khat; }));
  print_quantiles("seconds", each([](const WorldOutcome& w) { return w.seconds; }));
  const auto troubled = std::count_if(worlds.begin(), worlds.end(), [](const WorldOutcome& w) {
    return !w.health.troubles.empty();
  });
  fmt::print("  troubles in {} worlds\n", troubled);
}

/// The least p.
double print_ranks(const std::vector<WorldOutcome>& worlds) {
  const std::pair<Unknown::Kind, const char*> kinds[] = {
      {Unknown::Kind::amount, "amounts"},
      {Unknown::Kind::strength, "strength x gate"},
      {Unknown::Kind::delay, "delays"},
      {Unknown::Kind::occasion, "occasions"},
      {Unknown::Kind::factor, "factors of teams"}};
  double least = 1;
  for (const auto& [kind, name] : kinds) {
    std::vector<double> moved;
    for (const WorldOutcome& world : worlds) {
      for (const auto& rank : world.ranks) {
        if (rank.kind == kind && rank.moved) {
          moved.push_back(rank.rank);
        }
      }
    }
    if (!moved.empty()) {
      least = std::min(least, print_histogram(name, moved));
    }
  }
  return least;
}

/// Does it keep the bounds of docs/inference.md?
bool print_week(Index week, const std::vector<WorldOutcome>& worlds) {
  fmt::print("week {}\n", week);
  const double covered = print_coverage(worlds);
  std::vector<double> focus, all;
  std::vector<GateOutcome> works, links;
  for (const WorldOutcome& world : worlds) {
    focus.push_back(world.pit[inference::WorldMaker::focus]);
    all.insert(all.end(), world.pit.begin(), world.pit.end());
    works.insert(works.end(), world.works.begin(), world.works.end());
    links.insert(links.end(), world.links.begin(), world.links.end());
  }
  const double flat = print_histogram("PIT of the focus", focus);
  print_histogram("PIT of all metrics", all);
  const double ranks = print_ranks(worlds);
  print_gates("works", works);
  print_gates("links", links);
  print_health(worlds);
  return covered >= 0.76 && covered <= 0.84 && flat > 0.01 && ranks > 0.01;
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, unsigned otherwise) {
    return argc > i ? static_cast<unsigned>(std::strtoul(argv[i], nullptr, 10)) : otherwise;
  };
  const std::size_t count = argument(1, 300);
  inference::WorldSettings settings{.seed = argument(2, 1), .particles = argument(3, 2048)};
  std::vector<Index> weeks;
  for (int i = 4; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with("teams=")) {  // bets share so many factors
      settings.teams = static_cast<Index>(std::strtoul(argv[i] + 6, nullptr, 10));
    } else {
      weeks.push_back(argument(i, 0));
    }
  }
  if (weeks.empty()) {
    weeks = {3, 6, 9};
  }
  const auto executor = sim::make_thread_executor(2);
  bool good = true;
  for (const Index week : weeks) {
    std::vector<WorldOutcome> worlds(count);
    executor->for_each(
        count, [&](std::size_t w) { worlds[w] = inference::judge_world(w, week, settings); });
    good = print_week(week, worlds) && good;
    std::fflush(stdout);
  }
  return good || count < 300 ? 0 : 1;
}
