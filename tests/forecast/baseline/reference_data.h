#pragma once

#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "forecast/baseline/member.h"

namespace betledger::forecast {

inline nlohmann::json reference_data(const std::string& name) {
  std::ifstream file{std::string{BET_TEST_DATA} + "/" + name};
  return nlohmann::json::parse(file);
}

/// Every period observed.
inline ScaledHistory whole(std::vector<double> values) {
  std::vector<bool> observed(values.size(), true);
  return {std::move(values), std::move(observed), 1.0};
}

}  // namespace betledger::forecast
