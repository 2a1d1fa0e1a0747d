#pragma once

#include <span>

namespace betledger::inference {

/// The shape k of a generalised Pareto distribution fitted to the largest of some importance
/// weights (Zhang and Stephens 2009, with the weak prior of Vehtari, Simpson, Gelman, Yao and Gabry
/// 2024): below 0.5 their mean has a variance, above 0.7 it cannot be trusted. The largest
/// min(n / 5, 3 sqrt n) weights are looked at; -infinity if fewer than five of those are larger
/// than the next. \pre weights finite, not negative
[[nodiscard]] double pareto_shape(std::span<const double> weights);

}  // namespace betledger::inference
