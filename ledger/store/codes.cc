#include "ledger/store/codes.h"

#include <vector>

#include "ledger/authoring/codes_authoring.h"
#include "ledger/requests/codes_requests.h"
#include "ledger/store/codes_store.h"

namespace betledger::ledger {

std::span<const CodeInfo> codes() noexcept {
  static const std::vector<CodeInfo> all = [] {
    std::vector<CodeInfo> joined{authoring_codes().begin(), authoring_codes().end()};
    joined.insert(joined.end(), request_codes().begin(), request_codes().end());
    joined.insert(joined.end(), store_codes().begin(), store_codes().end());
    return joined;
  }();
  return all;
}

}  // namespace betledger::ledger
