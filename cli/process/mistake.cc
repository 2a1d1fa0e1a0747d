#include "cli/process/mistake.h"

#include <utility>

namespace betledger::cli {

Diagnostic mistake(std::string code, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

}  // namespace betledger::cli
