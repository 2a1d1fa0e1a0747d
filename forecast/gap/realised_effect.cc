#include "forecast/gap/realised_effect.h"

namespace betledger::forecast {

std::vector<double> realised_effect(const Inferred& inferred, std::uint32_t intervention) {
  std::vector<double> values = inferred.posterior.amounts(intervention);
  const auto& gates = inferred.model.interventions[intervention].gates;
  for (std::size_t g = 1; g < gates.size(); ++g) {
    const std::vector<double> open = inferred.posterior.open(gates[g]);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] *= open[i];
    }
  }
  return values;
}

}  // namespace betledger::forecast
