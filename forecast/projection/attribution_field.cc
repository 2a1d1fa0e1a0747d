#include "forecast/projection/attribution_field.h"

#include <algorithm>

#include "core/contract.h"

namespace betledger::forecast {

std::vector<std::uint32_t> targets_of(const AttributionRequest& request) {
  std::vector<std::uint32_t> targets{request.focus};
  if (request.goal) {
    targets.push_back(request.goal->node);
  }
  return targets;
}

Field::Field(const sim::Program& program, const AttributionRequest& request)
    : program_{program},
      seed_{request.seed},
      focus_{request.focus},
      draws_{program.make_draws()},
      paths_{program.make_paths()},
      reach_{program.model(), targets_of(request)},
      on_(program.model().groups, std::vector<double>(sim::runs_per_block, 0)) {
  spans_.assign(on_.begin(), on_.end());
}

void Field::start(std::uint64_t block, std::size_t runs) {
  runs_ = runs;
  program_.draw(seed_, block, *draws_);
  program_.evaluate_without(*draws_, *paths_);
  program_.evaluate_with(*draws_, {}, *paths_);
  paths_->expect_finite(runs_);
  reach_.update(*draws_);
}

void Field::gather(std::span<const sim::Draws* const> from, std::span<const sim::Lane> lanes) {
  runs_ = lanes.size();
  program_.gather(from, lanes, *draws_);
  program_.evaluate_without(*draws_, *paths_);
}

void Field::clear() {
  for (std::vector<double>& column : on_) {
    std::fill(column.begin(), column.end(), 0.0);
  }
}

void Field::evaluate() {
  program_.evaluate_with(*draws_, spans_, *paths_);
  paths_->expect_finite(runs_);
}

}  // namespace betledger::forecast
