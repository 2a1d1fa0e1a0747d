#include "reports/contracts/gap_actions.h"

#include <algorithm>
#include <utility>

#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"

namespace betledger::reports {
namespace {

using forecast::Actions;
using forecast::Ahead;
using forecast::Candidate;
using forecast::CandidateModel;
using forecast::Decision;
using forecast::Idea;
using forecast::KillJudgement;
using forecast::RequiredLift;
using forecast::Shape;
using forecast::Signal;
using forecast::StartWorth;
using json::count;
using json::list_of;
using json::number;
using json::number_or_null;
using json::text;
using ledger::Node;

Node estimate_node(const inference::Belief& belief) {
  Node node = Node::mapping();
  node.add("mean", number(belief.mean));
  node.add("se", number(belief.se));
  node.add("p10", number(belief.p10));
  node.add("p50", number(belief.p50));
  node.add("p90", number(belief.p90));
  return node;
}

const char* sense_name(Signal::Sense sense) {
  switch (sense) {
    case Signal::Sense::better:
      return "better";
    case Signal::Sense::worse:
      return "worse";
    case Signal::Sense::neither:
      break;
  }
  return "neither";
}

const char* shape_name(Shape shape) {
  switch (shape) {
    case Shape::level:
      return "level";
    case Shape::spike:
      return "spike";
    case Shape::drift:
      break;
  }
  return "drift";
}

Node day_of(const Timeline& timeline, std::uint32_t period) {
  return json::day(timeline.start_of(static_cast<int>(period)));
}

Node signal_node(const Signal& signal, const Timeline& timeline) {
  Node band = Node::mapping();
  band.add("p10", number(signal.band.p10));
  band.add("p50", number(signal.band.p50));
  band.add("p90", number(signal.band.p90));
  Node node = Node::mapping();
  node.add("metric", text(signal.metric));
  node.add("tier", text(signal.tier == Signal::Tier::warning ? "warning" : "watch"));
  node.add("sense", text(sense_name(signal.sense)));
  node.add("shape", text(shape_name(signal.departure.shape)));
  node.add("since", day_of(timeline, signal.departure.since));
  node.add("p_value", number(signal.departure.p));
  node.add("z", number(signal.departure.z));
  node.add("new", json::flag(signal.fresh));
  node.add("faded", json::flag(signal.faded));
  node.add("focus_input", json::flag(signal.focus_input));
  node.add("guardrail", json::flag(signal.guardrail));
  node.add("seen", number(signal.seen));
  node.add("band", std::move(band));
  node.add("expected", number(signal.step.expected));
  node.add("shifted", number(signal.step.shifted));
  node.add("ahead", list_of(signal.ahead, [&](const Ahead& ahead) {
             Node next = Node::mapping();
             next.add("metric", text(ahead.metric));
             next.add("from", day_of(timeline, ahead.period));
             next.add("change", number_or_null(ahead.change));
             return next;
           }));
  return node;
}

Node candidate_node(const Candidate& candidate, const Timeline& timeline) {
  const char* kind = candidate.idea.kind == Idea::Kind::fund           ? "fund"
                     : candidate.idea.kind == Idea::Kind::pull_forward ? "pull-forward"
                                                                       : "scale";
  Node node = Node::mapping();
  node.add("kind", text(kind));
  node.add("bet", text(candidate.idea.bet));
  node.add("along", list_of(candidate.idea.along, text));
  node.add("effort_person_weeks", number(candidate.idea.effort));
  node.add("latest_useful_start", candidate.latest ? day_of(timeline, *candidate.latest) : Node{});
  node.add("starts", list_of(candidate.starts, [&](const StartWorth& start) {
             Node each = Node::mapping();
             each.add("start", day_of(timeline, start.period));
             each.add("target", chance_node(start.effect.target));
             each.add("target_change", estimate_node(start.effect.target_change));
             each.add("focus_change", estimate_node(start.effect.focus_change));
             return each;
           }));
  return node;
}

Node lift_node(const RequiredLift& lift, const Actions& actions) {
  Node record = Node::mapping();
  record.add("span", count(lift.record.span));
  record.add("pairs", count(lift.record.pairs));
  record.add("as_large", count(lift.record.as_large));
  Node node = Node::mapping();
  node.add("metric", text(actions.nodes[lift.node]));
  node.add("action", text(std::string{name(lift.action)}));
  node.add("amount", number_or_null(lift.amount));
  node.add("most_tried", number(lift.most));
  node.add("track_record", std::move(record));
  return node;
}

}  // namespace

void add_advice(const Decision& decision, Node& bet) {
  bet.add("advice", text(std::string{name(decision.advice)}));
  bet.add("why", text(decision.why));
  bet.add("useful", chance_node(decision.useful));
  bet.add("smallest_useful", number(decision.smallest));
  bet.add("left", estimate_node(decision.left));
  bet.add("helps", chance_node(decision.helps));
  bet.add("target_if_stopped", estimate_node(decision.target_if_stopped));
  bet.add("effort_freed", number(decision.effort));
  if (!decision.with.empty()) {
    bet.add("with", text(decision.with));
    bet.add("correlation", number(decision.correlation));
    bet.add("either", chance_node(decision.either));
  }
}

void add_actions(const Actions& actions, const Timeline& timeline, Node& node) {
  node.add("signals", list_of(actions.signals.found, [&](const Signal& signal) {
             return signal_node(signal, timeline);
           }));
  Node alarm = Node::mapping();
  alarm.add("metrics", count(actions.signals.metrics));
  alarm.add("false_alarms", number(actions.signals.false_alarms));
  alarm.add("threshold", number(actions.signals.threshold));
  node.add("alarm", std::move(alarm));
  node.add("kill_rules", list_of(actions.kill_rules, [](const KillJudgement& judgement) {
             Node each = Node::mapping();
             each.add("bet", text(judgement.bet));
             each.add("state", text(std::string{name(judgement.answer.state)}));
             each.add("due", judgement.answer.due ? json::day(*judgement.answer.due) : Node{});
             each.add("why", text(judgement.answer.why));
             return each;
           }));
  node.add("candidates", list_of(actions.candidates, [&](const Candidate& candidate) {
             return candidate_node(candidate, timeline);
           }));
  node.add("left_out", list_of(actions.left_out, [](const CandidateModel::LeftOut& out) {
             Node each = Node::mapping();
             each.add("bet", text(out.bet));
             each.add("why", text(out.why));
             return each;
           }));
  node.add("required_lifts", list_of(actions.lifts, [&](const RequiredLift& lift) {
             return lift_node(lift, actions);
           }));
  Node rules = Node::mapping();
  rules.add("useful", number(actions.rules.useful));
  rules.add("stop_below", number(actions.rules.stop_below));
  rules.add("double_above", number(actions.rules.double_above));
  rules.add("tangled", number(actions.rules.tangled));
  node.add("rules", std::move(rules));
}

std::vector<schema::Key> advice_keys() {
  using schema::maybe;
  return {maybe("advice", schema::one_of({"continue", "stop", "double-down", "not-separable"})),
          maybe("why", schema::text()),
          maybe("useful", schema::ref("chance")),
          maybe("smallest_useful", schema::number()),
          maybe("left", schema::ref("change")),
          maybe("helps", schema::ref("chance")),
          maybe("target_if_stopped", schema::ref("change")),
          maybe("effort_freed", schema::size()),
          maybe("with", schema::text()),
          maybe("correlation", schema::number()),
          maybe("either", schema::ref("chance"))};
}

std::vector<schema::Key> action_keys() {
  using schema::maybe;
  using schema::object;
  const Node signal = object(
      {{"metric", schema::text()},
       {"tier", schema::one_of({"warning", "watch"})},
       {"sense", schema::one_of({"better", "worse", "neither"})},
       {"shape", schema::one_of({"level", "spike", "drift"})},
       {"since", schema::day()},
       {"p_value", schema::share()},
       {"z", schema::number()},
       {"new", schema::flag()},
       {"faded", schema::flag()},
       {"focus_input", schema::flag()},
       {"guardrail", schema::flag()},
       {"seen", schema::number()},
       {"band",
        object({{"p10", schema::number()}, {"p50", schema::number()}, {"p90", schema::number()}})},
       {"expected", schema::number()},
       {"shifted", schema::number()},
       {"ahead",
        schema::list_of(object({{"metric", schema::text()},
                                {"from", schema::day()},
                                {"change", schema::or_null(schema::number())}}))}});
  const Node start = object({{"start", schema::day()},
                             {"target", schema::ref("chance")},
                             {"target_change", schema::ref("change")},
                             {"focus_change", schema::ref("change")}});
  const Node candidate = object({{"kind", schema::one_of({"fund", "pull-forward", "scale"})},
                                 {"bet", schema::text()},
                                 {"along", schema::list_of(schema::text())},
                                 {"effort_person_weeks", schema::size()},
                                 {"latest_useful_start", schema::or_null(schema::day())},
                                 {"starts", schema::list_of(start)}});
  const Node lift = object({{"metric", schema::text()},
                            {"action", action_schema()},
                            {"amount", schema::or_null(schema::number())},
                            {"most_tried", schema::number()},
                            {"track_record",
                             object({{"span", schema::count()},
                                     {"pairs", schema::count()},
                                     {"as_large", schema::count()}})}});
  return {maybe("signals", schema::list_of(signal)),
          maybe("alarm",
                object({{"metrics", schema::count()},
                        {"false_alarms", schema::share()},
                        {"threshold", schema::share()}})),
          maybe("kill_rules",
                schema::list_of(object({{"bet", schema::text()},
                                        {"state", kill_state_schema()},
                                        {"due", schema::or_null(schema::day())},
                                        {"why", schema::text()}}))),
          maybe("candidates", schema::list_of(candidate)),
          maybe("left_out",
                schema::list_of(object({{"bet", schema::text()}, {"why", schema::text()}}))),
          maybe("required_lifts", schema::list_of(lift)),
          maybe("rules",
                object({{"useful", schema::number()},
                        {"stop_below", schema::number()},
                        {"double_above", schema::number()},
                        {"tangled", schema::number()}}))};
}

}  // namespace betledger::reports
