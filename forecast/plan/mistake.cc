#include "forecast/plan/mistake.h"

#include <utility>

#include <fmt/format.h>

#include "core/text.h"

namespace betledger::forecast {

Diagnostic mistake(std::string code, const Position& at, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.at = at;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

std::string suggest(const std::string& given,
                    const std::vector<std::string>& known,
                    const std::string& otherwise) {
  const auto near = did_you_mean(given, known);
  return near ? fmt::format("did you mean '{}'?", *near) : otherwise;
}

}  // namespace betledger::forecast
