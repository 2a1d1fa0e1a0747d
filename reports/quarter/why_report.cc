#include "reports/quarter/why_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "core/text.h"
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

const char* cause_name(WhyCause::Kind kind) {
  switch (kind) {
    case WhyCause::Kind::input:
      return "input";
    case WhyCause::Kind::driver:
      return "driver";
    case WhyCause::Kind::factor:
      return "factor";
    case WhyCause::Kind::other:
      break;
  }
  return "other";
}

std::string kind_text(const WhyCause& cause) {
  return cause.factor && cause.kind == WhyCause::Kind::factor ? forecast::name(cause.factor->kind)
                                                              : cause_name(cause.kind);
}

Table causes_of(const WhyStep& step) {
  Table table{{{"cause"}, {""}, {"amount ± se", Align::right}, {"of the gap", Align::right}}, {}};
  for (std::size_t i = 0; i < std::min(step.causes.size(), most_causes); ++i) {
    const WhyCause& cause = step.causes[i];
    if (std::abs(cause.amount) < 1e-8 * std::max(std::abs(step.plan), std::abs(step.landing))) {
      continue;  // decimals that were rounded when they were recorded
    }
    table.rows.push_back({kind_text(cause),
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

ledger::Node why_node(const std::vector<WhyStep>& steps) {
  std::vector<ledger::Node> items;
  for (const WhyStep& step : steps) {
    ledger::Node node = ledger::Node::mapping();
    node.add("metric", json::text(step.metric));
    node.add("plan", json::number(step.plan));
    node.add("landing", json::number(step.landing));
    node.add("gap", json::number(step.gap));
    if (step.followed) {
      ledger::Node followed = ledger::Node::mapping();
      followed.add("kind", json::text(forecast::name(step.followed->kind)));
      followed.add("source", json::text(step.followed->source));
      node.add("followed", std::move(followed));
    }
    node.add("answer", json::text(step.words));
    std::vector<ledger::Node> causes;
    for (const WhyCause& cause : step.causes) {
      ledger::Node item = ledger::Node::mapping();
      item.add("cause", json::text(cause_name(cause.kind)));
      item.add("kind", json::text(kind_text(cause)));
      item.add("source", json::text(cause.source));
      item.add("amount", json::number(cause.amount));
      item.add("se", json::number(cause.se));
      item.add("share", json::number(cause.share));
      causes.push_back(std::move(item));
    }
    node.add("causes", ledger::Node::sequence(std::move(causes)));
    items.push_back(std::move(node));
  }
  return ledger::Node::sequence(std::move(items));
}

Table why_table(const std::vector<WhyStep>& steps) {
  Table table{
      {{"step"}, {"metric"}, {"cause"}, {"kind"}, {"source"}, {"amount"}, {"se"}, {"share"}}, {}};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const WhyCause& cause : steps[i].causes) {
      table.rows.push_back({std::to_string(i + 1),
                            steps[i].metric,
                            cause_name(cause.kind),
                            kind_text(cause),
                            cause.source,
                            format_number(cause.amount),
                            format_number(cause.se),
                            format_number(cause.share)});
    }
  }
  return table;
}

}  // namespace betledger::reports
