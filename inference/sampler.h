#pragma once

#include <string>
#include <vector>

#include "inference/block.h"
#include "inference/health.h"
#include "inference/posterior_settings.h"
#include "inference/problem.h"
#include "sim/random/philox.h"
#include "sim/tasks/executor.h"
#include "sim/tasks/object_pool.h"

// How a Posterior is made. Inside inference/ only.

namespace betledger::inference {

/// One random variable's name: "amount:bet:x/amount/y", "coin:link:a->b".
[[nodiscard]] std::string name_of(const Problem& problem, const Unknown& unknown);
[[nodiscard]] std::string name_of_gate(const Problem& problem, Index gate);

/// The law of a coupled node that a uniform number picks, by weight.
[[nodiscard]] double member_at(const NodeRole& role, double uniform);
/// Draws a block from the prior.
void draw_prior(const Problem& problem, std::uint64_t seed, std::uint32_t block, Coordinates& out);

/// What the weights that pareto_shape looks at hold of all.
[[nodiscard]] double tail_share(std::vector<double> weights);

class TemperedSampler {
 public:
  TemperedSampler(const Problem& problem,
                  const PosteriorSettings& settings,
                  sim::Executor& executor);
  void run(std::vector<Coordinates>& particles, Health& health);

 private:
  /// How a score is drawn for a gate that opens: fitted to the particles that have it open.
  struct Proposal {
    double mean = 0;
    double sd = 1;
  };
  /// By move: how many particles of a block it made a difference to, and how many of those took it.
  struct Count {
    double tried = 0;
    double taken = 0;
  };
  using Accepted = std::vector<Count>;

  [[nodiscard]] double next_temperature(const std::vector<double>& loglik, double tau) const;
  void resample(std::vector<Coordinates>& particles, const std::vector<double>& weights);
  void fit_proposals(const std::vector<Coordinates>& particles);
  void sweep(std::vector<Coordinates>& particles, double tau);
  void move_block(Block& block, Coordinates& at, std::uint32_t number, double tau);
  void propose(Block& block, const Coordinates& at, std::uint32_t number, std::size_t move);
  void propose_flip(Block& block, const Coordinates& at, std::uint32_t number, std::size_t move);
  void adapt();
  void draw_normals(std::size_t move, std::uint32_t block, std::uint32_t index, double* out) const;
  void draw_uniforms(std::size_t move, std::uint32_t block, std::uint32_t index, double* out) const;
  [[nodiscard]] double worst_memory(const std::vector<Coordinates>& before,
                                    const std::vector<Coordinates>& after) const;
  void judge(double count, double memory, double worst_tail, Health& health) const;

  const Problem& problem_;
  PosteriorSettings settings_;
  sim::Executor& executor_;
  sim::ObjectPool<Block> blocks_;
  std::vector<sim::StreamKey> keys_;  // by move
  std::vector<double> steps_;         // by move: root of a Crank-Nicolson step
  std::vector<double> acceptance_;    // by move, last sweep
  std::vector<Proposal> proposals_;   // by unknown
  std::vector<Accepted> accepted_;    // by block
  std::uint32_t turn_ = 0;            // sweeps so far
  double offspring_ = 1;              // mean size of a particle's family, last resampling
};

}  // namespace betledger::inference
