#include "reports/contracts/closing.h"

#include <optional>
#include <string>

#include "ledger/codec/codec.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/log.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using ledger::Node;

Node learned_node(const forecast::LearnedLink& link) {
  return Node::mapping()
      .add("id", json::text(link.id))
      .add("entry", json::count(static_cast<std::uint64_t>(link.entry)))
      .add("link", json::text(link.from.key()))
      .add("action", json::text(std::string{name(link.action)}))
      .add("posterior", json::number(link.posterior))
      .add("from", ledger::encode_link(link.from))
      .add("to", link.to ? ledger::encode_link(*link.to) : Node{});
}

/// Evidence of a link that nobody decided on.
Node passed_node(const forecast::LinkProposal& proposal) {
  return Node::mapping()
      .add("id", json::text(proposal.id))
      .add("link", json::text(proposal.link))
      .add("action", json::text(std::string{name(proposal.action)}))
      .add("from", json::number(proposal.real_from))
      .add("to", json::number(proposal.real_to.probability))
      .add("bits", json::number(proposal.bits + proposal.strength_bits))
      .add("cycles", json::count(proposal.cycles));
}

Node carried_node(const forecast::CarriedBet& bet) {
  return Node::mapping()
      .add("bet", json::text(bet.bet))
      .add("start", json::day(bet.start))
      .add("next_start", json::day(bet.next_start));
}

Node numbers_of(const std::optional<double>& probability, double median) {
  return Node::mapping()
      .add("probability", json::number_or_null(probability))
      .add("p50", json::number(median));
}

}  // namespace

Node contract_of(const ClosePage& page, const Provenance& provenance) {
  const forecast::Closing& closing = page.closing;
  const forecast::Rerun& rerun = page.rerun;
  Node node = json_page("betledger.close/1", provenance);
  node.add("recorded", json::flag(page.recorded))
      .add("cycle", json::text(closing.request.cycle))
      .add("half_life", json::number(closing.request.half_life))
      .add("kept", json::number(closing.kept))
      .add("links", json::list_of(closing.links, learned_node))
      .add("undecided", json::list_of(closing.undecided, json::text))
      .add("passed_over", json::list_of(closing.passed_over, passed_node))
      .add("next", closing.request.next.empty() ? Node{} : json::text(closing.request.next))
      .add("carried", json::list_of(closing.carried, carried_node))
      .add("changes", change_nodes(closing.proposal))
      .add("rerun",
           Node::mapping()
               .add("metric", json::text(rerun.focus))
               .add("committed", numbers_of(rerun.probability_then, rerun.median_then))
               .add("again", numbers_of(rerun.probability_now, rerun.median_now)));
  return node;
}

Node close_schema() {
  using schema::object;
  const Node action = schema::one_of({"raise", "lower", "harden", "prune", "test next", "keep"});
  const Node link = object({{"id", schema::text()},
                            {"entry", schema::count()},
                            {"link", schema::text()},
                            {"action", action},
                            {"posterior", schema::share()},
                            {"from", schema::anything()},
                            {"to", schema::anything()}});
  const Node passed = object({{"id", schema::text()},
                              {"link", schema::text()},
                              {"action", action},
                              {"from", schema::share()},
                              {"to", schema::share()},
                              {"bits", schema::number()},
                              {"cycles", schema::count()}});
  const Node carried =
      object({{"bet", schema::text()}, {"start", schema::day()}, {"next_start", schema::day()}});
  const Node numbers =
      object({{"probability", schema::or_null(schema::share())}, {"p50", schema::number()}});
  return schema::contract(
      "close",
      {{"provenance", provenance_schema()},
       {"recorded", schema::flag()},
       {"cycle", schema::text()},
       {"half_life", schema::size()},
       {"kept", schema::share()},
       {"links", schema::list_of(link)},
       {"undecided", schema::list_of(schema::text())},
       {"passed_over", schema::list_of(passed)},
       {"next", schema::or_null(schema::text())},
       {"carried", schema::list_of(carried)},
       {"changes", changes_schema()},
       {"rerun",
        object({{"metric", schema::text()}, {"committed", numbers}, {"again", numbers}})}});
}

}  // namespace betledger::reports
