#pragma once

#include <string>

#include "forecast/gap/gap.h"
#include "reports/contracts/why.h"
#include "reports/page/document.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// The gap report: target and P(target) at commit and now, where every focus metric lands, what was
/// learned of bets and links, how far the sampler can be trusted.
///
/// - table, markdown: the page;
/// - csv: `metric,period,side,statistic,value` of the landing, as a forecast's (the other
///   tables: reports/quarter/gap_tables.h);
/// - json: betledger.gap/1 as the machine contract says, complete.
[[nodiscard]] std::string render(const forecast::Gap& gap,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

/// The weekly digest: a chat message as Markdown, or a table; json and csv are the gap report's.
struct DigestPage {
  const forecast::Gap& gap;
};
[[nodiscard]] std::string render(const DigestPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

[[nodiscard]] std::string render(const WhyPage& page,
                                 const Provenance& provenance,
                                 Format format,
                                 const Style& style);

}  // namespace betledger::reports
