#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.h"
#include "forecast/baseline/baseline.h"
#include "ledger/book/book.h"
#include "reports/contracts/explain.h"
#include "reports/page/report.h"
#include "tree/metric_tree.h"

namespace betledger::reports {

// "Why this number?": everything behind one noun. `entries` are the ledger entries about it, oldest
// first: who changed it when. All pages borrow.

/// Definition, attributes, formula or links in and out, level, drivers and outcomes, the history
/// used (first, last, count, missing, revised values), where the baseline came from (pool members
/// with their parameters, or the stated quantiles), bets that act on it. json: betledger.metric/1.
[[nodiscard]] std::string render(const MetricPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// `bet show KEY` and `explain KEY`: the hypothesis as a sentence, each effect with its parsed
/// distribution (family, p10/p50/p90, mean), gates, timing, effort, needs, kill rule, status and
/// dates, and its entries. json: betledger.bet/1.
[[nodiscard]] std::string render(const BetPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// The link as a sentence, its strength parsed (p10/p50/p90, mean), lag, confidence as word and
/// number, evidence, entries. json: betledger.link/1.
[[nodiscard]] std::string render(const LinkPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// A message code: title, why it matters, what to do. json: betledger.code/1. No ledger is needed.
[[nodiscard]] std::string render(const CodeInfo& code, Format format, const Style& style);

}  // namespace betledger::reports
