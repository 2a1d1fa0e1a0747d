#pragma once

#include <string>
#include <vector>

#include "forecast/learning/spike_slab.h"
#include "ledger/book/book.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// Every experiment, and what those that count make of the beliefs. Borrows.
struct ExperimentsPage {
  const ledger::Book& book;
};
/// An effect or a link with the evidence on it.
struct Judged {
  std::string on;  // bet or link
  std::string metric;
  std::vector<forecast::Readout> readouts;
  forecast::SpikeSlab prior;
  forecast::Readout together;       // of the readouts
  forecast::SpikeSlabUpdate after;  // what they make of the prior
};
/// By subject and metric.
[[nodiscard]] std::vector<Judged> judged(const ledger::Book& book);

/// betledger.experiments/1
[[nodiscard]] ledger::Node contract_of(const ExperimentsPage& page, const Provenance& provenance);
[[nodiscard]] ledger::Node experiments_page_schema();

}  // namespace betledger::reports
