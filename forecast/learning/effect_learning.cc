#include "forecast/learning/effect_learning.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/contract.h"
#include "forecast/learning/slab_family.h"

namespace betledger::forecast {
namespace {

/// Density of the estimate under a normal slab over that under no effect.
double bayes_factor(const Readout& readout, double mean, double sd) {
  const double noise = readout.se * readout.se;
  const double total = noise + sd * sd;
  const double miss = readout.estimate - mean;
  return std::sqrt(noise / total) *
         std::exp(0.5 * (readout.estimate * readout.estimate / noise - miss * miss / total));
}

/// Posterior mass on a grid of base rates and log scales, for one family and one mean (in scales).
struct Grid {
  SlabFamily family = SlabFamily::normal;
  double mean_in_scales = 0;
  std::vector<double> rates;
  std::vector<double> scales;  // geometric
  std::vector<double> logs;    // log likelihood, rate by rate within a scale
  double best = 0;
};

struct Window {
  double low_rate = 0;
  double high_rate = 1;
  double low_scale = 0;
  double high_scale = 1;
};

constexpr std::size_t rate_steps = 40;
constexpr std::size_t scale_steps = 30;

void fill(Grid& grid, std::span<const PastEffect> effects, const Window& window) {
  grid.rates.clear();
  grid.scales.clear();
  grid.logs.clear();
  for (std::size_t i = 0; i < rate_steps; ++i) {
    const double at = (static_cast<double>(i) + 0.5) / rate_steps;
    grid.rates.push_back(window.low_rate + at * (window.high_rate - window.low_rate));
  }
  const auto widths = slab_widths(grid.family);
  std::vector<double> factors(effects.size());
  for (std::size_t s = 0; s < scale_steps; ++s) {
    const double at = (static_cast<double>(s) + 0.5) / scale_steps;
    const double scale = window.low_scale * std::pow(window.high_scale / window.low_scale, at);
    grid.scales.push_back(scale);
    for (std::size_t i = 0; i < effects.size(); ++i) {
      factors[i] = 0;
      for (const double width : widths) {
        factors[i] += bayes_factor(effects[i].readout, grid.mean_in_scales * scale, scale * width);
      }
      // Beyond 1e200 the effect is there at any base rate above 0; larger would overflow.
      factors[i] = std::min(factors[i] / static_cast<double>(widths.size()), 1e200);
    }
    for (const double rate : grid.rates) {
      double sum = 0;
      for (std::size_t i = 0; i < effects.size(); ++i) {
        sum += effects[i].weight * std::log1p(rate * (factors[i] - 1));
      }
      grid.logs.push_back(sum);
    }
  }
  grid.best = *std::max_element(grid.logs.begin(), grid.logs.end());
}

/// The part of the window that holds all but e^-15 of the peak, one cell wider.
Window around_peak(const Grid& grid, const Window& window) {
  constexpr double far = 15;
  std::size_t first_rate = rate_steps;
  std::size_t last_rate = 0;
  std::size_t first_scale = scale_steps;
  std::size_t last_scale = 0;
  for (std::size_t s = 0; s < scale_steps; ++s) {
    for (std::size_t r = 0; r < rate_steps; ++r) {
      if (grid.logs[s * rate_steps + r] > grid.best - far) {
        first_rate = std::min(first_rate, r);
        last_rate = std::max(last_rate, r);
        first_scale = std::min(first_scale, s);
        last_scale = std::max(last_scale, s);
      }
    }
  }
  const auto rate_at = [&](double cell) {
    return window.low_rate + cell / rate_steps * (window.high_rate - window.low_rate);
  };
  const auto scale_at = [&](double cell) {
    return window.low_scale * std::pow(window.high_scale / window.low_scale, cell / scale_steps);
  };
  const auto before = [](std::size_t cell) { return std::max(0.0, static_cast<double>(cell) - 1); };
  const auto after = [](std::size_t cell, std::size_t count) {
    return static_cast<double>(std::min(cell + 2, count));
  };
  return {rate_at(before(first_rate)),
          rate_at(after(last_rate, rate_steps)),
          scale_at(before(first_scale)),
          scale_at(after(last_scale, scale_steps))};
}

/// log of the mean likelihood over the whole of the prior, of which `window` is a part.
double evidence_of(const Grid& grid, const Window& window, const Window& whole) {
  double sum = 0;
  for (const double log : grid.logs) {
    sum += std::exp(log - grid.best);
  }
  const double rates = (window.high_rate - window.low_rate) / (whole.high_rate - whole.low_rate);
  const double scales =
      std::log(window.high_scale / window.low_scale) / std::log(whole.high_scale / whole.low_scale);
  return grid.best + std::log(sum / static_cast<double>(grid.logs.size()) * rates * scales);
}

/// Everything the estimates can tell apart: from a tenth of the typical error to three times the
/// largest deviation in it.
Window whole_window(std::span<const PastEffect> effects) {
  std::vector<double> errors;
  double square = 0;
  for (const PastEffect& effect : effects) {
    BET_EXPECT(effect.readout.se > 0 && effect.weight > 0 && effect.weight <= 1);
    errors.push_back(effect.readout.se);
    square = std::max(square, effect.readout.estimate * effect.readout.estimate);
  }
  const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
  std::nth_element(errors.begin(), middle, errors.end());
  return {0, 1, 0.1 * *middle, 3 * std::max(*middle, std::sqrt(square))};
}

/// A quantile of mass that lies on cells of `grid`, spread evenly over each.
Interval interval_of(const std::vector<double>& mass, double low, double high, bool geometric) {
  constexpr double tail = 0.025;
  const auto at = [&](double p) {
    double below = 0;
    std::size_t i = 0;
    while (i + 1 < mass.size() && below + mass[i] < p) {
      below += mass[i++];
    }
    const double inside = mass[i] > 0 ? std::clamp((p - below) / mass[i], 0.0, 1.0) : 0.5;
    const double share = (static_cast<double>(i) + inside) / static_cast<double>(mass.size());
    return geometric ? low * std::pow(high / low, share) : low + share * (high - low);
  };
  return {at(tail), at(1 - tail)};
}

void summarise(const Grid& grid, const Window& window, LearnedPrior& learned) {
  std::vector<double> rate_mass(rate_steps);
  std::vector<double> scale_mass(scale_steps);
  double total = 0;
  for (std::size_t s = 0; s < scale_steps; ++s) {
    for (std::size_t r = 0; r < rate_steps; ++r) {
      const double mass = std::exp(grid.logs[s * rate_steps + r] - grid.best);
      rate_mass[r] += mass;
      scale_mass[s] += mass;
      total += mass;
    }
  }
  double rate = 0;
  double log_scale = 0;
  for (std::size_t r = 0; r < rate_steps; ++r) {
    rate_mass[r] /= total;
    rate += rate_mass[r] * grid.rates[r];
  }
  for (std::size_t s = 0; s < scale_steps; ++s) {
    scale_mass[s] /= total;
    log_scale += scale_mass[s] * std::log(grid.scales[s]);
  }
  const double scale = std::exp(log_scale);
  learned.prior = {rate, grid.family, grid.mean_in_scales * scale, scale};
  learned.base_rate = interval_of(rate_mass, window.low_rate, window.high_rate, false);
  learned.scale = interval_of(scale_mass, window.low_scale, window.high_scale, true);
}

/// Means of a free mean, in scales. 0 is the centred model, which stands beside it.
constexpr std::array<double, 8> free_means{-1.5, -1, -0.6, -0.25, 0.25, 0.6, 1, 1.5};

struct Candidate {
  Grid grid;
  Window window;
  double log_evidence = 0;
};

Candidate explore(std::span<const PastEffect> effects, SlabFamily family, double mean) {
  const Window whole = whole_window(effects);
  Candidate candidate;
  candidate.grid.family = family;
  candidate.grid.mean_in_scales = mean;
  fill(candidate.grid, effects, whole);
  candidate.window = around_peak(candidate.grid, whole);
  fill(candidate.grid, effects, candidate.window);
  candidate.log_evidence = evidence_of(candidate.grid, candidate.window, whole);
  return candidate;
}

constexpr std::size_t many_effects = 5000;

/// The best of the free means, with the evidence of all of them: each is as probable as another.
Candidate explore_means(std::span<const PastEffect> effects, SlabFamily family) {
  Candidate best;
  std::vector<double> logs;
  for (const double mean : free_means) {
    Candidate candidate = explore(effects, family, mean);
    logs.push_back(candidate.log_evidence);
    if (logs.size() == 1 || candidate.log_evidence > best.log_evidence) {
      best = std::move(candidate);
    }
  }
  double sum = 0;
  for (const double log : logs) {
    sum += std::exp(log - best.log_evidence);
  }
  best.log_evidence += std::log(sum / static_cast<double>(logs.size()));
  return best;
}

}  // namespace

LearnedPrior learn_prior(std::span<const PastEffect> effects, const LearnSettings& settings) {
  BET_EXPECT(effects.size() >= 2);
  LearnedPrior learned;
  std::optional<Candidate> best;
  const auto consider = [&](Candidate candidate, bool centred) {
    LearnedPrior one;
    summarise(candidate.grid, candidate.window, one);
    learned.families.push_back({one.prior, centred, candidate.log_evidence});
    if (!best || candidate.log_evidence > best->log_evidence) {
      best = std::move(candidate);
    }
  };
  constexpr std::array all{SlabFamily::normal, SlabFamily::laplace, SlabFamily::student};
  for (const SlabFamily family : all) {
    consider(explore(effects, family, 0), true);
  }
  // Eight means cost eight times as much: with many effects, of the best shape alone.
  const SlabFamily favourite = best->grid.family;
  for (const SlabFamily family : all) {
    if (settings.free_mean && (effects.size() <= many_effects || family == favourite)) {
      consider(explore_means(effects, family), false);
    }
  }
  summarise(best->grid, best->window, learned);
  for (const PastEffect& effect : effects) {
    learned.contrasts += effect.weight;
  }
  return learned;
}

}  // namespace betledger::forecast
