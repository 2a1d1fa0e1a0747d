#include "forecast/projection/model_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/to_model.h"
#include "ledger/text/json_write.h"

#include "tests/support/shop.h"
#include "tests/support/values.h"

namespace betledger::forecast {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

struct Exported {
  Plan plan = shop_plan();
  sim::Model model = to_model(plan, fit_baselines(plan).value());
  json document = json::parse(write_model(model_node(plan, model, "1.2.3")));
};

json of(const Distribution::Family& family) {
  return json::parse(ledger::write_json(distribution_node(make(family))));
}

TEST(ModelJson, HoldsEverythingTheSimulatorIsTold) {
  const Exported e;
  EXPECT_EQ(e.document.at("schema"), "betledger.model/1");
  EXPECT_EQ(e.document.at("provenance").at("version"), "1.2.3");
  EXPECT_EQ(e.document.at("periods"), e.model.periods);
  ASSERT_EQ(e.document.at("nodes").size(), e.model.nodes.size());
  ASSERT_EQ(e.document.at("gates").size(), e.model.gates.size());
  ASSERT_EQ(e.document.at("profiles").size(), e.model.profiles.size());
  ASSERT_EQ(e.document.at("interventions").size(), e.model.interventions.size());
  ASSERT_EQ(e.document.at("influences").size(), e.model.influences.size());
  ASSERT_EQ(e.document.at("occasions").size(), e.model.occasions.size());
  for (std::size_t i = 0; i < e.model.nodes.size(); ++i) {
    const json& node = e.document.at("nodes").at(i);
    EXPECT_EQ(node.at("key"), e.model.nodes[i].key);
    EXPECT_EQ(node.at("past"), json(e.model.nodes[i].past));
    EXPECT_EQ(node.contains("weight"), e.model.nodes[i].weight.has_value());
  }
  for (std::size_t k = 0; k < e.model.interventions.size(); ++k) {
    const json& item = e.document.at("interventions").at(k);
    EXPECT_EQ(item.at("node"), e.model.interventions[k].node);
    const sim::InterventionGates& gates = e.model.interventions[k].gates;
    EXPECT_EQ(item.at("gates"), json({gates.delivered.value(), gates.works.value()}));
    EXPECT_EQ(item.at("group"), e.model.interventions[k].group);
  }
}

TEST(ModelJson, PoolsKeepTheirMembersToTheLastBit) {
  const Exported e;
  bool any = false;
  for (std::size_t i = 0; i < e.model.nodes.size(); ++i) {
    const auto* base = std::get_if<sim::BasePath>(&e.model.nodes[i].source);
    const auto* pool = base != nullptr ? std::get_if<sim::PathPool>(base) : nullptr;
    for (std::size_t k = 0; pool != nullptr && k < pool->members.size(); ++k) {
      any = true;
      const json& member = e.document.at("nodes").at(i).at("base").at("pool").at(k);
      EXPECT_EQ(member.at("mean").get<std::vector<double>>(), pool->members[k].mean);
      EXPECT_EQ(member.at("psi").get<std::vector<double>>(), pool->members[k].psi);
      EXPECT_EQ(member.at("sigma"), pool->members[k].sigma);
      EXPECT_EQ(member.at("weight"), pool->members[k].weight);
      EXPECT_EQ(member.at("lead"), pool->members[k].lead);
    }
  }
  EXPECT_TRUE(any);
}

TEST(ModelJson, FormulasArePostfixOverNodes) {
  const Exported e;
  const auto node = [&](const char* key) {
    return node_of(e.plan.tree, e.plan.tree.find(key).value());
  };
  const json& members = e.document.at("nodes").at(node("members")).at("formula");
  EXPECT_EQ(members.at("text"), "lag(members, 1) * 0.98 + reach / 100");
  EXPECT_THAT(members.at("postfix"),
              ElementsAre(json{{"node", node("members")}, {"lag", 1}},
                          json{{"number", 0.98}},
                          json{{"op", "multiply"}},
                          json{{"node", node("reach")}, {"lag", 0}},
                          json{{"number", 100}},
                          json{{"op", "divide"}},
                          json{{"op", "add"}}));
}

TEST(ModelJson, AsksForTheFocusAndItsDrivers) {
  const Exported e;
  const auto node = [&](const char* key) {
    return node_of(e.plan.tree, e.plan.tree.find(key).value());
  };
  EXPECT_EQ(e.document.at("focus"), node("revenue"));
  EXPECT_THAT(e.document.at("outputs"),
              ElementsAre(node("revenue"), node("orders"), node("basket")));
}

TEST(ModelJson, NamesFamiliesAndTabulatesWhatNobodyElseHas) {
  EXPECT_EQ(of(LogNormal{2, 0.5}), (json{{"family", "lognormal"}, {"median", 2}, {"sdlog", 0.5}}));
  EXPECT_EQ(of(Pert{1, 2, 4}), (json{{"family", "pert"}, {"low", 1}, {"mode", 2}, {"high", 4}}));
  const Quantiles stated{{0.1, 0.5, 0.9}, {1, 2, 4}, 0, {}};
  const json node = of(stated);
  EXPECT_EQ(node.at("lower"), 0);
  EXPECT_TRUE(node.at("upper").is_null());
  const auto values = node.at("table").at("values").get<std::vector<double>>();
  const double from = node.at("table").at("from");
  const double step = node.at("table").at("step");
  ASSERT_EQ(values.size(), 833U);
  const Distribution distribution = make(stated);
  for (const std::size_t i : {0U, 100U, 416U, 600U, 832U}) {
    EXPECT_EQ(values[i], distribution.from_normal(from + step * static_cast<double>(i)));
  }
  EXPECT_NEAR(values[416], 2, 1e-9);
}

}  // namespace
}  // namespace betledger::forecast
