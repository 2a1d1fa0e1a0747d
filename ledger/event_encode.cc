#include <string>
#include <utility>

#include "core/number.h"
#include "ledger/codec.h"
#include "ledger/event.h"

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

Node day_node(Day day) {
  return Node::string(format_day(day));
}

struct Encoder {
  Node operator()(const LedgerOpened& e) const {
    return Node::mapping().add("title", Node::string(e.title)).add("nonce", Node::string(e.nonce));
  }
  Node operator()(const TreeDescribed& e) const {
    return Node::mapping()
        .add("tree", Node::string(e.title))
        .add("focus", Node::string(e.focus))
        .add("period", Node::string(std::string{name(e.period)}))
        .add("confidence", encode_confidence_scale(e.confidence))
        .add("metrics", text_list(e.metrics))
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
};

}  // namespace

Node encode(const Event& event) {
  return std::visit(Encoder{}, event);
}

}  // namespace betledger::ledger
