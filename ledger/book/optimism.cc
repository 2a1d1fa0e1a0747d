#include "ledger/book/optimism.h"

namespace betledger::ledger {

const Optimism* optimism_of(const OptimismByTeam& all, const std::string& team) {
  auto found = all.find(team);
  if (found == all.end()) {
    found = all.find("");
  }
  return found == all.end() || !found->second.is_on ? nullptr : &found->second;
}

}  // namespace betledger::ledger
