#include "forecast/gap/inferred.h"

#include "forecast/standing/pending.h"
#include "forecast/standing/standing_evidence.h"

namespace betledger::forecast {

Inferred::Inferred(const Standing& standing, const GapSettings& settings, sim::Executor& executor)
    : model{to_model_at(standing)},
      problem{model, evidence_of(standing, model)},
      posterior{problem,
                {.particles = settings.landing.particles,
                 .sweeps = settings.sweeps,
                 .seed = settings.landing.seed},
                executor},
      canvas{model} {}

}  // namespace betledger::forecast
