#include "ledger/authoring/schema.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "ledger/codec/fields.h"
#include "ledger/codec/words.h"
#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"

namespace betledger::ledger {
namespace {

Node json(std::string_view text) {
  auto node = parse_json(text, "schema");
  BET_EXPECT(node.has_value());
  return std::move(node).value();
}

constexpr std::string_view key_pattern = "^[a-z][a-z0-9_-]{0,63}$";
constexpr std::string_view any_number = R"([-+]?([0-9]+(\\.[0-9]+)?|\\.[0-9]+)([eE][-+]?[0-9]+)?)";

template <class Value, std::size_t count>
Node one_of(const std::array<Word<Value>, count>& words) {
  Node node = json(R"({"enum": []})");
  for (const Word<Value>& word : words) {
    node.members.back().value.items.push_back(Node::string(std::string{word.text}));
  }
  return node;
}

Node pattern(std::string_view regular) {
  return json(fmt::format(R"({{"type": "string", "pattern": "{}"}})", regular));
}

Node reference(std::string_view name) {
  return json(fmt::format(R"({{"$ref": "#/$defs/{}"}})", name));
}

Node any_of(std::vector<Node> choices) {
  return Node::mapping().add("anyOf", Node::sequence(std::move(choices)));
}

/// A mapping from keys to `value`.
Node by_key(Node value) {
  return json(fmt::format(R"({{"type": "object", "propertyNames": {{"pattern": "{}"}}}})",
                          key_pattern))
      .add("additionalProperties", std::move(value));
}

Node list_of(Node item) {
  return json(R"({"type": "array"})").add("items", std::move(item));
}

/// A distribution whose numbers end with `suffix`; `bare` if they can be JSON numbers too, `open`
/// if a bound can be none.
Node belief(std::string_view suffix, bool bare, bool open = false) {
  const Node text = pattern(fmt::format("^{}({})$", any_number, suffix));
  const Node number = bare ? any_of({json(R"({"type": "number"})"), text}) : text;
  Node bound = open ? any_of({number, json(R"({"const": "none"})")}) : number;
  Node quantiles = json(R"({"type": "object", "minProperties": 2, "additionalProperties": false})");
  quantiles.add("patternProperties", Node::mapping().add("^p[0-9.]+$", number));
  quantiles.add("properties", Node::mapping().add("low", bound).add("high", bound));
  return any_of({number,
                 pattern(R"(^(normal|lognormal|uniform|triangular|pert|beta|empirical)\\(.*\\)$)"),
                 std::move(quantiles)});
}

// A noun's values may be nouns: the table of nouns is fixed, and two levels deep.
// NOLINTBEGIN(misc-no-recursion)
Node definition(const Noun& noun);

/// Of a key whose value is one of a few words, or a shape with a name of its own; nothing for any
/// other.
std::optional<Node> simple_schema(Shape shape) {
  switch (shape) {
    case Shape::period:
      return one_of(period_words);
    case Shape::support:
      return one_of(support_words);
    case Shape::desired:
      return one_of(desired_words);
    case Shape::category:
      return one_of(category_words);
    case Shape::change:
      return one_of(change_words);
    case Shape::number:
    case Shape::amount:
      return reference("number");
    case Shape::probability:
      return reference("probability");
    case Shape::duration:
      return reference("duration");
    case Shape::lift:
      return reference("lift");
    case Shape::shift:
      return reference("shift");
    case Shape::delay:
      return reference("delay");
    case Shape::strength:
      return reference("strength");
    case Shape::level:
      return reference("level");
    case Shape::baseline:
      return definition(baseline_noun);
    case Shape::hypothesis:
      return definition(hypothesis_noun);
    case Shape::rice:
      return definition(rice_noun);
    case Shape::scale:
      return definition(scale_noun);
    case Shape::rules:
      return definition(review_noun);
    default:
      return std::nullopt;
  }
}

/// The schema of what may stand after a key.
Node schema_of(Shape shape) {
  if (auto simple = simple_schema(shape)) {
    return *std::move(simple);
  }
  switch (shape) {
    case Shape::key:
      return pattern(key_pattern);
    case Shape::keys:
      return list_of(pattern(key_pattern)).add("uniqueItems", Node::scalar("true"));
    case Shape::flag:
      return json(R"({"type": "boolean"})");
    case Shape::day:
      return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    case Shape::cycle:
      return any_of({pattern("^[0-9]{4}(Q[1-4]|H[12]|-[0-9]{2}|-W[0-9]{2})?$"),
                     json(R"({"type": "integer"})")});
    case Shape::count:
      return json(R"({"type": "integer", "minimum": 1})");
    case Shape::effort:
      return by_key(reference("person_weeks"));
    case Shape::rollup:
      return any_of({one_of(rollup_words), definition(rollup_noun)});
    case Shape::guardrail:
      return any_of({json(R"({"type": "boolean"})"), definition(guardrail_noun)});
    case Shape::confidence:
      return any_of({one_of(confidence_words), reference("probability")});
    case Shape::ramp:
      return any_of({reference("duration"), definition(ramp_noun)});
    case Shape::effects:
      return list_of(reference("effect")).add("minItems", Node::scalar("1"));
    case Shape::links:
      return list_of(reference("link"));
    case Shape::events:
      return list_of(reference("event"));
    case Shape::metrics:
      return by_key(reference("metric")).add("minProperties", Node::scalar("1"));
    case Shape::bets:
      return by_key(reference("bet"));
    default:  // texts, formulas, targets
      return json(R"({"type": ["string", "number"]})");
  }
}

Node definition(const Noun& noun) {
  Node properties = Node::mapping();
  Node required = Node::sequence({});
  for (const Field& field : noun.fields) {
    if (field.withdrawn) {
      continue;
    }
    Node value = schema_of(field.shape);
    value.add("description", Node::string(std::string{field.help}));
    properties.add(std::string{field.key}, std::move(value));
    if (field.required) {
      required.items.push_back(Node::string(std::string{field.key}));
    }
  }
  Node node = json(R"({"type": "object", "additionalProperties": false})");
  if (!required.items.empty()) {
    node.add("required", std::move(required));
  }
  if (!noun.one_of.empty()) {
    Node choices = Node::sequence({});
    for (const std::string_view key : noun.one_of) {
      choices.items.push_back(json(fmt::format(R"({{"required": ["{}"]}})", key)));
    }
    node.add("oneOf", std::move(choices));
  }
  return node.add("properties", std::move(properties));
}
// NOLINTEND(misc-no-recursion)

Node definitions(bool tree) {
  Node defs = Node::mapping();
  defs.add(
      "number",
      any_of({json(R"({"type": "number"})"), pattern(fmt::format("^{}(%|[kKMB])?$", any_number))}));
  defs.add("probability",
           any_of({json(R"({"type": "number", "minimum": 0, "maximum": 1})"),
                   pattern(R"(^[0-9]+(\\.[0-9]+)?%$)")}));
  defs.add("duration", pattern(R"(^[0-9]+(\\.[0-9]+)?[dwm]$)"));
  defs.add("lift", belief("%", false));
  defs.add("shift", belief("pp|[kKMB]?", true));
  if (tree) {
    defs.add("strength", belief("[kKMB]?", true));
    defs.add("level", belief("%|[kKMB]?", true, true));
    defs.add("metric", definition(metric_noun));
    defs.add("link", definition(link_noun));
    defs.add("event", definition(event_noun));
  } else {
    defs.add("person_weeks", pattern(R"(^[0-9]+(\\.[0-9]+)?pw$)"));
    defs.add("delay", belief("[dwm]", false));
    defs.add("effect", definition(effect_noun));
    defs.add("bet", definition(bet_noun));
  }
  return defs;
}

}  // namespace

std::string json_schema(std::string_view kind) {
  BET_EXPECT(kind == "tree" || kind == "bets");
  const bool tree = kind == "tree";
  Node schema = json(R"({"$schema": "https://json-schema.org/draft/2020-12/schema"})");
  schema.add("title",
             Node::string(tree ? "betledger: a metric tree" : "betledger: the bets of a cycle"));
  const Node root = definition(tree ? tree_noun : sheet_noun);
  for (const Member& member : root.members) {
    schema.add(member.key, member.value);
  }
  schema.add("$defs", definitions(tree));
  return write_json_indented(schema);
}

}  // namespace betledger::ledger
