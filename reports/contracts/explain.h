#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/diagnostic.h"
#include "forecast/baseline/baseline.h"
#include "ledger/book/book.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"
#include "tree/metric_tree.h"

namespace betledger::reports {

// Everything behind one noun; `entries` are those about it, oldest first. Pages borrow.

/// One metric.
struct MetricPage {
  const ledger::Book& book;
  const tree::MetricTree& tree;
  const tree::Metric& metric;
  const std::vector<ledger::Entry>& entries;
  const forecast::Baseline* baseline =
      nullptr;  // null: a component, stated, or it could not be fitted
};
/// What the ledger has of a metric.
struct RecordedHistory {
  Day first{};
  Day last{};
  std::size_t values = 0;
  std::size_t missing = 0;  // periods between first and last
  std::size_t revised = 0;  // values with more than one record
  double latest = 0;
};
/// Nothing where no value is recorded.
[[nodiscard]] std::optional<RecordedHistory> recorded_history(const ledger::Book& book,
                                                              const std::string& metric);
/// betledger.metric/1
[[nodiscard]] ledger::Node contract_of(const MetricPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node metric_schema();

/// One bet.
struct BetPage {
  const ledger::Book& book;
  const ledger::BetRecord& bet;
  const std::vector<ledger::Entry>& entries;
};
/// betledger.bet/1
[[nodiscard]] ledger::Node contract_of(const BetPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node bet_schema();

/// One link.
struct LinkPage {
  const ledger::Book& book;
  const tree::Link& link;
  const std::vector<ledger::Entry>& entries;
};
/// betledger.link/1
[[nodiscard]] ledger::Node contract_of(const LinkPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node link_schema();

/// betledger.code/1, of a message code
[[nodiscard]] ledger::Node contract_of(const CodeInfo& code);
[[nodiscard]] ledger::Node code_schema();

}  // namespace betledger::reports
