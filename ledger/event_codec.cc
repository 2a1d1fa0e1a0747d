#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "ledger/codec.h"
#include "ledger/event.h"
#include "ledger/event_fields.h"

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

// Every decoder: the event, or nothing where a part with its own codec is broken. Findings may have
// been added in either case.
using Decoded = std::optional<Event>;
using Decoder = Decoded (*)(std::string_view kind, const Node& payload, Diagnostics& findings);

Decoded ledger_opened(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"title", "nonce"}, findings};
  return LedgerOpened{in.text("title"), in.text("nonce")};
}

Decoded tree_described(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind,
                 payload,
                 {"tree", "focus", "period", "confidence", "metrics", "links", "events"},
                 findings};
  TreeDescribed event;
  event.title = in.text("tree");
  event.focus = in.text("focus");
  event.period = in.period("period");
  event.confidence =
      in.part("confidence", decode_confidence_scale).value_or(tree::ConfidenceScale{});
  event.metrics = in.texts("metrics");
  event.links = in.texts("links");
  event.occasions = in.texts("events");
  return event;
}

Decoded metric_defined(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "metric"}, findings};
  auto metric = in.part("metric", "key", decode_metric);
  return metric ? Decoded{MetricDefined{*std::move(metric)}} : std::nullopt;
}

Decoded metric_retired(std::string_view kind, const Node& payload, Diagnostics& findings) {
  return MetricRetired{EventFields{kind, payload, {"key"}, findings}.text("key")};
}

Decoded link_defined(std::string_view kind, const Node& payload, Diagnostics& findings) {
  auto link = EventFields{kind, payload, {"link"}, findings}.part("link", decode_link);
  return link ? Decoded{LinkDefined{*std::move(link)}} : std::nullopt;
}

Decoded link_retired(std::string_view kind, const Node& payload, Diagnostics& findings) {
  return LinkRetired{EventFields{kind, payload, {"key"}, findings}.text("key")};
}

Decoded occasion_defined(std::string_view kind, const Node& payload, Diagnostics& findings) {
  auto occasion = EventFields{kind, payload, {"event"}, findings}.part("event", decode_occasion);
  return occasion ? Decoded{OccasionDefined{*std::move(occasion)}} : std::nullopt;
}

Decoded occasion_retired(std::string_view kind, const Node& payload, Diagnostics& findings) {
  return OccasionRetired{EventFields{kind, payload, {"name"}, findings}.text("name")};
}

Decoded bets_described(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"cycle", "capacity", "bets"}, findings};
  return BetsDescribed{in.text("cycle"), in.numbers("capacity"), in.texts("bets")};
}

Decoded bet_proposed(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"cycle", "key", "bet"}, findings};
  std::string cycle = in.text("cycle");
  auto bet = in.part("bet", "key", decode_bet);
  return bet ? Decoded{BetProposed{std::move(cycle), *std::move(bet)}} : std::nullopt;
}

Decoded bet_amended(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "bet", "because"}, findings};
  std::string because = in.text("because");
  auto bet = in.part("bet", "key", decode_bet);
  return bet ? Decoded{BetAmended{*std::move(bet), std::move(because)}} : std::nullopt;
}

Decoded bet_withdrawn(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "because"}, findings};
  return BetWithdrawn{in.text("key"), in.text("because")};
}

Decoded bet_started(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "on"}, findings};
  return BetStarted{in.text("key"), in.day("on")};
}

Decoded bet_delivered(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "on", "share"}, findings};
  return BetDelivered{in.text("key"), in.day("on"), in.number("share")};
}

Decoded bet_stopped(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "on", "because"}, findings};
  return BetStopped{in.text("key"), in.day("on"), in.text("because")};
}

Decoded cycle_opened(std::string_view kind, const Node& payload, Diagnostics& findings) {
  auto cycle = EventFields{kind, payload, {"cycle"}, findings}.part("cycle", decode_cycle);
  return cycle ? Decoded{CycleOpened{*std::move(cycle)}} : std::nullopt;
}

Decoded cycle_committed(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind,
                 payload,
                 {"cycle",
                  "head_seq",
                  "head_hash",
                  "data_cut",
                  "seed",
                  "runs",
                  "plan_sha256",
                  "forecast_sha256",
                  "version",
                  "because",
                  "baselines",
                  "summary"},
                 findings};
  Commit commit;
  commit.cycle = in.text("cycle");
  commit.head_seq = in.whole("head_seq");
  commit.head_hash = in.text("head_hash");
  commit.data_cut = in.day("data_cut");
  commit.seed = in.natural("seed");
  commit.runs = in.natural("runs");
  commit.plan_sha256 = in.text("plan_sha256");
  commit.forecast_sha256 = in.text("forecast_sha256");
  commit.version = in.text("version");
  commit.because = in.text("because");
  commit.baselines = in.node("baselines");
  commit.summary = in.node("summary");
  return CycleCommitted{std::move(commit)};
}

Decoded actuals_recorded(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"metric", "source", "values"}, findings};
  return ActualsRecorded{in.text("metric"), in.text("source"), in.observations("values")};
}

struct Kind {
  std::string_view name;
  Decoder decode;
};

// In the order of `Event`.
constexpr std::array<Kind, std::variant_size_v<Event>> kinds{{
    {"ledger_opened", ledger_opened},
    {"tree_described", tree_described},
    {"metric_defined", metric_defined},
    {"metric_retired", metric_retired},
    {"link_defined", link_defined},
    {"link_retired", link_retired},
    {"occasion_defined", occasion_defined},
    {"occasion_retired", occasion_retired},
    {"bets_described", bets_described},
    {"bet_proposed", bet_proposed},
    {"bet_amended", bet_amended},
    {"bet_withdrawn", bet_withdrawn},
    {"bet_started", bet_started},
    {"bet_delivered", bet_delivered},
    {"bet_stopped", bet_stopped},
    {"cycle_opened", cycle_opened},
    {"cycle_committed", cycle_committed},
    {"actuals_recorded", actuals_recorded},
}};

}  // namespace

std::string_view kind_of(const Event& event) noexcept {
  return kinds[event.index()].name;
}

Node encode(const Event& event) {
  return std::visit(Encoder{}, event);
}

Result<Event> decode(std::string_view kind, const Node& payload) {
  const auto known =
      std::find_if(kinds.begin(), kinds.end(), [kind](const Kind& k) { return k.name == kind; });
  if (known == kinds.end()) {
    return Diagnostic{
        "L009",
        Severity::error,
        payload.at,
        {},
        fmt::format("\"{}\" is no kind of entry that this program knows", printable(kind)),
        "a newer version may have written it: update betledger"};
  }
  Diagnostics findings;
  auto event = known->decode(kind, payload, findings);
  if (!event || has_error(findings)) {
    return findings;
  }
  return *std::move(event);
}

}  // namespace betledger::ledger
