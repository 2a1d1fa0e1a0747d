#pragma once

#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/files.h"

namespace betledger {

/// Numbers of somebody else's, from a JSON file of tests/data.
inline nlohmann::json reference_data(const std::string& name) {
  std::ifstream file{data_file(name)};
  return nlohmann::json::parse(file);
}

}  // namespace betledger
