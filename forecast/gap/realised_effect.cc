#include "forecast/gap/realised_effect.h"

namespace betledger::forecast {

std::vector<double> realised_effect(const Inferred& inferred, std::uint32_t intervention) {
  std::vector<double> values = inferred.posterior.amounts(intervention);
  if (const auto& works = inferred.model.interventions[intervention].gates.works) {
    const std::vector<double> open = inferred.posterior.open(*works);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] *= open[i];
    }
  }
  return values;
}

}  // namespace betledger::forecast
