#include "sim/program.h"

#include <algorithm>
#include <utility>

#include "core/contract.h"
#include "sim/code.h"
#include "sim/draws.h"
#include "sim/paths.h"

namespace betledger::sim {
namespace {

/// The block behind a façade, if it belongs to this program.
template <class Block, class Facade>
Block& own(Facade& facade, const Compiled& code) {
  auto& block = dynamic_cast<Block&>(facade);
  BET_EXPECT(&block.code() == &code);
  return block;
}

}  // namespace

Program::Program(std::unique_ptr<const Code> code) : code_{std::move(code)} {}
Program::~Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;

Program Program::compile(Model model) {
  auto code = std::make_unique<Code>();
  static_cast<Compiled&>(*code) = compile_model(std::move(model));
  return Program{std::move(code)};
}

Program Program::only(std::span<const std::uint32_t> wanted) const {
  auto code = std::make_unique<Code>(*code_);
  restrict_to(*code, wanted);
  return Program{std::move(code)};
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

void Program::redraw(Source source, std::uint64_t seed, std::uint64_t block, Draws& draws) const {
  const auto found = std::find(code_->sources.begin(), code_->sources.end(), source);
  BET_EXPECT(found != code_->sources.end());
  const auto index = static_cast<std::size_t>(found - code_->sources.begin());
  own<BlockDraws>(draws, *code_).draw(code_->redraws[index], seed, block);
}

void Program::evaluate_without(const Draws& draws, Paths& paths) const {
  own<BlockPaths>(paths, *code_).evaluate_without(own<const BlockDraws>(draws, *code_));
}

void Program::evaluate_with(const Draws& draws,
                            std::span<const std::span<const double>> active,
                            Paths& paths) const {
  own<BlockPaths>(paths, *code_).evaluate_with(own<const BlockDraws>(draws, *code_), active);
}

}  // namespace betledger::sim
