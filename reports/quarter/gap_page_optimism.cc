// What the gap report says of corrections of stated effects.

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "reports/ledger/corrections.h"
#include "reports/page/figures.h"
#include "reports/quarter/gap_page.h"

namespace betledger::reports {

void add_corrections(Document& page, const forecast::Standing& standing) {
  std::vector<std::string> on;
  for (const auto& [team, optimism] : standing.locked.optimism) {
    if (optimism.is_on) {
      on.push_back(fmt::format("{} by {}", whose(team), correction_in_words(optimism)));
    }
  }
  if (!on.empty()) {
    page.paragraph("Believed effects are shown as corrected in the plan of record: those of " +
                   join(on, "; of ") + ".");
  }
}

void add_factors(Document& page, const forecast::Gap& gap) {
  if (gap.optimism.empty()) {
    return;
  }
  const auto text = [](const inference::Belief& b) {
    return median_with_range(b.p10, b.p50, b.p90);
  };
  Table table{{{"stated effects of"}, {"factor in the plan"}, {"now"}}, {}};
  for (const forecast::FactorOutlook& factor : gap.optimism) {
    table.rows.push_back({factor.key.substr(factor.key.find(':') + 1),
                          text(factor.prior),
                          factor.is_informed ? text(factor.now) : "nothing seen yet"});
  }
  page.heading("What comes over what is stated");
  page.table(std::move(table));
}

}  // namespace betledger::reports
