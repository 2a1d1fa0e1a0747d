#include "reports/contracts/schemas.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace betledger::reports {
namespace {

using nlohmann::json;

/// Every object of a schema knows its keys, unless any keys are meant; every reference has a
/// definition.
void expect_whole(const json& schema, const json& root) {
  if (schema.is_array()) {
    for (const json& one : schema) {
      expect_whole(one, root);
    }
    return;
  }
  if (!schema.is_object()) {
    return;
  }
  if (schema.contains("properties") && schema.value("type", "") == "object") {
    EXPECT_EQ(schema.at("additionalProperties"), false);
    for (const json& key : schema.at("required")) {
      EXPECT_TRUE(schema.at("properties").contains(key)) << key;
    }
  }
  if (schema.contains("$ref") && schema.at("$ref").is_string()) {
    const auto reference = schema.at("$ref").get<std::string>();
    EXPECT_TRUE(root.at("$defs").contains(reference.substr(reference.rfind('/') + 1))) << reference;
  }
  for (const auto& [key, value] : schema.items()) {
    expect_whole(value, root);
  }
}

TEST(OutputSchemas, AreSortedByName) {
  const auto names = outputs();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST(OutputSchemas, KnowTheirKeysAndTheirDefinitions) {
  for (const std::string& name : outputs()) {
    SCOPED_TRACE(name);
    const json schema = json::parse(output_schema(name));
    EXPECT_EQ(schema.at("$schema"), "https://json-schema.org/draft/2020-12/schema");
    EXPECT_EQ(schema.at("properties").at("schema").at("const"),
              "betledger." + (name == "bet-list" ? "bets" : name) + "/1");
    expect_whole(schema, schema);
  }
}

}  // namespace
}  // namespace betledger::reports
