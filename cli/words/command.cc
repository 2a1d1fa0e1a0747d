#include "cli/words/command.h"

namespace betledger::cli {

const Option* Command::find(std::string_view option) const noexcept {
  return find_option(options, option);
}

}  // namespace betledger::cli
