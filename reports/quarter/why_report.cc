#include "reports/quarter/why_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "core/text.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/why.h"
#include "reports/page/figures.h"

namespace betledger::reports {
namespace {

using forecast::WhyCause;
using forecast::WhyStep;

constexpr std::size_t most_causes = 6;

std::string amount_text(double amount, double se) {
  const std::string text = se > 0 ? with_error(amount, se) : format_rounded(amount, 4);
  return amount > 0 ? "+" + text : text;
}

Table causes_of(const WhyStep& step) {
  Table table{{{"cause"}, {""}, {"amount ± se", Align::right}, {"of the gap", Align::right}}, {}};
  for (std::size_t i = 0; i < std::min(step.causes.size(), most_causes); ++i) {
    const WhyCause& cause = step.causes[i];
    if (std::abs(cause.amount) < 1e-8 * std::max(std::abs(step.plan), std::abs(step.landing))) {
      continue;  // decimals that were rounded when they were recorded
    }
    table.rows.push_back({kind_of(cause),
                          cause.source.empty() ? "not traced" : cause.source,
                          amount_text(cause.amount, cause.se),
                          step.gap == 0 ? "-" : format_percent(cause.share, 0)});
  }
  return table;
}

void add_step(Document& page, const WhyStep& step, std::size_t number) {
  if (step.followed) {
    page.heading(fmt::format("{}. {}: {} of {} from {} {}",
                             number,
                             step.metric,
                             amount_text(step.gap, 0),
                             amount_text(step.landing - step.plan, 0),
                             forecast::name(step.followed->kind),
                             step.followed->source));
  } else {
    page.heading(fmt::format("{}. {}: planned {}, now {}, gap {}",
                             number,
                             step.metric,
                             format_rounded(step.plan, 5),
                             format_rounded(step.landing, 5),
                             amount_text(step.gap, 0)));
  }
  page.paragraph("Because: " + step.words + ".");
  if (step.causes.size() > 1) {
    page.table(causes_of(step));
    if (step.causes.size() > most_causes) {
      page.paragraph(counted(step.causes.size() - most_causes, "more cause") +
                     "; --format json has all of them.");
    }
  }
}

}  // namespace

Document why_document(const std::vector<WhyStep>& steps, const BridgeView& view) {
  BET_EXPECT(!steps.empty());
  Document page;
  page.title(fmt::format("Why {} ({}) {} {} rather than {}",
                         view.metric,
                         view.unit,
                         view.is_over ? "ended at" : "lands at",
                         format_rounded(steps.front().landing, 5),
                         format_rounded(steps.front().plan, 5)));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    add_step(page, steps[i], i + 1);
  }
  return page;
}

Table why_table(const std::vector<WhyStep>& steps) {
  Table table{
      {{"step"}, {"metric"}, {"cause"}, {"kind"}, {"source"}, {"amount"}, {"se"}, {"share"}}, {}};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const WhyCause& cause : steps[i].causes) {
      table.rows.push_back({std::to_string(i + 1),
                            steps[i].metric,
                            std::string{name(cause.kind)},
                            kind_of(cause),
                            cause.source,
                            format_number(cause.amount),
                            format_number(cause.se),
                            format_number(cause.share)});
    }
  }
  return table;
}

}  // namespace betledger::reports
