#pragma once

#include "forecast/gap/gap_settings.h"
#include "forecast/standing/standing.h"
#include "inference/evaluation.h"
#include "inference/posterior.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

/// A standing's posterior with what it is made of. Stays where it was made.
struct Inferred {
  Inferred(const Standing& standing, const GapSettings& settings, sim::Executor& executor);
  Inferred(const Inferred&) = delete;
  Inferred& operator=(const Inferred&) = delete;
  ~Inferred() = default;

  const sim::Model model;  // to_model_at
  const inference::Problem problem;
  const inference::Posterior posterior;
  const inference::Canvas canvas;
};

}  // namespace betledger::forecast
