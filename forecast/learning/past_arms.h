#pragma once

#include <string>

#include "forecast/learning/past_experiments.h"
#include "forecast/learning/role_table.h"

namespace betledger::forecast {

/// The layout `arms` of past experiments: a row per arm with its counts. `control` as in
/// read_experiments.
[[nodiscard]] PastExperiments read_arms(RoleTable& table, const std::string& control);

}  // namespace betledger::forecast
