#include "forecast/plan/variable_keys.h"

#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/to_model.h"

#include "tests/support/shop.h"

namespace betledger::forecast {
namespace {

/// The keys in the table over to_model, as people read them: "bet:KEY/works".
std::vector<std::string> keys_of_table() {
  std::ifstream file{BET_TEST_DATA "/../../forecast/plan/to_model.h"};
  const std::regex row{"/// \\| [^|]*\\| `([^`]+)` *\\|.*"};
  std::vector<std::string> keys;
  for (std::string line; std::getline(file, line);) {
    std::smatch found;
    if (std::regex_match(line, found, row)) {
      keys.push_back(found[1]);
    }
  }
  return keys;
}

/// What such a key stands for.
std::regex pattern_of(std::string key) {
  for (const auto& [word, pattern] : {std::pair{"KEY", "[^/]+"},
                                      std::pair{"EFFECT", "[^/]+(/[2-9])?"},
                                      std::pair{"TEAM", "[^/]+"},
                                      std::pair{"FROM", "[a-z_]+"},
                                      std::pair{"TO", "[a-z_]+"},
                                      std::pair{"NAME", ".+"}}) {
    key = std::regex_replace(key, std::regex{word}, pattern);
  }
  return std::regex{key};
}

/// A model with every kind of variable.
sim::Model model_of_all() {
  ledger::Book book = shop();
  book.bets["one_click"].terms.team.clear();
  ledger::Bet& cross_sell = book.bets["cross_sell"].terms;
  cross_sell.effects.push_back(cross_sell.effects.back());  // again on the same metric
  tree::Occasion sale;
  sale.name = "Summer sale";
  sale.metric = "orders";
  sale.start = day("2026-07-20");
  sale.end = day("2026-07-26");
  book.tree.occasions = {sale};
  ledger::Optimism optimism;
  optimism.is_on = true;
  book.optimism = {{"", optimism}, {"team", optimism}};
  Diagnostics warnings;
  const Plan plan = make_plan(book, {}, warnings).value();
  return to_model(plan, fit_baselines(plan).value());
}

std::vector<std::string> keys_of(const sim::Model& model) {
  std::vector<std::string> keys;
  const auto add = [&](const auto& parts) {
    for (const auto& part : parts) {
      keys.push_back(part.key);
    }
  };
  add(model.gates);
  add(model.profiles);
  add(model.interventions);
  add(model.influences);
  add(model.occasions);
  add(model.optimism);
  return keys;
}

TEST(VariableKeys, AreThoseOfTheTableOverToModel) {
  const std::vector<std::string> table = keys_of_table();
  ASSERT_EQ(table.size(), 9U);
  std::vector<std::size_t> times(table.size());
  for (const std::string& key : keys_of(model_of_all())) {
    std::size_t rows = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (std::regex_match(key, pattern_of(table[i]))) {
        ++rows;
        ++times[i];
      }
    }
    EXPECT_EQ(rows, 1U) << key;
  }
  for (std::size_t i = 0; i < table.size(); ++i) {
    EXPECT_GT(times[i], 0U) << table[i];
  }
}

TEST(VariableKeys, NameALinkAndGiveItBack) {
  EXPECT_EQ(keys::link("reach->orders"), "link:reach->orders");
  EXPECT_EQ(keys::link_of("link:reach->orders"), "reach->orders");
  EXPECT_EQ(keys::link_of(keys::bet("mailing")), std::nullopt);
}

TEST(VariableKeys, CountABetsEffectsOnOneMetric) {
  const sim::Model model = model_of_all();
  EXPECT_EQ(model.interventions.back().key, "bet:cross_sell/amount/return_share/2");
}

}  // namespace
}  // namespace betledger::forecast
