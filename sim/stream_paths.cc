#include <cmath>

#include "core/contract.h"
#include "sim/formula_kernels.h"
#include "sim/paths.h"

namespace betledger::sim {

void BlockPaths::stream(BlockDraws& draws,
                        std::uint64_t seed,
                        std::uint64_t block,
                        std::size_t runs) {
  const StreamCode& stream = code_->stream.value();
  const auto count = static_cast<std::uint32_t>(code_->nodes.size());
  first_ = code_->first_reached;
  kernels::copy({nullptr, 0}, trouble_[0]);
  kernels::copy({nullptr, 0}, trouble_[1]);
  with_is_current_ = true;
  draws.draw(stream.first, seed, block);
  for (const std::uint32_t i : stream.order) {
    draws.draw(stream.by_node[i], seed, block);
    stream_node(draws, i);
    tallies_[i] = count_clamps(i, runs);
    if (code_->wanted[i] && !code_->model.nodes[i].weight) {
      roll_up_both(i);
    }
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if (code_->wanted[i] && code_->model.nodes[i].weight) {
      roll_up_both(i);
    }
  }
}

void BlockPaths::stream_node(const BlockDraws& draws, std::uint32_t node) {
  for (std::uint32_t t = 0; t < code_->periods(); ++t) {
    if (t < code_->without_until[node]) {
      without_[at(node, t)] = without(draws, {node, t, Side::without});
    }
    if (t < first_[node]) {
      with_[at(node, t)] = without_[at(node, t)];
    } else {
      change(draws, {}, {node, t, Side::with});
    }
  }
}

void BlockPaths::roll_up_both(std::uint32_t node) {
  if (has_without(node, code_->periods())) {
    roll_up(Side::without, node, rollups_[node]);
  }
  roll_up(Side::with, node, rollups_[code_->nodes.size() + node]);
}

bool BlockPaths::is_finite(std::size_t runs) const {
  BET_EXPECT(runs <= runs_per_block);
  for (std::size_t i = 0; i < runs; ++i) {
    if (std::isnan(trouble_[0][i]) || (with_is_current_ && std::isnan(trouble_[1][i]))) {
      return false;
    }
  }
  return true;
}

}  // namespace betledger::sim
