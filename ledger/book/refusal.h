#pragma once

#include <string>
#include <vector>

#include "core/diagnostic.h"

namespace betledger::ledger {

/// A refusal without a place.
[[nodiscard]] Diagnostic refusal(std::string code, std::string message, std::string hint);

/// The same for a name that is not there, with did-you-mean among those that are.
[[nodiscard]] Diagnostic unknown_name(std::string code,
                                      const std::string& noun,
                                      const std::string& name,
                                      const std::vector<std::string>& known,
                                      const std::string& otherwise);

/// "did you mean X?" of what is close among the known, else `otherwise`: a hint.
[[nodiscard]] std::string meant_or(const std::string& given,
                                   const std::vector<std::string>& known,
                                   const std::string& otherwise);

}  // namespace betledger::ledger
