#pragma once

#include "forecast/review/closing.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// What the close of a cycle changes, and its plan run again. Borrows.
struct ClosePage {
  const forecast::Closing& closing;
  const forecast::Rerun& rerun;
  bool recorded = false;  // false: a dry run
};
/// betledger.close/1
[[nodiscard]] ledger::Node contract_of(const ClosePage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node close_schema();

}  // namespace betledger::reports
