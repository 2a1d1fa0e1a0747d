#include "reports/contracts/review_proposals.h"

#include <utility>

#include "core/calendar.h"
#include "forecast/review/decision_evidence.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"

namespace betledger::reports {
namespace {

using forecast::LinkProposal;
using forecast::NextExperiment;
using forecast::NextExperiments;
using json::count;
using json::flag;
using json::list_of;
using json::number;
using json::text;
using ledger::Node;

Node side_node(double real, double se, const inference::Belief& strength) {
  Node node = Node::mapping();
  node.add("real", number(real));
  node.add("se", number(se));
  node.add("strength", belief_node(strength));
  return node;
}

/// What was shown when it was decided; null where the evidence cannot be read.
Node shown_node(const Node& evidence) {
  const auto shown = forecast::accepted_in(evidence);
  if (!shown) {
    return {};
  }
  Node node = Node::mapping();
  node.add("action", text(std::string{name(shown->action)}))
      .add("from", number(shown->real_from))
      .add("to", number(shown->real_to))
      .add("as_of", text(shown->as_of));
  return node;
}

Node decision_node(const ledger::DecisionRecord& record) {
  Node node = Node::mapping();
  node.add("entry", count(static_cast<std::uint64_t>(record.seq)))
      .add("decision", text(std::string{name(record.decision.ruling)}))
      .add("by", text(record.approver))
      .add("at", text(format_instant(record.at)))
      .add("because", text(record.decision.because))
      .add("shown", shown_node(record.decision.evidence));
  return node;
}

Node experiment_node(const NextExperiment& experiment) {
  Node node = Node::mapping();
  node.add("what", text(experiment.what))
      .add("metric", text(experiment.metric))
      .add("real", number(experiment.belief.p_real))
      .add("mean", number(experiment.belief.mean))
      .add("sd", number(experiment.belief.sd))
      .add("worth", number(experiment.worth.value))
      .add("worth_se", number(experiment.worth.se))
      .add("changes_decision", number(experiment.worth.changes))
      .add("decides", list_of(experiment.decides, text))
      .add("tied_with", list_of(experiment.tied_with, text))
      .add("expected_if_real", number(experiment.wanted))
      .add("se", number(experiment.se))
      .add("worth_of_that", number(experiment.measured));
  return node;
}

}  // namespace

Node proposal_node(const LinkProposal& proposal) {
  Node node = Node::mapping();
  node.add("id", text(proposal.id));
  node.add("link", text(proposal.link));
  node.add("action", text(std::string{name(proposal.action)}));
  node.add("from", side_node(proposal.real_from, 0, proposal.strength_from));
  node.add("to",
           side_node(proposal.real_to.probability, proposal.real_to.se, proposal.strength_to));
  node.add("evidence", text(proposal.because));
  node.add("sign_certain", number(proposal.sign_certain));
  node.add("useful", number(proposal.useful));
  node.add("cycles", count(proposal.cycles));
  node.add("bits", number(proposal.bits));
  node.add("strength_bits", number(proposal.strength_bits));
  node.add("informed", flag(proposal.is_informed));
  const ledger::DecisionRecord* const ruling = ruling_on(proposal);
  node.add("status",
           text(ruling == nullptr ? "pending" : std::string{name(ruling->decision.ruling)}));
  node.add("decisions", list_of(proposal.decisions, decision_node));
  return node;
}

Node experiments_node(const NextExperiments& experiments) {
  Node node = Node::mapping();
  node.add("price_per_person_week", number(experiments.price))
      .add("runs", count(experiments.runs))
      .add("ranked", list_of(experiments.ranked, experiment_node))
      .add("idle", list_of(experiments.idle, text));
  return node;
}

Node proposal_schema() {
  using schema::object;
  const Node side = object(
      {{"real", schema::share()}, {"se", schema::size()}, {"strength", schema::ref("belief")}});
  const Node action = schema::one_of({"raise", "lower", "harden", "prune", "test next", "keep"});
  const Node shown = object({{"action", action},
                             {"from", schema::share()},
                             {"to", schema::share()},
                             {"as_of", schema::text()}});
  const Node decision = object({{"entry", schema::count()},
                                {"decision", schema::one_of({"accepted", "rejected", "annotated"})},
                                {"by", schema::text()},
                                {"at", schema::instant()},
                                {"because", schema::text()},
                                {"shown", schema::or_null(shown)}});
  return object({{"id", schema::text()},
                 {"link", schema::text()},
                 {"action", action},
                 {"from", side},
                 {"to", side},
                 {"evidence", schema::text()},
                 {"sign_certain", schema::share()},
                 {"useful", schema::share()},
                 {"cycles", schema::count()},
                 {"bits", schema::number()},
                 {"strength_bits", schema::number()},
                 {"informed", schema::flag()},
                 {"status", schema::one_of({"pending", "accepted", "rejected"})},
                 {"decisions", schema::list_of(decision)}});
}

Node experiments_schema() {
  using schema::object;
  const Node experiment = object({{"what", schema::text()},
                                  {"metric", schema::text()},
                                  {"real", schema::share()},
                                  {"mean", schema::number()},
                                  {"sd", schema::size()},
                                  {"worth", schema::number()},
                                  {"worth_se", schema::size()},
                                  {"changes_decision", schema::share()},
                                  {"decides", schema::list_of(schema::text())},
                                  {"tied_with", schema::list_of(schema::text())},
                                  {"expected_if_real", schema::share()},
                                  {"se", schema::size()},
                                  {"worth_of_that", schema::number()}});
  return object({{"price_per_person_week", schema::number()},
                 {"runs", schema::count()},
                 {"ranked", schema::list_of(experiment)},
                 {"idle", schema::list_of(schema::text())}});
}

}  // namespace betledger::reports
