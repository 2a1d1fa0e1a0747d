#include <algorithm>
#include <array>

#include "core/contract.h"
#include "sim/program/block_draws.h"

namespace betledger::sim {
namespace {

void swap_columns(Columns& a, Columns& b, std::size_t first, std::size_t count) {
  for (std::size_t k = first; k < first + count; ++k) {
    std::swap_ranges(a[k], a[k] + runs_per_block, b[k]);
  }
}

void swap_columns(Columns& a, Columns& b, const std::vector<std::uint32_t>& which) {
  for (const std::uint32_t k : which) {
    swap_columns(a, b, k, 1);
  }
}

/// One set of columns of several blocks, read run by run.
class Gathered {
 public:
  Gathered(std::span<const Columns* const> blocks, std::span<const Lane> lanes) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      const Lane& lane = lanes[std::min(i, lanes.size() - 1)];
      from_[i] = (*blocks[lane.block])[0] + lane.run;
    }
  }

  void read(std::size_t column, double* out) const {
    const std::size_t at = column * Columns::stride;
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = from_[i][at];
    }
  }

 private:
  std::array<const double*, runs_per_block> from_{};
};

}  // namespace

void BlockDraws::exchange(const Redraw& redraw, BlockDraws& others) {
  BET_EXPECT(!code_->stream);
  swap_columns(values_.coins, others.values_.coins, redraw.coins);
  swap_columns(values_.amounts, others.values_.amounts, redraw.amounts);
  swap_columns(values_.delays, others.values_.delays, redraw.delays);
  swap_columns(values_.strengths, others.values_.strengths, redraw.strengths);
  swap_columns(values_.occasions, others.values_.occasions, redraw.occasions);
  swap_columns(values_.factors, others.values_.factors, redraw.factors);
  for (const std::uint32_t b : redraw.bases) {
    swap_columns(values_.bases, others.values_.bases, code_->slots.bases[b], code_->periods());
  }
  combine(redraw);
}

void BlockDraws::gather(std::span<const Draws* const> from, std::span<const Lane> lanes) {
  BET_EXPECT(!lanes.empty() && lanes.size() <= runs_per_block && !code_->stream);
  std::vector<const Values*> blocks;
  blocks.reserve(from.size());
  for (const Draws* draws : from) {
    const auto& block = dynamic_cast<const BlockDraws&>(*draws);
    BET_EXPECT(block.values_.bases.size() == values_.bases.size() &&
               block.values_.effects.size() == values_.effects.size());
    blocks.push_back(&block.values_);
  }
  const Redraw& random = code_->random;
  std::vector<std::uint32_t> with_needs;
  std::vector<std::uint32_t> without_needs;
  for (const std::uint32_t g : random.gates) {
    (code_->model.gates[g].needs.empty() ? without_needs : with_needs).push_back(g);
  }
  const auto read = [&](Columns Values::*columns, const std::vector<std::uint32_t>& which) {
    if (which.empty()) {
      return;
    }
    std::vector<const Columns*> sources;
    sources.reserve(blocks.size());
    for (const Values* block : blocks) {
      sources.push_back(&(block->*columns));
    }
    const Gathered gathered{sources, lanes};
    for (const std::uint32_t column : which) {
      gathered.read(column, (values_.*columns)[column]);
    }
  };
  read(&Values::coins, without_needs);
  read(&Values::gates, with_needs);
  read(&Values::pulls, random.pulls);
  read(&Values::occasions, random.occasions);
  read(&Values::bases, columns_of(random.bases));
  read(&Values::effects, effect_columns_of(random.profiles));
}

std::vector<std::uint32_t> BlockDraws::columns_of(const std::vector<std::uint32_t>& bases) const {
  std::vector<std::uint32_t> columns;
  columns.reserve(bases.size() * code_->periods());
  for (const std::uint32_t b : bases) {
    for (std::uint32_t t = 0; t < code_->periods(); ++t) {
      columns.push_back(code_->slots.bases[b] + t);
    }
  }
  return columns;
}

std::vector<std::uint32_t> BlockDraws::effect_columns_of(
    const std::vector<std::uint32_t>& profiles) const {
  std::vector<std::uint32_t> columns;
  for (const std::uint32_t p : profiles) {
    const ProfileCode& profile = code_->profiles[p];
    for (const std::uint32_t k : profile.interventions) {
      for (std::uint32_t t = profile.begin; t < profile.end; ++t) {
        columns.push_back(code_->slots.effects[k] + t - profile.begin);
      }
    }
  }
  return columns;
}

}  // namespace betledger::sim
