#include "forecast/bridge/bridge_inputs.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <string_view>
#include <variant>

#include "sim/model/run_formula.h"

namespace betledger::forecast {
namespace {

using Index = std::uint32_t;
using sim::runs_per_block;

constexpr std::size_t exact_inputs = 10;

/// Evaluates one component's roll-up with each input as planned or as landed.
class Evaluation {
 public:
  Evaluation(const sim::Model& model,
             const InputGame::Component& component,
             const sim::Columns& plan,
             const sim::Columns& landing)
      : model_{model},
        node_{model.nodes[component.node]},
        component_{component},
        plan_{plan},
        landing_{landing},
        landed_(model.nodes.size(), false),
        scratch_{component.formula.scratch_columns + 1},
        results_{4} {}

  void set(std::size_t input, bool landed) { landed_[component_.inputs[input]] = landed; }

  /// Does an input differ between the two at all?
  [[nodiscard]] bool differs(std::size_t input) const {
    const std::size_t first = std::size_t{component_.inputs[input]} * model_.periods;
    for (std::size_t t = first; t < first + model_.periods; ++t) {
      if (!std::equal(plan_[t], plan_[t] + runs_per_block, landing_[t])) {
        return true;
      }
    }
    return false;
  }

  /// The mean of the roll-up less what it was at the last `start`.
  [[nodiscard]] double value() {
    roll_up();
    double sum = 0;
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      sum += results_[total][i] - results_[origin][i];
    }
    return sum / runs_per_block;
  }
  void start() {
    roll_up();
    std::copy_n(results_[total], runs_per_block, results_[origin]);
  }

 private:
  enum Result : std::size_t { period, total, weights, origin };

  [[nodiscard]] const double* path(Index node, Index t) const {
    return (landed_[node] ? landing_ : plan_)[std::size_t{node} * model_.periods + t];
  }

  void run(Index t) {
    const auto operand = [&](const sim::Slot& slot) -> sim::kernels::Operand {
      switch (slot.kind) {
        case sim::Slot::Kind::number:
          return {nullptr, slot.number};
        case sim::Slot::Kind::scratch:
          return {scratch_[slot.index], 0};
        case sim::Slot::Kind::node:
          break;
      }
      if (slot.lag <= t) {
        return {path(slot.index, t - slot.lag), 0};
      }
      const std::vector<double>& past = model_.nodes[slot.index].past;
      return {nullptr, past[past.size() - (slot.lag - t)]};
    };
    sim::run_formula(component_.formula, operand, scratch_, results_[period]);
  }

  void roll_up() {
    const bool is_weighted = node_.rollup == tree::RollupKind::weighted;
    sim::kernels::copy({nullptr, 0}, results_[total]);
    sim::kernels::copy({nullptr, 0}, results_[weights]);
    const bool is_last = node_.rollup == tree::RollupKind::last;
    for (Index t = is_last ? model_.periods - 1 : 0; t < model_.periods; ++t) {
      run(t);
      if (is_weighted) {
        sim::kernels::add_product(path(*node_.weight, t), results_[period], results_[total]);
        sim::kernels::add(path(*node_.weight, t), results_[weights]);
      } else {
        sim::kernels::add(results_[period], results_[total]);
      }
    }
    if (is_weighted) {
      sim::kernels::divide(results_[weights], results_[total]);
    } else if (node_.rollup == tree::RollupKind::mean) {
      const double periods = model_.periods;
      sim::kernels::binary(
          tree::Op::divide, {results_[total], 0}, {nullptr, periods}, results_[total]);
    }
  }

  const sim::Model& model_;
  const sim::Node& node_;
  const InputGame::Component& component_;
  const sim::Columns& plan_;
  const sim::Columns& landing_;
  std::vector<bool> landed_;  // by node of the stage
  sim::Columns scratch_, results_;
};

void enumerate(Evaluation& evaluation, std::span<const std::size_t> inputs, double* amounts) {
  std::vector<double> table(std::size_t{1} << inputs.size());
  evaluation.start();
  std::size_t set = 0;
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto turned = static_cast<std::size_t>(std::countr_zero(i));  // a Gray code
    set ^= std::size_t{1} << turned;
    evaluation.set(inputs[turned], (set >> turned & 1U) != 0);
    table[set] = evaluation.value();
  }
  const std::vector<double> values = shapley_values(table, inputs.size(), 1);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    amounts[inputs[i]] = values[i];
  }
}

