#include "sim/columns/formula_kernels.h"
#include "sim/program/block_paths.h"

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
    set_without(draws, node, t);
    set_with(draws, {}, node, t);
  }
}

void BlockPaths::roll_up_both(std::uint32_t node) {
  roll_up(Side::without, node);
  roll_up(Side::with, node);
}

}  // namespace betledger::sim
