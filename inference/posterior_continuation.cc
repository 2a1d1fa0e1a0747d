#include <algorithm>
#include <array>
#include <cmath>
#include <variant>

#include "inference/posterior.h"
#include "inference/sampler.h"
#include "sim/columns/formula_kernels.h"
#include "sim/random/chi_square.h"
#include "sim/random/random_kernels.h"

namespace betledger::inference {
namespace {

using sim::runs_per_block;
using Words = std::array<sim::kernels::Word, runs_per_block>;

/// Where a continuation's random numbers come from: (seed, node, replicate, particle, index).
class Stream {
 public:
  Stream(std::uint64_t seed, std::uint32_t block, std::uint64_t replicate)
      : seed_{seed}, block_{(replicate << 32U) + block} {}

  void normals(const std::string& name, std::uint32_t index, double* out) const {
    words(name, index);
    sim::kernels::normals(words_.data(), out);
  }
  void uniforms(const std::string& name, std::uint32_t index, double* out) const {
    words(name, index);
    sim::kernels::uniforms(words_.data(), out);
  }

 private:
  void words(const std::string& name, std::uint32_t index) const {
    sim::kernels::words(sim::StreamKey::of(seed_, "future:" + name), block_, index, words_.data());
  }
  std::uint64_t seed_;
  std::uint64_t block_;
  mutable Words words_{};
};

std::vector<double> whitened(
    const SplitLaw& law, const Block& block, const NodeRole& role, Index node, std::size_t run) {
  std::vector<double> w(law.seen());
  for (std::size_t i = 0; i < law.seen(); ++i) {
    for (std::size_t s = 0; s <= i; ++s) {
      w[i] +=
          law.whiten[i * law.seen() + s] * (block.x(node, role.seen[s])[run] - law.mean_seen[s]);
    }
  }
  return w;
}

double sum_of_squares(const std::vector<double>& w) {
  double sum = 0;
  for (const double value : w) {
    sum += value * value;
  }
  return sum;
}

/// ln p(seen | law), its weight included, as in Block::compute_term.
double log_density(const SplitLaw& law, double squares) {
  const double n = static_cast<double>(law.seen());
  return std::isinf(law.dof)
             ? law.log_constant - 0.5 * squares / (law.sigma * law.sigma)
             : law.log_constant -
                   0.5 * (law.dof + n) * std::log1p(squares / (law.dof * law.sigma * law.sigma));
}

/// One node's path in one particle: its law, its sigma, and the whitened part that was seen.
struct Path {
  const SplitLaw* law = nullptr;
  double sigma = 1;
  std::vector<double> past;

  /// The periods not seen, on the scale, from one standard normal each.
  [[nodiscard]] double rest(std::size_t i, const std::vector<double>& xi) const {
    double x = law->mean_rest[i];
    for (std::size_t s = 0; s < law->seen(); ++s) {
      x += law->carry[i * law->seen() + s] * past[s];
    }
    for (std::size_t s = 0; s <= i; ++s) {
      x += sigma * law->spread[i * law->rest() + s] * xi[s];
    }
    return x;
  }
};

/// Law by its posterior probability, then sigma^2 by its own: (dof s^2 + squares) / chi2_(dof + n).
Path draw_path(const NodeRole& role,
               const Block& block,
               Index node,
               std::size_t run,
               double uniform,
               double z) {
  std::vector<std::vector<double>> pasts;
  std::vector<double> weights;
  for (const SplitLaw& law : role.laws) {
    pasts.push_back(whitened(law, block, role, node, run));
    weights.push_back(log_density(law, sum_of_squares(pasts.back())));
  }
  const double best = *std::max_element(weights.begin(), weights.end());
  double total = 0;
  for (double& weight : weights) {
    weight = std::exp(weight - best);
    total += weight;
  }
  std::size_t pick = 0;
  for (double reached = weights[0]; uniform * total >= reached && pick + 1 < weights.size();) {
    reached += weights[++pick];
  }
  Path path{&role.laws[pick], role.laws[pick].sigma, std::move(pasts[pick])};
  if (path.law->later_factors) {
    const double dof = path.law->dof;
    const double n = static_cast<double>(path.law->seen());
    const double squares = dof * path.sigma * path.sigma + sum_of_squares(path.past);
    path.sigma = std::sqrt(squares / (dof + n)) * std::exp(path.law->later_factors->at(0, z));
  }
  return path;
}

/// A coupled node's law and sigma are the particle's own.
Path own_path(
    const NodeRole& role, const Block& block, Index node, std::size_t run, std::size_t pick) {
  const SplitLaw& law = role.laws[pick];
  return {&law, block.own_sigma(node, law, run), whitened(law, block, role, node, run)};
}

}  // namespace

/// Fills one block's world.
class Continuation {
 public:
  Continuation(const Problem& problem, const Block& block, const Stream& stream, World& world)
      : problem_{problem}, block_{block}, stream_{stream}, world_{world} {}

