#include "inference/evaluation.h"

#include "sim/columns/formula_kernels.h"

namespace betledger::inference {

Evaluation::Evaluation(const Canvas& canvas, const Evidence& evidence)
    : canvas_{canvas},
      draws_{canvas.program().make_draws()},
      paths_{canvas.program().make_paths()},
      known_{evidence.known} {
  const std::size_t nodes = canvas.program().model().nodes.size();
  std::vector<double> values;
  for (std::uint32_t n = 0; n < nodes; ++n) {
    for (std::uint32_t t = 0; t < known_; ++t) {
      const std::optional<double> value = evidence.at(n, t);
      place_.push_back(value ? static_cast<std::int64_t>(values.size()) : -1);
      if (value) {
        values.push_back(*value);
      }
    }
  }
  seen_ = sim::Columns{values.size()};
  for (std::size_t i = 0; i < values.size(); ++i) {
    sim::kernels::copy({nullptr, values[i]}, seen_[i]);
  }
}

void Evaluation::evaluate(const World& world) {
  canvas_.place(world, *draws_);
  canvas_.program().evaluate_without(*draws_, *paths_);
  canvas_.program().evaluate_with(*draws_, {}, *paths_);
  paths_->expect_finite(sim::runs_per_block);
}

std::span<const double> Evaluation::column(std::uint32_t node,
                                           std::uint32_t period,
                                           sim::Side side) const {
  if (side == sim::Side::with && period < known_) {
    const std::int64_t place = place_[std::size_t{node} * known_ + period];
    if (place >= 0) {
      return {seen_[static_cast<std::size_t>(place)], sim::runs_per_block};
    }
  }
  return paths_->column(node, period, side);
}

void Evaluation::rollup(std::uint32_t node, sim::Side side, double* out) const {
  const sim::Model& model = canvas_.program().model();
  const sim::Node& from = model.nodes[node];
  if (from.rollup == tree::RollupKind::last) {
    sim::kernels::copy({column(node, model.periods - 1, side).data(), 0}, out);
    return;
  }
  sim::kernels::copy({nullptr, 0}, out);
  std::vector<double> weights(sim::runs_per_block, 0.0);
  for (std::uint32_t t = 0; t < model.periods; ++t) {
    const double* values = column(node, t, side).data();
    if (from.rollup == tree::RollupKind::weighted) {
      const double* weight = column(*from.weight, t, side).data();
      sim::kernels::add_product(weight, values, out);
      sim::kernels::add(weight, weights.data());
    } else {
      sim::kernels::add(values, out);
    }
  }
  if (from.rollup == tree::RollupKind::weighted) {
    sim::kernels::divide(weights.data(), out);
  } else if (from.rollup == tree::RollupKind::mean) {
    sim::kernels::binary(
        tree::Op::divide, {out, 0}, {nullptr, static_cast<double>(model.periods)}, out);
  }
}

}  // namespace betledger::inference
