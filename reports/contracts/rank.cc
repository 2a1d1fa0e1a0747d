#include "reports/contracts/rank.h"

#include "forecast/plan/canonical.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using scenarios::Ranked;

ledger::Node node_of(const Ranked& bet) {
  ledger::Node node = ledger::Node::mapping();
  node.add("bet", json::text(bet.bet));
  node.add("team", json::text(bet.team));
  node.add("impact", bet.impact ? json::estimate(*bet.impact) : ledger::Node{});
  node.add("confidence", json::number(bet.confidence.value));
  node.add("confidence_se", json::number(bet.confidence.se));
  node.add("after_cycle", json::flag(bet.after_cycle));
  node.add("with", json::list_of(bet.with, json::text));
  node.add("effort", json::number(bet.effort));
  node.add("funded", json::flag(bet.funded));
  node.add("expected", json::estimate(bet.expected));
  node.add("score", bet.score ? json::estimate(*bet.score) : ledger::Node{});
  node.add("rice", json::number_or_null(bet.rice));
  node.add("ice", json::number_or_null(bet.ice));
  node.add("best_rank", json::count(static_cast<std::uint64_t>(bet.best_rank)));
  node.add("worst_rank", json::count(static_cast<std::uint64_t>(bet.worst_rank)));
  node.add("tied_with", json::list_of(bet.tied_with, json::text));
  return node;
}

}  // namespace

ledger::Node contract_of(const RankPage& page, const Provenance& provenance) {
  ledger::Node node = json_page("betledger.rank/1", provenance);
  node.add("cycle", json::text(page.plan.cycle.key));
  node.add("focus", json::text(page.plan.tree.metric(page.plan.tree.focus()).key));
  node.add("seed", json::count(page.settings.seed));
  node.add("runs", json::count(page.settings.runs));
  node.add("bets", json::list_of(page.ranking.bets, node_of));
  node.add("scales", json::list_of(page.ranking.scales, json::text));
  node.add("kendall_tau_lowest", json::number(page.ranking.kendall_tau_lowest));
  node.add("rice_tau", json::number_or_null(page.ranking.rice_tau));
  return node;
}

ledger::Node rank_schema() {
  const ledger::Node bet = schema::object({{"bet", schema::text()},
                                           {"team", schema::text()},
                                           {"impact", schema::or_null(schema::ref("estimate"))},
                                           {"confidence", schema::share()},
                                           {"confidence_se", schema::size()},
                                           {"after_cycle", schema::flag()},
                                           {"with", schema::list_of(schema::text())},
                                           {"effort", schema::size()},
                                           {"funded", schema::flag()},
                                           {"expected", schema::ref("estimate")},
                                           {"score", schema::or_null(schema::ref("estimate"))},
                                           {"rice", schema::or_null(schema::number())},
                                           {"ice", schema::or_null(schema::number())},
                                           {"best_rank", schema::count()},
                                           {"worst_rank", schema::count()},
                                           {"tied_with", schema::list_of(schema::text())}});
  return schema::contract("rank",
                          {{"provenance", provenance_schema()},
                           {"cycle", schema::text()},
                           {"focus", schema::text()},
                           {"seed", schema::count()},
                           {"runs", schema::count()},
                           {"bets", schema::list_of(bet)},
                           {"scales", schema::list_of(schema::text())},
                           {"kendall_tau_lowest", schema::number()},
                           {"rice_tau", schema::or_null(schema::number())}},
                          {{"estimate", estimate_schema()}});
}

}  // namespace betledger::reports
