#include "reports/contracts/optimism.h"

#include <string>
#include <utility>
#include <vector>

#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using ledger::Node;
using ledger::Optimism;

Node correction_node(const std::string& team, const Optimism& o) {
  return Node::mapping()
      .add("team", json::text(team))
      .add("state", json::text(o.is_on ? "on" : "off"))
      .add("factor", quantiles_node(o.factor))
      .add("spread", json::number(o.spread))
      .add("source", json::text(o.source))
      .add("readouts", json::count(o.readouts))
      .add("because", json::text(o.because));
}

Node evidence_node(const forecast::OptimismEvidence& evidence) {
  std::vector<Node> teams;
  for (const forecast::TeamReadout& one : evidence.teams) {
    teams.push_back(Node::mapping()
                        .add("cycle", json::text(one.cycle))
                        .add("team", json::text(one.team))
                        .add("bets", json::count(one.bets))
                        .add("log_factor", json::number(one.log_factor.estimate))
                        .add("se", json::number(one.log_factor.se)));
  }
  return Node::mapping()
      .add("teams", Node::sequence(std::move(teams)))
      .add("scores", json::count(evidence.scores.size()));
}

}  // namespace

Node contract_of(const OptimismPage& page, const Provenance& provenance) {
  std::vector<Node> corrections;
  for (const auto& [team, optimism] : page.corrections) {
    corrections.push_back(correction_node(team, optimism));
  }
  Node node = json_page("betledger.optimism/1", provenance);
  node.add("corrections", Node::sequence(std::move(corrections)));
  if (page.evidence != nullptr) {
    node.add("evidence", evidence_node(*page.evidence));
  }
  return node;
}

Node optimism_schema() {
  using schema::object;
  const Node correction = object({{"team", schema::text()},
                                  {"state", schema::one_of({"on", "off"})},
                                  {"factor", quantiles_schema()},
                                  {"spread", schema::size()},
                                  {"source", schema::text()},
                                  {"readouts", schema::count()},
                                  {"because", schema::text()}});
  const Node team = object({{"cycle", schema::text()},
                            {"team", schema::text()},
                            {"bets", schema::count()},
                            {"log_factor", schema::number()},
                            {"se", schema::size()}});
  return schema::contract(
      "optimism",
      {{"provenance", provenance_schema()},
       {"corrections", schema::list_of(correction)},
       schema::maybe("evidence",
                     object({{"teams", schema::list_of(team)}, {"scores", schema::count()}}))});
}

}  // namespace betledger::reports
