#pragma once

#include <cstdint>
#include <vector>

#include "forecast/gap/inferred.h"

namespace betledger::forecast {

/// Amount x works of an intervention of `inferred.model`, particle by particle.
[[nodiscard]] std::vector<double> realised_effect(const Inferred& inferred,
                                                  std::uint32_t intervention);

}  // namespace betledger::forecast
