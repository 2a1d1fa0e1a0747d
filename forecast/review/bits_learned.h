#pragma once

#include "inference/posterior.h"

namespace betledger::forecast {

/// What is learned when a probability moves from `prior` to `now`: KL divergence in bits.
[[nodiscard]] double bits_learned(double prior, double now);
/// The same of an amount, as normals through the medians and the distances of P10 and P90; 0 where
/// there was no doubt.
[[nodiscard]] double bits_learned(const inference::Belief& prior, const inference::Belief& now);

}  // namespace betledger::forecast
