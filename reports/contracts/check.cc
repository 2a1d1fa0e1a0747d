#include "reports/contracts/check.h"

#include <string>
#include <utility>

#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

ledger::Node residual_nodes(const std::vector<tree::IdentityResidual>& residuals) {
  std::vector<ledger::Node> items;
  for (const auto& residual : residuals) {
    ledger::Node node = ledger::Node::mapping();
    node.add("metric", json::text(residual.metric));
    node.add("periods", json::count(residual.periods));
    node.add("mean_abs", json::number(residual.mean_abs));
    node.add("worst", json::number(residual.worst));
    node.add("worst_period", json::day(residual.worst_period));
    items.push_back(std::move(node));
  }
  return ledger::Node::sequence(std::move(items));
}

ledger::Node interval_node(const forecast::Interval& interval) {
  ledger::Node node = ledger::Node::mapping();
  node.add("low", json::number(interval.low));
  node.add("high", json::number(interval.high));
  return node;
}

ledger::Node slope_node(const forecast::Slope& slope) {
  ledger::Node node = ledger::Node::mapping();
  node.add("estimate", json::number(slope.estimate));
  node.add("se", json::number(slope.se));
  node.add("interval80", interval_node(slope.interval80));
  node.add("interval95", interval_node(slope.interval95));
  node.add("p_nil", json::number(slope.p_nil));
  node.add("p_stated", json::number(slope.p_stated));
  return node;
}

ledger::Node link_nodes(const std::vector<forecast::LinkEvidence>& links) {
  std::vector<ledger::Node> items;
  for (const auto& link : links) {
    ledger::Node node = ledger::Node::mapping();
    node.add("from", json::text(link.from));
    node.add("to", json::text(link.to));
    node.add("kind", json::text(link.kind == tree::LinkKind::elasticity ? "elasticity" : "slope"));
    node.add("lag", json::count(link.lag));
    ledger::Node stated = ledger::Node::mapping();
    stated.add("p10", json::number(link.stated_p10));
    stated.add("p50", json::number(link.stated_p50));
    stated.add("p90", json::number(link.stated_p90));
    node.add("stated", std::move(stated));
    node.add("periods", json::count(link.pairs));
    if (link.slope) {
      node.add("history", slope_node(*link.slope));
    }
    node.add("gamma", json::number(link.gamma));
    node.add("gamma_se", json::number(link.gamma_se));
    node.add("verdict", json::text(std::string{name(link.verdict)}));
    node.add("reason", json::text(link.reason));
    items.push_back(std::move(node));
  }
  return ledger::Node::sequence(std::move(items));
}

}  // namespace

ledger::Node contract_of(const CheckPage& page, const Provenance& provenance) {
  ledger::Node node = json_page("betledger.check/1", provenance);
  if (page.structure) {
    node.add("structure", diagnostic_nodes(page.structure_findings));
  }
  if (page.data) {
    node.add("data", diagnostic_nodes(page.data_findings));
    node.add("residuals", residual_nodes(page.residuals));
    node.add("links", link_nodes(page.links));
  }
  return node;
}

ledger::Node check_schema() {
  using schema::maybe;
  using schema::object;
  const ledger::Node interval = object({{"low", schema::number()}, {"high", schema::number()}});
  const ledger::Node residual = object({{"metric", schema::text()},
                                        {"periods", schema::count()},
                                        {"mean_abs", schema::size()},
                                        {"worst", schema::number()},
                                        {"worst_period", schema::day()}});
  const ledger::Node link = object(
      {{"from", schema::text()},
       {"to", schema::text()},
       {"kind", schema::one_of({"elasticity", "slope"})},
       {"lag", schema::count()},
       {"stated",
        object({{"p10", schema::number()}, {"p50", schema::number()}, {"p90", schema::number()}})},
       {"periods", schema::count()},
       maybe("history",
             object({{"estimate", schema::number()},
                     {"se", schema::size()},
                     {"interval80", interval},
                     {"interval95", interval},
                     {"p_nil", schema::share()},
                     {"p_stated", schema::share()}})),
       {"gamma", schema::number()},
       {"gamma_se", schema::size()},
       {"verdict", schema::one_of({"supports", "contradicts", "cannot test"})},
       {"reason", schema::text()}});
  return schema::contract("check",
                          {{"provenance", provenance_schema()},
                           maybe("structure", diagnostics_schema()),
                           maybe("data", diagnostics_schema()),
                           maybe("residuals", schema::list_of(residual)),
                           maybe("links", schema::list_of(link))});
}

}  // namespace betledger::reports