/// There and back: an order of joining, and its reverse.
void permute(Evaluation& evaluation, std::span<const std::size_t> inputs, double* amounts) {
  evaluation.start();
  double before = 0;
  for (const bool landed : {true, false}) {
    for (const std::size_t input : inputs) {
      evaluation.set(input, landed);
      const double after = evaluation.value();
      amounts[input] += 0.5 * (landed ? after - before : before - after);
      before = after;
    }
  }
}

}  // namespace

std::vector<double> shapley_values(std::span<const double> table,
                                   std::size_t players,
                                   std::size_t width) {
  std::vector<double> weight(players, 1.0 / static_cast<double>(std::max<std::size_t>(players, 1)));
  for (std::size_t size = 1; size < players; ++size) {  // size! (players - 1 - size)! / players!
    weight[size] =
        weight[size - 1] * static_cast<double>(size) / static_cast<double>(players - size);
  }
  std::vector<double> values(players * width);
  for (std::size_t p = 0; p < players; ++p) {
    for (std::size_t set = 0; set < std::size_t{1} << players; ++set) {
      if ((set >> p & 1U) != 0) {
        continue;
      }
      const double share = weight[static_cast<std::size_t>(std::popcount(set))];
      const double* without = &table[set * width];
      const double* with = &table[(set | std::size_t{1} << p) * width];
      for (std::size_t i = 0; i < width; ++i) {
        values[p * width + i] += share * (with[i] - without[i]);
      }
    }
  }
  return values;
}

InputGame::InputGame(const Game& game) : game_{game} {
  const sim::Model& model = game.stage.model;
  std::map<std::string_view, Index> index;
  for (Index n = 0; n < model.nodes.size(); ++n) {
    index.emplace(model.nodes[n].key, n);
  }
  for (Index n = 0; n < model.nodes.size(); ++n) {
    const auto* formula = std::get_if<tree::Formula>(&model.nodes[n].source);
    if (formula == nullptr) {
      continue;
    }
    Component component;
    component.node = n;
    for (const std::string& key : formula->references()) {
      component.inputs.push_back(index.at(key));
    }
    component.formula = sim::FormulaCode::compile(*formula, component.inputs);
    const auto& weight = model.nodes[n].weight;
    if (weight && std::find(component.inputs.begin(), component.inputs.end(), *weight) ==
                      component.inputs.end()) {
      component.inputs.push_back(*weight);
    }
    for (const Index input : component.inputs) {
      component.orders.push_back(sim::StreamKey::of(
          game.request.seed, "bridge/input/" + model.nodes[n].key + "/" + model.nodes[input].key));
    }
    component.first = size_;
    size_ += component.inputs.size();
    components_.push_back(std::move(component));
  }
}

std::string InputGame::name(std::uint32_t input) const {
  return input < game_.stage.shift() ? std::string{} : game_.stage.model.nodes[input].key;
}

std::vector<double> InputGame::play(std::uint64_t block,
                                    const sim::Columns& plan,
                                    const sim::Columns& landing) const {
  std::vector<double> amounts(size_);
  for (const Component& component : components_) {
    Evaluation evaluation{game_.stage.model, component, plan, landing};
    std::vector<std::size_t> inputs;
    for (std::size_t i = 0; i < component.inputs.size(); ++i) {
      if (evaluation.differs(i)) {
        inputs.push_back(i);
      }
    }
    if (inputs.size() <= exact_inputs) {
      enumerate(evaluation, inputs, &amounts[component.first]);
      continue;
    }
    std::stable_sort(inputs.begin(), inputs.end(), [&](std::size_t a, std::size_t b) {
      return sim::random_word(component.orders[a], block, 0) <
             sim::random_word(component.orders[b], block, 0);
    });
    permute(evaluation, inputs, &amounts[component.first]);
  }
  return amounts;
}

}  // namespace betledger::forecast