  void fill_effects(const Coordinates& at) {
    const sim::Model& model = problem_.model();
    std::vector<double> delivered(runs_per_block);
    for (Index k = 0; k < model.interventions.size(); ++k) {
      const sim::Intervention& from = model.interventions[k];
      sim::kernels::copy({block_.works(k), 0}, world_.pushes[k]);
      block_.delivered(k, at, delivered.data());
      fill_live(model, k, block_.delay(from.profile), delivered.data(), world_);
    }
    for (Index l = 0; l < model.influences.size(); ++l) {
      sim::kernels::copy({block_.pull(l), 0}, world_.pulls[l]);
    }
    for (Index o = 0; o < model.occasions.size(); ++o) {
      const Index u = problem_.unknown(Unknown::Kind::occasion, o);
      sim::kernels::copy({block_.value(u), 0}, world_.occasions[o]);
    }
  }

  void fill_bases(const Coordinates& at) {
    for (Index n = 0; n < problem_.nodes().size(); ++n) {
      const auto* base = std::get_if<sim::BasePath>(&problem_.model().nodes[n].source);
      if (base == nullptr) {
        continue;
      }
      const NodeRole& role = problem_.nodes()[n];
      if (const auto* known = std::get_if<sim::KnownPath>(base)) {
        for (Index t = 0; t < world_.periods; ++t) {
          sim::kernels::copy({nullptr, known->values[t]}, world_.base(n, t));
        }
      } else if (const auto* stated = std::get_if<sim::StatedPath>(base);
                 stated != nullptr && role.seen.empty()) {
        fill_stated(n, *stated);
      } else if (!role.component) {
        fill_free(n);
      }
    }
    for (const Component& component : problem_.components()) {
      fill_component(component, at);
    }
  }

 private:
  /// As the simulator draws it: one score for both ends.
  void fill_stated(Index n, const sim::StatedPath& path) {
    const tree::Support support = problem_.model().nodes[n].support;
    std::vector<double> z(runs_per_block);
    stream_.normals(problem_.model().nodes[n].key, 0, z.data());
    for (std::size_t run = 0; run < runs_per_block; ++run) {
      const double first = stated_level(path.first, support, z[run]);
      const double last = stated_level(path.last, support, z[run]);
      for (Index t = 0; t < world_.periods; ++t) {
        const double share =
            world_.periods == 1 ? 0 : static_cast<double>(t) / (world_.periods - 1);
        world_.base(n, t)[run] = tree::from_scale(support, (1 - share) * first + share * last);
      }
    }
  }

  void fill_free(Index n) {
    const NodeRole& role = problem_.nodes()[n];
    const std::string& key = problem_.model().nodes[n].key;
    const std::size_t rest = role.laws.front().rest();
    std::vector<double> uniform(runs_per_block), z(runs_per_block);
    stream_.uniforms(key + "/law", 0, uniform.data());
    stream_.normals(key + "/sigma", 0, z.data());
    const sim::Columns xi = innovations(n, rest);
    std::vector<double> own(rest);
    for (std::size_t run = 0; run < runs_per_block; ++run) {
      const Path path = draw_path(role, block_, n, run, uniform[run], z[run]);
      for (std::size_t i = 0; i < rest; ++i) {
        own[i] = xi[i][run];
      }
      put(n, path, own, run);
    }
  }

