#include "reports/contracts/why.h"

#include <utility>

#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using forecast::WhyCause;
using forecast::WhyStep;

}  // namespace

std::string kind_of(const WhyCause& cause) {
  return cause.factor && cause.kind == WhyCause::Kind::factor
             ? std::string{forecast::name(cause.factor->kind)}
             : std::string{name(cause.kind)};
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
      item.add("cause", json::text(std::string{name(cause.kind)}));
      item.add("kind", json::text(kind_of(cause)));
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

ledger::Node contract_of(const WhyPage& page, const Provenance& provenance) {
  ledger::Node node = json_page("betledger.why/1", provenance);
  node.add("metric", json::text(page.metric));
  node.add("as_of", json::day(page.gap.standing.as_of));
  node.add("steps", why_node(forecast::why(page.gap.bridge, page.metric)));
  return node;
}

ledger::Node why_schema() {
  using schema::object;
  const ledger::Node cause =
      object({{"cause", schema::one_of({"input", "driver", "factor", "other"})},
              {"kind", schema::text()},
              {"source", schema::text()},
              {"amount", schema::number()},
              {"se", schema::size()},
              {"share", schema::number()}});
  const ledger::Node step = object(
      {{"metric", schema::text()},
       {"plan", schema::number()},
       {"landing", schema::number()},
       {"gap", schema::number()},
       schema::maybe("followed", object({{"kind", schema::text()}, {"source", schema::text()}})),
       {"answer", schema::text()},
       {"causes", schema::list_of(cause)}});
  return schema::contract("why",
                          {{"provenance", provenance_schema()},
                           {"metric", schema::text()},
                           {"as_of", schema::day()},
                           {"steps", schema::list_of(step)}});
}

}  // namespace betledger::reports
