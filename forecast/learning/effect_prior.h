#pragma once

#include "forecast/learning/slab_family.h"
#include "forecast/learning/spike_slab.h"

namespace betledger::forecast {

// What an organisation's past experiments say about its next idea: how often an idea moves its
// metric at all, and by how much if it does. Empirical Bayes, docs/statistics-learning.md.

struct EffectPrior {
  double base_rate = 0.3;  // P(an effect is not nil)
  SlabFamily family = SlabFamily::normal;
  double mean = 0;                  // of the effects that are not nil
  double scale = 1;                 // the family's: its sd is `sd()`
  [[nodiscard]] double sd() const;  // of the effects that are not nil, as the mixture has it
};

/// A shrunk readout.
struct Shrunk {
  double p_real = 0;
  double mean = 0;
  double sd = 0;
  double p_positive = 0;
};
[[nodiscard]] Shrunk shrink(const EffectPrior& prior, const Readout& readout);
/// P(an effect is not nil and above `least`, >= 0); 0: what `works` means for a bet that wants a
/// rise. How many effects are tiny rather than nil no data can tell, so for a useful `least` the
/// families agree where their base rates do not.
[[nodiscard]] double p_above(const EffectPrior& prior, double least);

}  // namespace betledger::forecast
