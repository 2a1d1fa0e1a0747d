#include "tests/forecast/review/delivery_chain.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/reference_data.h"

namespace betledger::forecast {
namespace {

std::optional<bool> flag(const nlohmann::json& value) {
  return value.is_null() ? std::nullopt : std::optional{value.get<int>() == 1};
}

TEST(DeliveryChain, TellsExecutionFromHypothesisAndLink) {
  for (const auto& item : reference_data("learning/learning.json").at("execution_vs_hypothesis")) {
    SCOPED_TRACE(item.at("name").get<std::string>());
    const auto& in = item.at("inputs");
    DeliveryChain chain;
    chain.p_delivered = in.at("pD");
    chain.known = flag(in.at("known_delivery"));
    chain.reported = flag(in.at("delivery_report"));
    chain.effect = {in.at("pH"), in.at("effect_mean"), in.at("effect_sd")};
    chain.strength = {in.at("pL"), in.at("elast_mean"), in.at("elast_sd")};
    chain.input = {in.at("x_obs"), in.at("se_x")};
    chain.outcome = {in.at("y_obs"), in.at("se_y")};
    const auto judged = judge(chain);
    EXPECT_NEAR(judged.delivered, item.at("p_delivered").get<double>(), 1e-9);
    EXPECT_NEAR(judged.effect_real, item.at("p_effect_real").get<double>(), 1e-9);
    EXPECT_NEAR(judged.link_real, item.at("p_link_real").get<double>(), 1e-9);
    EXPECT_NEAR(judged.execution_failure, item.at("p_execution_failure").get<double>(), 1e-9);
    EXPECT_NEAR(judged.effect_failure, item.at("p_hypothesis_failure_effect").get<double>(), 1e-9);
    EXPECT_NEAR(judged.link_failure, item.at("p_hypothesis_failure_link").get<double>(), 1e-9);
    EXPECT_NEAR(judged.success, item.at("p_success").get<double>(), 1e-9);
    for (std::size_t state = 0; state < 8; ++state) {
      const std::string name{
          char('0' + (state >> 2U & 1U)), char('0' + (state >> 1U & 1U)), char('0' + (state & 1U))};
      EXPECT_NEAR(judged.joint[state], item.at("joint").at(name).get<double>(), 1e-9) << name;
    }
  }
}

}  // namespace
}  // namespace betledger::forecast
