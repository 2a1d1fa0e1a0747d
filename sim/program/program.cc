#include "sim/program/program.h"

#include <algorithm>
#include <utility>

#include "core/contract.h"
#include "sim/program/block_draws.h"
#include "sim/program/block_paths.h"
#include "sim/program/code.h"
#include "sim/program/compile.h"
#include "sim/program/reach.h"
#include "sim/program/restrict.h"
#include "sim/program/stream.h"

namespace betledger::sim {

struct Program::Code : Compiled {};

namespace {

/// The block behind a façade, if it belongs to this program.
template <class Block, class Facade>
Block& own(Facade& facade, const Compiled& code) {
  auto& block = dynamic_cast<Block&>(facade);
  BET_EXPECT(&block.code() == &code);
  return block;
}

/// The nodes that a source acts on itself.
std::vector<bool> acts_on(const Model& model, Source source) {
  std::vector<bool> nodes(model.nodes.size(), false);
  switch (source.kind) {
    case Source::Kind::group:
      for (const Intervention& intervention : model.interventions) {
        nodes[intervention.node] = nodes[intervention.node] || intervention.group == source.index;
      }
      break;
    case Source::Kind::link:
      nodes[model.influences[source.index].to] = true;
      break;
    case Source::Kind::baseline:
      nodes[source.index] = true;
      break;
    case Source::Kind::occasion:
      nodes[model.occasions[source.index].node] = true;
      break;
    case Source::Kind::optimism:
      for (const Intervention& intervention : model.interventions) {
        nodes[intervention.node] =
            nodes[intervention.node] || intervention.optimism == source.index;
      }
      break;
  }
  return nodes;
}

}  // namespace

Program::Program(std::unique_ptr<const Code> code) : code_{std::move(code)} {}
Program::~Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;

Program Program::compile(Model model, Executor* executor) {
  auto code = std::make_unique<Code>();
  static_cast<Compiled&>(*code) = compile_model(std::move(model), executor);
  return Program{std::move(code)};
}

Program Program::only(std::span<const std::uint32_t> wanted,
                      Sides sides,
                      std::span<const std::uint32_t> before_bets) const {
  auto code = std::make_unique<Code>(*code_);
  restrict_to(*code, wanted, sides);
  for (const std::uint32_t node : before_bets) {
    BET_EXPECT(code->wanted[node] && sides == Sides::both);
    code->before_bets[node] = true;
  }
  return Program{std::move(code)};
}

std::optional<Program> Program::streamed(std::span<const std::uint32_t> kept) const {
  if (code_->reads_ahead) {
    return std::nullopt;
  }
  auto code = std::make_unique<Code>(*code_);
  make_stream(*code, kept);
  return Program{std::move(code)};
}

void Program::stream(
    std::uint64_t seed, std::uint64_t block, std::size_t runs, Draws& draws, Paths& paths) const {
  BET_EXPECT(code_->stream.has_value());
  own<BlockPaths>(paths, *code_).stream(own<BlockDraws>(draws, *code_), seed, block, runs);
}

const Model& Program::model() const noexcept {
  return code_->model;
}

std::span<const Source> Program::sources() const noexcept {
  return code_->sources;
}

std::size_t Program::words_per_run() const noexcept {
  return code_->words_per_run;
}

std::unique_ptr<Draws> Program::make_draws() const {
  return std::make_unique<BlockDraws>(*code_);
}

std::unique_ptr<Paths> Program::make_paths() const {
  return std::make_unique<BlockPaths>(*code_);
}

void Program::draw(std::uint64_t seed, std::uint64_t block, Draws& draws) const {
  own<BlockDraws>(draws, *code_).draw(code_->random, seed, block);
}

void Program::exchange(Source source, Draws& draws, Draws& others) const {
  const auto found = std::find(code_->sources.begin(), code_->sources.end(), source);
  BET_EXPECT(found != code_->sources.end());
  const auto index = static_cast<std::size_t>(found - code_->sources.begin());
  own<BlockDraws>(draws, *code_).exchange(code_->redraws[index], own<BlockDraws>(others, *code_));
}

void Program::gather(std::span<const Draws* const> from,
                     std::span<const Lane> lanes,
                     Draws& draws) const {
  own<BlockDraws>(draws, *code_).gather(from, lanes);
}

void Program::evaluate_without(const Draws& draws, Paths& paths) const {
  own<BlockPaths>(paths, *code_)
      .evaluate_without(own<const BlockDraws>(draws, *code_), code_->live);
}

void Program::evaluate_with(const Draws& draws,
                            std::span<const std::span<const double>> active,
                            Paths& paths) const {
  own<BlockPaths>(paths, *code_)
      .evaluate_with(own<const BlockDraws>(draws, *code_), active, code_->live);
}

bool Program::is_live(std::uint32_t node) const {
  return code_->live[node];
}

bool Program::is_reached(std::uint32_t node, std::uint32_t period) const {
  const auto& first = code_->first_reached;
  return period < code_->periods() ? first[node] <= period : rolls_up_changed(*code_, first, node);
}

std::vector<bool> Program::downstream(Source source) const {
  const Model& model = code_->model;
  std::vector<bool> nodes = acts_on(model, source);
  // A gate may belong to one source and be read by others: whoever reads what it redraws, too.
  const auto found = std::find(code_->sources.begin(), code_->sources.end(), source);
  if (found != code_->sources.end()) {
    const Redraw& redraw = code_->redraws[static_cast<std::size_t>(found - code_->sources.begin())];
    for (const std::uint32_t p : redraw.profiles) {
      for (const std::uint32_t k : code_->profiles[p].interventions) {
        nodes[model.interventions[k].node] = true;
      }
    }
    for (const std::uint32_t l : redraw.pulls) {
      nodes[model.influences[l].to] = true;
    }
  }
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const auto& reads = code_->nodes[i].reads;
      if (!nodes[i] && std::any_of(reads.begin(), reads.end(), [&](const NodeCode::Read& read) {
            return nodes[read.node];
          })) {
        nodes[i] = true;
        again = code_->reads_ahead;
      }
    }
  }
  return nodes;
}

void Program::update(const Draws& draws,
                     const std::vector<bool>& nodes,
                     const Paths& before,
                     Paths& paths) const {
  own<BlockPaths>(paths, *code_)
      .update(own<const BlockDraws>(draws, *code_), nodes, own<const BlockPaths>(before, *code_));
}

}  // namespace betledger::sim
