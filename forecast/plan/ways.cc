#include "forecast/plan/ways.h"

#include <algorithm>
#include <string>
#include <variant>

#include "sim/columns/formula_kernels.h"
#include "tree/formula.h"

namespace betledger::forecast {
namespace {

using Flags = std::vector<double>;

/// Whoever reaches `a` reaches `b` over an edge that is open. True if that was news.
bool spread(const Flags& a, const Flags* open, Flags& b) {
  if (a.empty()) {
    return false;
  }
  bool changed = b.empty();
  b.resize(a.size(), 0.0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double way = open == nullptr ? a[i] : a[i] * (*open)[i];
    changed = changed || way > b[i];
    b[i] = std::max(b[i], way);
  }
  return changed;
}

}  // namespace

Ways::Ways(const sim::Model& model,
           std::uint32_t focus,
           std::vector<std::vector<double>> open,
           std::size_t runs)
    : model_{model}, focus_{focus}, open_{std::move(open)}, runs_{runs} {
  for (std::uint32_t n = 0; n < model_.nodes.size(); ++n) {
    const auto* formula = std::get_if<tree::Formula>(&model_.nodes[n].source);
    if (formula == nullptr) {
      continue;
    }
    for (const std::string& key : formula->references()) {
      for (std::uint32_t m = 0; m < model_.nodes.size(); ++m) {
        if (m != n && model_.nodes[m].key == key) {
          formulas_.emplace_back(m, n);
        }
      }
    }
  }
}

std::vector<double> Ways::from(std::uint32_t node) const {
  std::vector<Flags> reached(model_.nodes.size());
  reached[node].assign(runs_, 1.0);
  // A step for every node at most: lags may lead back to earlier ones.
  bool changed = true;
  for (std::size_t step = 0; changed && step < model_.nodes.size(); ++step) {
    changed = false;
    for (const auto& [a, b] : formulas_) {
      changed = spread(reached[a], nullptr, reached[b]) || changed;
    }
    for (std::size_t l = 0; l < model_.influences.size(); ++l) {
      const sim::Influence& i = model_.influences[l];
      changed = spread(reached[i.from], &open_[l], reached[i.to]) || changed;
    }
  }
  return reached[focus_];
}

}  // namespace betledger::forecast
