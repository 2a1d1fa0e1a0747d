#include <utility>

#include "core/calendar.h"
#include "forecast/gap/gap_contract.h"
#include "forecast/plan/canonical.h"
#include "forecast/review/decision_evidence.h"
#include "forecast/review/review_contract_parts.h"

namespace betledger::forecast {
namespace {

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
  const auto shown = accepted_in(evidence);
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

}  // namespace betledger::forecast