  [[nodiscard]] sim::Columns innovations(Index n, std::size_t count) const {
    sim::Columns xi{count};
    for (std::size_t i = 0; i < count; ++i) {
      stream_.normals(problem_.model().nodes[n].key, static_cast<std::uint32_t>(i), xi[i]);
    }
    return xi;
  }

  void put(Index n, const Path& path, const std::vector<double>& xi, std::size_t run) {
    const NodeRole& role = problem_.nodes()[n];
    const tree::Support support = problem_.model().nodes[n].support;
    std::size_t seen = 0;
    std::size_t rest = 0;
    for (Index t = 0; t < world_.periods; ++t) {
      const bool was_seen = seen < role.seen.size() && role.seen[seen] == t;
      const double x = was_seen ? block_.x(n, t)[run] : path.rest(rest, xi);
      world_.base(n, t)[run] = tree::from_scale(support, x);
      ++(was_seen ? seen : rest);
    }
  }

  /// Period by period, because what one node did foretells another: innovations of what was seen
  /// are known, the others drawn given those they follow, correlated in a period as stated.
  void fill_component(const Component& component, const Coordinates& at) {
    const std::size_t size = component.nodes.size();
    std::vector<sim::Columns> xi;
    for (const Index n : component.nodes) {
      xi.push_back(innovations(n, world_.periods));
    }
    const std::vector<double> lower = lower_factor(component.correlation, size);
    std::vector<std::vector<double>> eps(size, std::vector<double>(world_.periods));
    for (std::size_t run = 0; run < runs_per_block; ++run) {
      std::vector<Path> paths;
      std::vector<std::vector<double>> rest(size);
      for (const Index n : component.nodes) {
        const auto pick = static_cast<std::size_t>(at.members[n][run]);
        paths.push_back(own_path(problem_.nodes()[n], block_, n, run, pick));
      }
      for (Index t = 0; t < world_.periods; ++t) {
        for (std::size_t i = 0; i < size; ++i) {
          const auto& seen = problem_.nodes()[component.nodes[i]].seen;
          const auto place = std::lower_bound(seen.begin(), seen.end(), t);
          if (place != seen.end() && *place == t) {
            const auto element = static_cast<std::size_t>(place - seen.begin());
            eps[i][t] = paths[i].past[element] / paths[i].sigma;
            continue;
          }
          double foretold = 0;
          double variance = 1;
          for (const Lead& lead : component.leads) {
            if (lead.to == i && lead.lag <= t) {
              foretold += lead.gamma * eps[lead.from][t - lead.lag];
              variance -= lead.gamma * lead.gamma;
            }
          }
          double eta = 0;
          for (std::size_t j = 0; j <= i; ++j) {
            eta += lower[i * size + j] * xi[j][t][run];
          }
          eps[i][t] = foretold + std::sqrt(std::max(least_left, variance)) * eta;
          rest[i].push_back(eps[i][t]);
        }
      }
      for (std::size_t i = 0; i < size; ++i) {
        put(component.nodes[i], paths[i], rest[i], run);
      }
    }
  }

  const Problem& problem_;
  const Block& block_;
  const Stream& stream_;
  World& world_;
};

void Posterior::continue_world(std::uint32_t block,
                               std::uint64_t replicate,
                               Block& workspace,
                               World& world) const {
  Coordinates at = particles_[block];
  workspace.load(at);
  const Stream stream{settings_.seed, block, replicate};
  Continuation continuation{*problem_, workspace, stream, world};
  continuation.fill_effects(at);
  continuation.fill_bases(at);
}

}  // namespace betledger::inference
