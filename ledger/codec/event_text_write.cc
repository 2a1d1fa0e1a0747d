#include <string>
#include <utility>

#include "core/number.h"
#include "ledger/codec/codec.h"
#include "ledger/codec/event_text.h"

namespace betledger::ledger {
namespace {

Node text_list(const std::vector<std::string>& texts) {
  Node list = Node::sequence({});
  for (const std::string& text : texts) {
    list.items.push_back(Node::string(text));
  }
  return list;
}

Node number_map(const std::map<std::string, double>& numbers) {
  Node map = Node::mapping();
  for (const auto& [key, value] : numbers) {
    map.add(key, Node::scalar(format_number(value)));
  }
  return map;
}

Node number_node(double value) {
  return Node::scalar(format_number(value));
}

Node whole_node(std::uint64_t value) {
  return Node::scalar(std::to_string(value));
}

Node day_node(Day day) {
  return Node::string(format_day(day));
}

struct Encoder {
  Node operator()(const LedgerOpened& e) const {
    return Node::mapping().add("title", Node::string(e.title)).add("nonce", Node::string(e.nonce));
  }
  Node operator()(const TreeDescribed& e) const {
    Node node = Node::mapping();
    node.add("tree", Node::string(e.title))
        .add("focus", Node::string(e.focus))
        .add("period", Node::string(std::string{name(e.period)}))
        .add("confidence", encode_confidence_scale(e.confidence));
    if (!(e.review == tree::ReviewRules{})) {
      node.add("review", encode_review_rules(e.review));
    }
    return node.add("metrics", text_list(e.metrics))
        .add("links", text_list(e.links))
        .add("events", text_list(e.occasions));
  }
  Node operator()(const MetricDefined& e) const {
    return Node::mapping()
        .add("key", Node::string(e.metric.key))
        .add("metric", encode_metric(e.metric));
  }
  Node operator()(const MetricRetired& e) const {
    return Node::mapping().add("key", Node::string(e.metric));
  }
  Node operator()(const LinkDefined& e) const {
    return Node::mapping().add("link", encode_link(e.link));
  }
  Node operator()(const LinkRetired& e) const {
    return Node::mapping().add("key", Node::string(e.link));
  }
  Node operator()(const OccasionDefined& e) const {
    return Node::mapping().add("event", encode_occasion(e.occasion));
  }
  Node operator()(const OccasionRetired& e) const {
    return Node::mapping().add("name", Node::string(e.occasion));
  }
  Node operator()(const BetsDescribed& e) const {
    return Node::mapping()
        .add("cycle", Node::string(e.cycle))
        .add("capacity", number_map(e.capacity_person_weeks))
        .add("bets", text_list(e.bets));
  }
  Node operator()(const BetProposed& e) const {
    return Node::mapping()
        .add("cycle", Node::string(e.cycle))
        .add("key", Node::string(e.bet.key))
        .add("bet", encode_bet(e.bet));
  }
  Node operator()(const BetAmended& e) const {
    return Node::mapping()
        .add("key", Node::string(e.bet.key))
        .add("bet", encode_bet(e.bet))
        .add("because", Node::string(e.because));
  }
  Node operator()(const BetWithdrawn& e) const {
    return Node::mapping().add("key", Node::string(e.bet)).add("because", Node::string(e.because));
  }
  Node operator()(const BetStarted& e) const {
    return Node::mapping().add("key", Node::string(e.bet)).add("on", day_node(e.on));
  }
  Node operator()(const BetDelivered& e) const {
    return Node::mapping()
        .add("key", Node::string(e.bet))
        .add("on", day_node(e.on))
        .add("share", Node::scalar(format_number(e.share)));
  }
  Node operator()(const BetStopped& e) const {
    return Node::mapping()
        .add("key", Node::string(e.bet))
        .add("on", day_node(e.on))
        .add("because", Node::string(e.because));
  }
  Node operator()(const BetCorrected& e) const {
    return Node::mapping()
        .add("key", Node::string(e.bet))
        .add("step", Node::string(std::string{name(e.step)}))
        .add("because", Node::string(e.because));
  }
  Node operator()(const CycleOpened& e) const {
    return Node::mapping().add("cycle", encode_cycle(e.cycle));
  }
  Node operator()(const CycleCommitted& e) const {
    const Commit& c = e.commit;
    return Node::mapping()
        .add("cycle", Node::string(c.cycle))
        .add("head_seq", Node::scalar(std::to_string(c.head_seq)))
        .add("head_hash", Node::string(c.head_hash))
        .add("data_cut", day_node(c.data_cut))
        .add("seed", Node::scalar(std::to_string(c.seed)))
        .add("runs", Node::scalar(std::to_string(c.runs)))
        .add("plan_sha256", Node::string(c.plan_sha256))
        .add("forecast_sha256", Node::string(c.forecast_sha256))
        .add("version", Node::string(c.version))
        .add("because", Node::string(c.because))
        .add("baselines", c.baselines)
        .add("summary", c.summary);
  }
  Node operator()(const ActualsRecorded& e) const {
    Node values = Node::sequence({});
    for (const Observation& value : e.values) {
      values.items.push_back(
          Node::sequence({day_node(value.day), Node::scalar(format_number(value.value))}));
    }
    return Node::mapping()
        .add("metric", Node::string(e.metric))
        .add("source", Node::string(e.source))
        .add("values", std::move(values));
  }
  Node operator()(const ExperimentRecorded& e) const {
    const Experiment& x = e.experiment;
    Node counts;
    if (x.counts) {
      counts = Node::sequence({whole_node(x.counts->control),
                               whole_node(x.counts->control_events),
                               whole_node(x.counts->treatment),
                               whole_node(x.counts->treatment_events)});
    }
    return Node::mapping()
        .add("bet", Node::string(x.bet))
        .add("link", Node::string(x.link))
        .add("metric", Node::string(x.metric))
        .add("estimate", number_node(x.estimate))
        .add("se", number_node(x.se))
        .add("counts", std::move(counts))
        .add("exposure", number_node(x.exposure))
        .add("on", day_node(x.on))
        .add("source", Node::string(x.source));
  }
  Node operator()(const ExperimentWithdrawn& e) const {
    return Node::mapping()
        .add("experiment", Node::scalar(std::to_string(e.experiment)))
        .add("because", Node::string(e.because));
  }
  Node operator()(const PriorsLearned& e) const {
    const RecordedPrior& p = e.prior;
    return Node::mapping()
        .add("source", Node::string(p.source))
        .add("family", Node::string(p.family))
        .add("effects", whole_node(p.effects))
        .add("base_rate", number_node(p.base_rate))
        .add("base_rate_low", number_node(p.base_rate_low))
        .add("base_rate_high", number_node(p.base_rate_high))
        .add("works", number_node(p.works))
        .add("mean", number_node(p.mean))
        .add("scale", number_node(p.scale));
  }
  Node operator()(const OptimismSet& e) const {
    const Optimism& o = e.optimism;
    return Node::mapping()
        .add("team", Node::string(o.team))
        .add("state", Node::string(o.is_on ? "on" : "off"))
        .add("factor", encode_factor(o.factor))
        .add("spread", number_node(o.spread))
        .add("source", Node::string(o.source))
        .add("readouts", whole_node(o.readouts))
        .add("because", Node::string(o.because));
  }
  Node operator()(const ReviewDecided& e) const {
    const Decision& d = e.decision;
    return Node::mapping()
        .add("cycle", Node::string(d.cycle))
        .add("proposal", Node::string(d.proposal))
        .add("link", Node::string(d.link))
        .add("decision", Node::string(std::string{name(d.ruling)}))
        .add("because", Node::string(d.because))
        .add("evidence", d.evidence);
  }
  Node operator()(const CycleClosed& e) const {
    const Close& c = e.close;
    return Node::mapping()
        .add("cycle", Node::string(c.cycle))
        .add("half_life", number_node(c.half_life))
        .add("next", Node::string(c.next))
        .add("carried", text_list(c.carried))
        .add("because", Node::string(c.because))
        .add("summary", c.summary);
  }
};

}  // namespace

Node encode(const Event& event) {
  return std::visit(Encoder{}, event);
}

}  // namespace betledger::ledger
