#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar.h"
#include "core/diagnostic.h"
#include "core/distribution.h"

namespace betledger {

// Values as tests write them down; what is written wrong ends the test.

inline Day day(std::string_view text) {
  return parse_day(text).value();
}

inline Distribution make(Distribution::Family family) {
  return Distribution::make(std::move(family)).value();
}

inline std::vector<std::string> codes_in(const Diagnostics& diagnostics) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : diagnostics) {
    codes.push_back(diagnostic.code);
  }
  return codes;
}

}  // namespace betledger
