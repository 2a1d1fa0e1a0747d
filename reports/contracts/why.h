#pragma once

#include <string>
#include <vector>

#include "forecast/gap/gap.h"
#include "forecast/gap/why.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// The way from a metric down to the granular cause of its gap.
struct WhyPage {
  const forecast::Gap& gap;
  std::string metric;
};
/// A factor's own kind, else the cause's.
[[nodiscard]] std::string kind_of(const forecast::WhyCause& cause);

/// [{"metric", "plan", "landing", "gap", "followed"?, "answer", "causes": [{"cause", "kind"?,
/// "source", "amount", "se", "share"}]}]
[[nodiscard]] ledger::Node why_node(const std::vector<forecast::WhyStep>& steps);
/// betledger.why/1
[[nodiscard]] ledger::Node contract_of(const WhyPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node why_schema();

}  // namespace betledger::reports
