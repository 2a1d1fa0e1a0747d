#include "core/contract.h"

#include <fmt/format.h>

namespace betledger {

void contract_violated(std::string_view kind,
                       std::string_view condition,
                       std::string_view file,
                       int line) {
  // Only the end of the path: where the project was built is nobody's business.
  const auto slash = file.find_last_of('/');
  const auto folder =
      slash == std::string_view::npos || slash == 0 ? slash : file.find_last_of('/', slash - 1);
  const auto shown = folder == std::string_view::npos ? file : file.substr(folder + 1);
  throw ContractViolation{fmt::format("{} violated: {} ({}:{})", kind, condition, shown, line)};
}

}  // namespace betledger
