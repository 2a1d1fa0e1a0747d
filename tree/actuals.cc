#include "tree/actuals.h"

#include <algorithm>

#include "core/contract.h"

namespace betledger::tree {

Actuals::Actuals(const MetricTree& tree, const History& history, std::optional<Day> as_of)
    : tree_{tree}, history_{history}, as_of_{as_of} {
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const std::vector<Observation> known = observed(MetricId{i});
    if (!known.empty()) {
      newest_ = std::max(newest_.value_or(known.back().day), known.back().day);
    }
  }
}

const Series* Actuals::series(MetricId id) const {
  const auto found = history_.find(tree_.metric(id).key);
  const bool usable = found != history_.end() && found->second.kind == tree_.spec().period;
  return usable ? &found->second : nullptr;
}

std::vector<Observation> Actuals::observed(MetricId id) const {
  std::vector<Observation> result;
  const Series* past = series(id);
  if (past == nullptr) {
    return result;
  }
  for (std::size_t t = 0; t < past->values.size(); ++t) {
    const Day day = past->start_of(static_cast<int>(t));
    if (as_of_ && day > *as_of_) {
      break;
    }
    if (past->values[t]) {
      result.push_back({day, *past->values[t]});
    }
  }
  return result;
}

std::optional<double> Actuals::value(MetricId id, Day period) const {
  const Series* past = series(id);
  if (past == nullptr || (as_of_ && period > *as_of_)) {
    return std::nullopt;
  }
  return past->at(period);
}

std::optional<double> Actuals::computed(MetricId id, Day period) const {
  const std::optional<Formula>& formula = tree_.metric(id).formula;
  BET_EXPECT(formula.has_value());
  bool complete = true;
  const double result = formula->evaluate([&](std::uint32_t reference, std::uint32_t back) {
    const MetricId read = *tree_.find(formula->references()[reference]);
    const std::optional<double> known =
        value(read, advance(tree_.spec().period, period, -static_cast<int>(back)));
    complete = complete && known.has_value();
    return known.value_or(0);
  });
  return complete ? std::optional{result} : std::nullopt;
}

}  // namespace betledger::tree
