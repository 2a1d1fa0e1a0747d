#pragma once

#include <string>

#include "core/diagnostic.h"

namespace betledger::cli {

/// An error that has no place in a file.
[[nodiscard]] Diagnostic mistake(std::string code, std::string message, std::string hint);

}  // namespace betledger::cli
