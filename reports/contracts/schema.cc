#include "reports/contracts/schema.h"

#include <utility>

#include <fmt/format.h>

#include "ledger/text/json_values.h"

namespace betledger::reports::schema {

using ledger::Node;

namespace {

Node type(std::string_view name) {
  return Node::mapping().add("type", json::text(std::string{name}));
}

Node pattern(std::string_view regular) {
  return type("string").add("pattern", json::text(std::string{regular}));
}

}  // namespace

Key maybe(std::string name, Node value) {
  return {std::move(name), std::move(value), false};
}

Node text() {
  return type("string");
}

Node number() {
  return type("number");
}

Node share() {
  return type("number").add("minimum", json::count(0)).add("maximum", json::count(1));
}

Node size() {
  return type("number").add("minimum", json::count(0));
}

Node count() {
  return type("integer").add("minimum", json::count(0));
}

Node flag() {
  return type("boolean");
}

Node day() {
  return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
}

Node instant() {
  return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$");
}

Node hash() {
  return pattern("^[0-9a-f]{64}$");
}

Node anything() {
  return Node::mapping();
}

Node is(std::string_view word) {
  return Node::mapping().add("const", json::text(std::string{word}));
}

Node one_of(const std::vector<std::string_view>& words) {
  return Node::mapping().add("enum", json::list_of(words, [](std::string_view word) {
                               return json::text(std::string{word});
                             }));
}

Node any_of(std::vector<Node> choices) {
  return Node::mapping().add("anyOf", Node::sequence(std::move(choices)));
}

Node or_null(Node value) {
  return any_of({std::move(value), type("null")});
}

Node list_of(Node item) {
  return type("array").add("items", std::move(item));
}

Node map_of(Node value) {
  return type("object").add("additionalProperties", std::move(value));
}

Node object(const std::vector<Key>& keys) {
  std::vector<Node> required;
  Node properties = Node::mapping();
  for (const Key& key : keys) {
    if (key.is_required) {
      required.push_back(json::text(key.name));
    }
    properties.add(key.name, key.value);
  }
  return type("object")
      .add("additionalProperties", json::flag(false))
      .add("required", Node::sequence(std::move(required)))
      .add("properties", std::move(properties));
}

Node ref(std::string_view name) {
  return Node::mapping().add("$ref", json::text(fmt::format("#/$defs/{}", name)));
}

Node contract(std::string_view name, std::vector<Key> keys, const std::vector<Key>& definitions) {
  keys.insert(keys.begin(), {"schema", is(fmt::format("betledger.{}/1", name))});
  Node schema = Node::mapping();
  schema.add("$schema", json::text("https://json-schema.org/draft/2020-12/schema"))
      .add("title", json::text(fmt::format("betledger.{}/1", name)));
  for (const ledger::Member& member : object(keys).members) {
    schema.add(member.key, member.value);
  }
  if (!definitions.empty()) {
    Node defs = Node::mapping();
    for (const Key& definition : definitions) {
      defs.add(definition.name, definition.value);
    }
    schema.add("$defs", std::move(defs));
  }
  return schema;
}

}  // namespace betledger::reports::schema
