#include <algorithm>
#include <array>
#include <cmath>

#include "inference/kernels.h"
#include "inference/sampler.h"
#include "sim/columns/formula_kernels.h"
#include "sim/random/random_kernels.h"

namespace betledger::inference {
namespace {

using sim::runs_per_block;
using Words = std::array<sim::kernels::Word, runs_per_block>;

constexpr std::uint32_t draws_per_move = 64;  // uniform, then one per unknown
constexpr std::size_t fewest_open = 64;       // to fit a proposal to

}  // namespace

void TemperedSampler::draw_normals(std::size_t move,
                                   std::uint32_t block,
                                   std::uint32_t index,
                                   double* out) const {
  Words words;
  sim::kernels::words(keys_[move], block, turn_ * draws_per_move + index, words.data());
  sim::kernels::normals(words.data(), out);
}

void TemperedSampler::draw_uniforms(std::size_t move,
                                    std::uint32_t block,
                                    std::uint32_t index,
                                    double* out) const {
  Words words;
  sim::kernels::words(keys_[move], block, turn_ * draws_per_move + index, words.data());
  sim::kernels::uniforms(words.data(), out);
}

/// Where gates are open, scores are about as the likelihood wants them: a gate that opens draws its
/// scores from a normal fitted to those, and the acceptance corrects for it.
void TemperedSampler::fit_proposals(const std::vector<Coordinates>& particles) {
  for (const Move& move : problem_.moves()) {
    if (move.kind != Move::Kind::flip) {
      continue;
    }
    for (const Index u : move.unknowns) {
      double count = 0, sum = 0, squares = 0;
      for (const Coordinates& block : particles) {
        for (std::size_t i = 0; i < runs_per_block; ++i) {
          if (block.coins[move.gates.front()][i] != 0) {
            const double z = block.scores[u][i];
            count += 1;
            sum += z;
            squares += z * z;
          }
        }
      }
      Proposal& proposal = proposals_[u];
      proposal = {};
      if (count >= static_cast<double>(fewest_open)) {
        proposal.mean = sum / count;
        const double variance = std::max(squares / count - proposal.mean * proposal.mean, 0.0);
        proposal.sd = std::clamp(1.2 * std::sqrt(variance), 0.05, 1.2);
      }
    }
  }
}

void TemperedSampler::propose(Block& block,
                              const Coordinates& at,
                              std::uint32_t number,
                              std::size_t m) {
  const Move& move = problem_.moves()[m];
  sim::kernels::copy({nullptr, 0}, block.correction());
  switch (move.kind) {
    case Move::Kind::nudge: {
      std::vector<double> w(runs_per_block);
      draw_normals(m, number, 1, w.data());
      const Index u = move.unknowns.front();
      const double root = steps_[m];
      kernels::crank_nicolson(
          std::sqrt(1 - root * root), root, at.scores[u], w.data(), block.trial_score(u));
      break;
    }
    case Move::Kind::flip:
    case Move::Kind::swap:
      propose_flip(block, at, number, m);
      break;
    case Move::Kind::member: {
      std::vector<double> uniform(runs_per_block);
      draw_uniforms(m, number, 1, uniform.data());
      for (std::size_t i = 0; i < runs_per_block; ++i) {
        block.trial_member(move.node)[i] = member_at(problem_.nodes()[move.node], uniform[i]);
      }
      break;
    }
  }
}

/// An opened gate's scores come from the proposal, a shut one's from the prior; a swap is only for
/// particles that have one of the two open. ln of prior and proposal ratios goes to correction().
void TemperedSampler::propose_flip(Block& block,
                                   const Coordinates& at,
                                   std::uint32_t number,
                                   std::size_t m) {
  const Move& move = problem_.moves()[m];
  double* correction = block.correction();
  for (const Index g : move.gates) {
    const double p = problem_.model().gates[g].probability;
    const double odds = std::log(p / (1 - p));
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      const bool opens = at.coins[g][i] == 0;
      block.trial_coin(g)[i] = opens ? 1.0 : 0.0;
      correction[i] += opens ? odds : -odds;
    }
  }
  std::vector<double> w(runs_per_block);
  for (std::size_t j = 0; j < move.unknowns.size(); ++j) {
    const Index u = move.unknowns[j];
    const double* coin = at.coins[move.gates[move.behind[j]]];
    const Proposal& q = proposals_[u];
    draw_normals(m, number, 1 + static_cast<std::uint32_t>(j) % (draws_per_move - 1), w.data());
    const double log_sd = std::log(q.sd);
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      // ln N(z; 0, 1) - ln q(z), the same at either end of the move
      const auto excess = [&](double z) {
        const double d = (z - q.mean) / q.sd;
        return 0.5 * d * d + log_sd - 0.5 * z * z;
      };
      const double z = at.scores[u][i];
      const bool opens = coin[i] == 0;
      const double next = opens ? q.mean + q.sd * w[i] : w[i];
      block.trial_score(u)[i] = next;
      correction[i] += opens ? excess(next) : -excess(z);
    }
  }
  if (move.kind == Move::Kind::swap) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      if (at.coins[move.gates[0]][i] == at.coins[move.gates[1]][i]) {
        correction[i] = -std::numeric_limits<double>::infinity();
      }
    }
  }
}

}  // namespace betledger::inference
