#include "ledger/authoring/schema.h"

#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ledger/codec/fields.h"

namespace betledger::ledger {
namespace {

using nlohmann::json;

std::set<std::string> keys_of(const Noun& noun) {
  std::set<std::string> keys;
  for (const Field& field : noun.fields) {
    if (!field.withdrawn) {
      keys.emplace(field.key);
    }
  }
  return keys;
}

std::set<std::string> required_of(const Noun& noun) {
  std::set<std::string> keys;
  for (const Field& field : noun.fields) {
    if (field.required) {
      keys.emplace(field.key);
    }
  }
  return keys;
}

void expect_noun(const json& schema, const Noun& noun) {
  std::set<std::string> properties;
  for (const auto& [key, value] : schema.at("properties").items()) {
    properties.insert(key);
    EXPECT_TRUE(value.contains("description")) << noun.name << " " << key;
  }
  EXPECT_EQ(properties, keys_of(noun)) << noun.name;
  EXPECT_EQ(schema.at("additionalProperties"), false) << noun.name;
  const auto required = schema.value("required", std::set<std::string>{});
  EXPECT_EQ(required, required_of(noun)) << noun.name;
  EXPECT_EQ(schema.contains("oneOf"), !noun.one_of.empty()) << noun.name;
}

/// The alternative of an anyOf that is an object.
const json& object_of(const json& schema) {
  for (const json& choice : schema.at("anyOf")) {
    if (choice.value("type", "") == "object") {
      return choice;
    }
  }
  throw std::runtime_error("no object");
}

TEST(Schema, OfATreeKnowsExactlyTheKeysOfTheDecoder) {
  const json schema = json::parse(json_schema("tree"));
  expect_noun(schema, tree_noun);
  const json& defs = schema.at("$defs");
  expect_noun(defs.at("metric"), metric_noun);
  expect_noun(defs.at("link"), link_noun);
  expect_noun(defs.at("event"), event_noun);
  expect_noun(schema.at("properties").at("confidence"), scale_noun);
  const json& metric = defs.at("metric").at("properties");
  expect_noun(object_of(metric.at("rollup")), rollup_noun);
  expect_noun(object_of(metric.at("guardrail")), guardrail_noun);
  expect_noun(metric.at("baseline"), baseline_noun);
}

TEST(Schema, DoesNotOfferWhatIsWithdrawn) {
  const json schema = json::parse(json_schema("tree"));
  EXPECT_FALSE(schema.at("$defs").at("metric").at("properties").contains("sensitive"));
}

TEST(Schema, OfBetsKnowsExactlyTheKeysOfTheDecoder) {
  const json schema = json::parse(json_schema("bets"));
  expect_noun(schema, sheet_noun);
  const json& defs = schema.at("$defs");
  expect_noun(defs.at("bet"), bet_noun);
  expect_noun(defs.at("effect"), effect_noun);
  const json& bet = defs.at("bet").at("properties");
  expect_noun(bet.at("hypothesis"), hypothesis_noun);
  expect_noun(object_of(bet.at("ramp")), ramp_noun);
  expect_noun(bet.at("rice"), rice_noun);
}

TEST(Schema, EveryReferenceLeadsToADefinition) {
  for (const char* kind : {"tree", "bets"}) {
    const json schema = json::parse(json_schema(kind));
    std::vector<json> open{schema};
    std::size_t references = 0;
    while (!open.empty()) {
      const json next = std::move(open.back());
      open.pop_back();
      for (const auto& [key, value] : next.items()) {
        if (key == "$ref") {
          ++references;
          EXPECT_NO_THROW(schema.at(json::json_pointer(value.get<std::string>().substr(1))))
              << value;
        } else if (value.is_structured()) {
          open.push_back(value);
        }
      }
    }
    EXPECT_GT(references, 10U);
  }
}

}  // namespace
}  // namespace betledger::ledger
