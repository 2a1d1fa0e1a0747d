#pragma once

#include <string>
#include <vector>

#include "core/diagnostic.h"

namespace betledger::forecast {

/// "did you mean X?" or, where nothing is close, `otherwise`.
[[nodiscard]] std::string suggest(const std::string& given,
                                  const std::vector<std::string>& known,
                                  const std::string& otherwise);

/// A finding of severity error.
[[nodiscard]] Diagnostic mistake(std::string code,
                                 const Position& at,
                                 std::string message,
                                 std::string hint);

}  // namespace betledger::forecast
