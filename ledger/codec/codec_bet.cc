#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/codec/belief_text.h"
#include "ledger/codec/codec.h"
#include "ledger/codec/codec_parts.h"
#include "ledger/codec/decode_effort.h"
#include "ledger/codec/decode_fields.h"

namespace betledger::ledger {
namespace {

struct Ramp {
  RampShape shape = RampShape::linear;
  Duration length{0, Duration::Unit::weeks};
};

std::optional<Hypothesis> decode_hypothesis(const Node& node, What /*what*/, Findings& findings) {
  Hypothesis hypothesis;
  const Fields fields{node, hypothesis_noun, node.at, findings};
  const auto change = [](const Node& value, What what, Findings& found) {
    return decode_word(value, what, change_words, found);
  };
  const bool action = fields.read("action", decode_text, hypothesis.action);
  const bool metric = fields.read("metric", decode_key, hypothesis.metric);
  const bool way = fields.read("change", change, hypothesis.change);
  return action && metric && way ? std::optional{std::move(hypothesis)} : std::nullopt;
}

Effect decode_effect(const Node& node, Findings& findings) {
  Effect effect;
  effect.at = node.at;
  const Fields fields{node, effect_noun, node.at, findings};
  const auto belief = [](BeliefUnit unit) {
    return [unit](const Node& value, What what, Findings& found) {
      return decode_belief(value, what, unit, found);
    };
  };
  fields.read("metric", decode_key, effect.metric);
  fields.read("lift", belief(BeliefUnit::lift), effect.amount);
  if (fields.find("shift") != nullptr) {
    effect.action = Action::shift;
    fields.read("shift", belief(BeliefUnit::shift), effect.amount);
  }
  fields.read("works", decode_probability, effect.works);
  return effect;
}

std::optional<Ramp> decode_ramp(const Node& node, What what, Findings& findings) {
  Ramp ramp;
  if (node.kind != Node::Kind::mapping) {
    const auto length = decode_duration(node, what, findings);
    return length ? std::optional{Ramp{RampShape::linear, *length}} : std::nullopt;
  }
  const Fields fields{node, ramp_noun, node.at, findings};
  bool read = fields.read("linear", decode_duration, ramp.length);
  if (fields.read("s_curve", decode_duration, ramp.length)) {
    ramp.shape = RampShape::s_curve;
    read = true;
  }
  return read ? std::optional{ramp} : std::nullopt;
}

std::optional<Rice> decode_rice(const Node& node, What /*what*/, Findings& findings) {
  Rice rice;
  const Fields fields{node, rice_noun, node.at, findings};
  const bool reach = fields.read("reach", decode_amount, rice.reach);
  const bool impact = fields.read("impact", decode_amount, rice.impact);
  const bool confidence = fields.read("confidence", decode_probability, rice.confidence);
  return reach && impact && confidence ? std::optional{rice} : std::nullopt;
}

/// Reads the list and puts the effect on the hypothesis' metric first. Whether there is one, only
/// those can judge who know the tree: another key may be a slip of the pen.
void decode_effects(const Node* list, Bet& bet, Findings& findings) {
  if (list == nullptr) {
    return;
  }
  if (list->kind != Node::Kind::sequence || list->items.empty()) {
    findings.add("A003",
                 list->at,
                 "`effects` is no list of effects",
                 "write effects: [{metric: orders, lift: 3%}], or each with \"- \" on its line");
    return;
  }
  for (const Node& item : list->items) {
    bet.effects.push_back(decode_effect(item, findings));
  }
  const auto first =
      std::find_if(bet.effects.begin(), bet.effects.end(), [&](const Effect& effect) {
        return effect.metric == bet.hypothesis.metric;
      });
  if (first != bet.effects.end()) {
    std::rotate(bet.effects.begin(), first, first + 1);
  }
}

void decode_terms(const Fields& fields, Bet& bet) {
  fields.read("works", decode_probability, bet.works);
  fields.read("delivery", decode_probability, bet.delivery);
  fields.read("start", decode_day, bet.start);
  const auto delay = [](const Node& node, What what, Findings& findings) {
    return decode_belief(node, what, BeliefUnit::length, findings);
  };
  fields.read("delay", delay, bet.delay_days);
  Ramp ramp;
  fields.read("ramp", decode_ramp, ramp);
  bet.ramp = ramp.length;
  bet.ramp_shape = ramp.shape;
  fields.read("half life", decode_duration, bet.half_life);
  fields.read("effort", decode_effort, bet.effort_person_weeks);
  fields.read("cost", decode_amount, bet.cost);
  fields.read("rice", decode_rice, bet.rice);
  fields.read(
      "funded",
      [](const Node& node, What what, Findings& findings) {
        return decode_word(node, what, flag_words, findings);
      },
      bet.funded);
}

Node encode_probability(Probability probability) {
  return Node::scalar(format_number(probability.value()));
}

Node encode_effect(const Effect& effect, const tree::TreeSpec* tree) {
  const bool lift = effect.action == Action::lift;
  Node node = Node::mapping();
  node.add("metric", Node::string(effect.metric));
  node.add(lift ? "lift" : "shift",
           encode_belief(effect.amount,
                         lift ? BeliefUnit::lift : BeliefUnit::shift,
                         is_fraction(tree, effect.metric)));
  if (effect.works) {
    node.add("works", encode_probability(*effect.works));
  }
  return node;
}

void encode_timing(const Bet& bet, Node& node) {
  const Bet usual;
  node.add("start", Node::scalar(format_day(bet.start)));
  if (!(bet.delay_days == usual.delay_days)) {
    node.add("delay", encode_belief(bet.delay_days, BeliefUnit::length));
  }
  if (bet.ramp_shape == RampShape::s_curve) {
    node.add("ramp", Node::mapping().add("s_curve", Node::string(format_duration(bet.ramp))));
  } else if (bet.ramp != usual.ramp) {
    node.add("ramp", Node::string(format_duration(bet.ramp)));
  }
  if (bet.half_life) {
    node.add("half life", Node::string(format_duration(*bet.half_life)));
  }
}

void encode_stake(const Bet& bet, Node& node) {
  if (!bet.effort_person_weeks.empty()) {
    node.add("effort", encode_effort(bet.effort_person_weeks));
  }
  if (bet.cost != 0) {
    node.add("cost", Node::scalar(format_number(bet.cost)));
  }
  add_text(node, "team", bet.team);
  add_text(node, "owner", bet.owner);
  add_text(node, "evidence", bet.evidence);
  if (!bet.needs.empty()) {
    node.add("needs", encode_keys(bet.needs));
  }
  if (!bet.excludes.empty()) {
    node.add("excludes", encode_keys(bet.excludes));
  }
  add_text(node, "stop when", bet.stop_when);
  if (bet.rice) {
    node.add("rice",
             Node::mapping()
                 .add("reach", Node::scalar(format_number(bet.rice->reach)))
                 .add("impact", Node::scalar(format_number(bet.rice->impact)))
                 .add("confidence", encode_probability(bet.rice->confidence)));
  }
  if (!bet.funded) {
    node.add("funded", Node::scalar("false"));
  }
}

}  // namespace

Node encode_keys(const std::vector<std::string>& keys) {
  Node node = Node::sequence({});
  for (const std::string& key : keys) {
    node.items.push_back(Node::string(key));
  }
  return node;
}

Node encode_effort(const std::map<std::string, double>& person_weeks) {
  Node node = Node::mapping();
  for (const auto& [team, weeks] : person_weeks) {
    node.add(team, Node::string(format_number(weeks) + "pw"));
  }
  return node;
}

Bet decode_bet(const Member& member, Findings& findings) {
  Bet bet;
  bet.key = member.key;
  bet.name = member.key;
  bet.at = member.key_at;
  check_key(member, findings);

  const Fields fields{member.value, bet_noun, member.key_at, findings};
  fields.read("name", decode_text, bet.name);
  fields.read("hypothesis", decode_hypothesis, bet.hypothesis);
  decode_effects(fields.find("effects"), bet, findings);
  decode_terms(fields, bet);
  fields.read("team", decode_key, bet.team);
  fields.read("owner", decode_text, bet.owner);
  fields.read("evidence", decode_text, bet.evidence);
  fields.read("needs", decode_keys, bet.needs);
  fields.read("excludes", decode_keys, bet.excludes);
  fields.read("stop when", decode_text, bet.stop_when);
  if (bet.half_life && bet.half_life->count <= 0) {
    findings.add("A008",
                 fields.find("half life")->at,
                 "`half life` is zero: the effect would be gone at once",
                 "write a length above zero, or leave the key out");
  }
  return bet;
}

Result<Bet> decode_bet(const std::string& key, const Node& body) {
  Findings findings;
  Bet bet = decode_bet(Member{key, body.at, body}, findings);
  return unless(findings, std::move(bet));
}

Node encode_bet(const Bet& bet, const tree::TreeSpec* tree) {
  Node node = Node::mapping();
  add_text(node, "name", bet.name == bet.key ? std::string{} : bet.name);
  node.add(
      "hypothesis",
      Node::mapping()
          .add("action", Node::string(bet.hypothesis.action))
          .add("metric", Node::string(bet.hypothesis.metric))
          .add("change", Node::string(std::string{word_for(change_words, bet.hypothesis.change)})));
  Node effects = Node::sequence({});
  for (const Effect& effect : bet.effects) {
    effects.items.push_back(encode_effect(effect, tree));
  }
  node.add("effects", std::move(effects));
  const Bet usual;
  // A file says it always: what is left out there is the default that past experiments taught.
  if (bet.works != usual.works || tree != nullptr) {
    node.add("works", encode_probability(bet.works));
  }
  if (bet.delivery != usual.delivery) {
    node.add("delivery", encode_probability(bet.delivery));
  }
  encode_timing(bet, node);
  encode_stake(bet, node);
  return node;
}

Node encode_bet(const Bet& bet) {
  return encode_bet(bet, nullptr);
}

}  // namespace betledger::ledger
