#include "ledger/book/event.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/codec/event_text.h"
#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"

#include "tests/ledger/store/ledger_fixture.h"

namespace betledger::ledger {
namespace {

std::vector<Event> every_kind() {
  std::vector<Event> events = one_of_each();
  events.insert(events.begin(), LedgerOpened{"Shop \"2026\"", "n"});
  events.emplace_back(commit_of("2026Q3", {3, std::string(64, 'c')}));
  for (Event& event : learning_events(30)) {
    events.push_back(std::move(event));
  }
  for (Event& event : closing_events()) {
    events.push_back(std::move(event));
  }
  events.emplace_back(BetCorrected{"first", BetStep::delivered, "another week"});
  for (Event& event : optimism_events()) {
    events.push_back(std::move(event));
  }
  return events;
}

TEST(Event, EveryKindHasANameAndAnExample) {
  std::vector<std::string> seen(std::variant_size_v<Event>);
  for (const Event& event : every_kind()) {
    seen[event.index()] = kind_of(event);
  }
  EXPECT_THAT(seen,
              testing::ElementsAre("ledger_opened",
                                   "tree_described",
                                   "metric_defined",
                                   "metric_retired",
                                   "link_defined",
                                   "link_retired",
                                   "occasion_defined",
                                   "occasion_retired",
                                   "bets_described",
                                   "bet_proposed",
                                   "bet_amended",
                                   "bet_withdrawn",
                                   "bet_started",
                                   "bet_delivered",
                                   "bet_stopped",
                                   "cycle_opened",
                                   "cycle_committed",
                                   "actuals_recorded",
                                   "experiment_recorded",
                                   "experiment_withdrawn",
                                   "priors_learned",
                                   "review_decided",
                                   "cycle_closed",
                                   "bet_corrected",
                                   "optimism_set"));
}

TEST(Event, DecodeIsTheInverseOfEncodeThroughItsText) {
  for (const Event& event : every_kind()) {
    const std::string text = write_json(encode(event));
    const auto payload = parse_json(text, "entry");
    ASSERT_TRUE(payload) << text;
    const auto back = decode(kind_of(event), *payload);
    ASSERT_TRUE(back) << text << "\n" << render(back.error());
    EXPECT_EQ(back->index(), event.index());
    EXPECT_EQ(write_json(encode(*back)), text);
    EXPECT_EQ(describe(*back), describe(event));
  }
}

// The text forms are frozen: ledgers written by this version must be readable for ever.
TEST(Event, PayloadsHaveTheDocumentedForm) {
  const auto payload = [](const Event& event) { return write_json(encode(event)); };
  EXPECT_EQ(payload(LedgerOpened{"Shop", "7f"}), R"({"title":"Shop","nonce":"7f"})");
  EXPECT_EQ(
      payload(TreeDescribed{
          "Shop", "revenue", PeriodKind::week, {}, {}, {"revenue", "12"}, {"a->b"}, {"Xmas"}}),
      R"({"tree":"Shop","focus":"revenue","period":"week","confidence":{"high":0.9,"medium":0.6,"low":0.3},)"
      R"("metrics":["revenue","12"],"links":["a->b"],"events":["Xmas"]})");
  TreeDescribed strict{"Shop", "revenue", PeriodKind::week, {}, {}, {}, {}, {}};
  strict.review.sure = 0.9;
  EXPECT_NE(payload(strict).find(R"(},"review":{"sure":0.9,"as believed":0.5,)"),
            std::string::npos);
  const auto back = decode("tree_described", encode(strict));
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<TreeDescribed>(*back).review, strict.review);
  EXPECT_EQ(payload(MetricRetired{"orders"}), R"({"key":"orders"})");
  EXPECT_EQ(payload(OccasionRetired{"Xmas"}), R"({"name":"Xmas"})");
  EXPECT_EQ(payload(BetsDescribed{"2026Q3", {{"growth", 9.5}}, {"one"}}),
            R"({"cycle":"2026Q3","capacity":{"growth":9.5},"bets":["one"]})");
  EXPECT_EQ(payload(BetDelivered{"one", day("2026-08-03"), 0.8}),
            R"({"key":"one","on":"2026-08-03","share":0.8})");
  EXPECT_EQ(
      payload(learning_events(30)[0]),
      R"({"bet":"first","link":"","metric":"value","estimate":0.02,"se":0.01,)"
      R"("counts":[1000,50,990,61],"exposure":0.5,"on":"2026-08-20","source":"A/B readout 41"})");
  EXPECT_EQ(payload(learning_events(30)[1]),
            R"({"bet":"","link":"reach->orders","metric":"orders","estimate":0.3,"se":0.1,)"
            R"("counts":null,"exposure":1,"on":"2026-08-21","source":"geo test"})");
  EXPECT_EQ(payload(learning_events(30)[2]), R"({"experiment":31,"because":"the wrong region"})");
  EXPECT_EQ(payload(learning_events(30)[3]),
            R"({"source":"tests.csv","family":"laplace","effects":812,"base_rate":0.25,)"
            R"("base_rate_low":0.2,"base_rate_high":0.3,"works":0.125,"mean":0,"scale":0.04})");
  EXPECT_EQ(payload(closing_events()[0]),
            R"({"cycle":"2026Q3","proposal":"L1","link":"reach->orders","decision":"accepted",)"
            R"("because":"two launches agree","evidence":{"id":"L1","to":{"real":0.8}}})");
  EXPECT_EQ(payload(closing_events()[1]),
            R"({"cycle":"2026Q3","proposal":"L1","link":"reach->orders","decision":"annotated",)"
            R"("because":"look again","evidence":{}})");
  EXPECT_EQ(payload(closing_events()[2]),
            R"({"cycle":"2026Q3","half_life":8,"next":"2026Q4","carried":["fourth"],)"
            R"("because":"","summary":{"links":[]}})");
  EXPECT_EQ(payload(optimism_events()[0]),
            R"({"team":"growth","state":"on","factor":{"p10":0.4,"p50":0.7,"p90":1.1,"low":0},)"
            R"("spread":1.5,"source":"steward","readouts":0,"because":"as in spring"})");
  EXPECT_EQ(payload(optimism_events()[1]),
            R"({"team":"","state":"off","factor":1,"spread":1,"source":"steward","readouts":0,)"
            R"("because":"they count in pilots now"})");
  EXPECT_EQ(payload(BetStopped{"one", day("2026-08-03"), "no \"lift\""}),
            R"({"key":"one","on":"2026-08-03","because":"no \"lift\""})");
  EXPECT_EQ(payload(BetCorrected{"one", BetStep::delivered, "another week"}),
            R"({"key":"one","step":"delivered","because":"another week"})");
  EXPECT_EQ(
      payload(actuals("orders", {{day("2026-06-15"), 100}, {day("2026-06-22"), -2.5e-7}})),
      R"({"metric":"orders","source":"history.csv","values":[["2026-06-15",100],["2026-06-22",-2.5e-7]]})");
  EXPECT_EQ(payload(commit_of("2026Q3", {3, std::string(64, 'c')})).substr(0, 60),
            R"({"cycle":"2026Q3","head_seq":3,"head_hash":"cccccccccccccccc)");
  EXPECT_THAT(payload(commit_of("2026Q3", {3, std::string(64, 'c')})),
              testing::HasSubstr(R"("seed":18446744073709551615,"runs":10000,)"));
}

TEST(Event, IsDescribedInOneLine) {
  const auto line = [](const Event& event) { return describe(event); };
  EXPECT_EQ(line(MetricDefined{metric("orders")}), "defined metric orders");
  EXPECT_EQ(line(actuals("orders", {{day("2026-06-15"), 1}})),
            "recorded 1 value of orders from history.csv");
  EXPECT_EQ(line(BetDelivered{"one", day("2026-08-03"), 0.8}),
            "delivered bet one on 2026-08-03, 80% of it");
  EXPECT_EQ(line(BetDelivered{"one", day("2026-08-03"), 1}), "delivered bet one on 2026-08-03");
  EXPECT_EQ(line(BetWithdrawn{"one", "too dear"}), "withdrew bet one: too dear");
  EXPECT_EQ(line(BetCorrected{"one", BetStep::delivered, "another week"}),
            "took back that bet one was delivered: another week");
  EXPECT_EQ(line(CycleOpened{cycle("2026Q3", "orders >= 125k")}),
            "opened cycle 2026Q3: 13 weeks from 2026-06-29, target orders >= 125000");
}

struct Malformed {
  const char* kind;
  const char* payload;
  const char* found;  // column code of every finding
};

TEST(Event, APayloadOfAnotherFormIsRefusedInFull) {
  const std::vector<Malformed> cases{
      {"metric_exploded", R"({})", "1 L009"},
      {"bet_started", R"([])", "1 L008"},
      {"bet_started", R"(5)", "1 L008"},
      {"bet_started", R"({})", "1 L008, 1 L008"},
      {"bet_started", R"({"key":"one","on":"2026-02-30"})", "20 L008"},
      {"bet_started", R"({"key":["one"],"on":"2026-02-03"})", "8 L008"},
      {"bet_started", R"({"key":"one","on":"2026-02-03","why":1})", "32 L008"},
      {"bet_delivered", R"({"key":"one","on":"2026-02-03","share":"most"})", "41 L008"},
      {"bets_described",
       R"({"cycle":"2026Q3","capacity":{"a":"x"},"bets":[[]]})",
       "36 L008, 48 L008"},
      {"actuals_recorded",
       R"({"metric":"a","source":"s","values":[["2026-01-05",1],["2026-01-12"],5]})",
       "55 L008, 70 L008"},
      {"actuals_recorded", R"({"metric":"a","source":"s","values":{}})", "37 L008"},
      {"tree_described",
       R"({"tree":"","focus":"","period":"year","confidence":{"high":0.9,"medium":0.6,"low":0.3},"metrics":[],"links":[],"events":[]})",
       "1 L008"},
      {"cycle_committed",
       R"({"cycle":"a","head_seq":1.5,"head_hash":"","data_cut":"2026-01-01","seed":-1,"runs":1,"plan_sha256":"","forecast_sha256":"","version":"","baselines":null,"summary":null})",
       "25 L008, 75 L008, 1 L008"},
  };
  for (const Malformed& malformed : cases) {
    const auto payload = parse_json(malformed.payload, "entry 9");
    ASSERT_TRUE(payload) << malformed.payload;
    const auto event = decode(malformed.kind, *payload);
    ASSERT_FALSE(event) << malformed.payload;
    std::string found;
    for (const Diagnostic& finding : event.error()) {
      found += (found.empty() ? "" : ", ") + std::to_string(finding.at.column) + " " + finding.code;
    }
    EXPECT_EQ(found, malformed.found) << malformed.payload << "\n" << render(event.error());
  }
}

TEST(Event, BrokenPartsAreNamedByTheirOwnCodec) {
  const auto payload = parse_json(R"({"key":"orders","metric":{"suport":"real"}})", "entry 9");
  const auto event = decode("metric_defined", *payload);
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error()[0].code[0], 'A');
}

TEST(Target, IsReadAndWritten) {
  const auto target = parse_target(" weekly_active_buyers >=  125k ");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->metric, "weekly_active_buyers");
  EXPECT_EQ(target->bound, (tree::Limit{tree::Limit::Side::at_least, 125'000}));
  EXPECT_EQ(format_target(*target), "weekly_active_buyers >= 125000");
  EXPECT_EQ(*parse_target("share<=3%"), (Target{"share", {tree::Limit::Side::at_most, 0.03}}));
  for (const char* text : {"a >= 1e-300", "b <= -0.1", "c >= 3.4M"}) {
    const Target once = *parse_target(text);
    EXPECT_EQ(*parse_target(format_target(once)), once);
  }
}

TEST(Target, WhatItIsNotIsToldAtItsColumn) {
  const std::vector<std::pair<std::string, std::uint32_t>> cases{{"", 1},
                                                                 {"orders", 1},
                                                                 {"orders > 5", 8},
                                                                 {"orders = 5", 8},
                                                                 {"orders >= ", 11},
                                                                 {"orders >= many", 11},
                                                                 {"orders >= 1,5", 11},
                                                                 {"orders >= NaN", 11},
                                                                 {">= 5", 1},
                                                                 {"Orders >= 5", 1},
                                                                 {"ö => 5", 3}};
  for (const auto& [text, column] : cases) {
    const auto target = parse_target(text);
    ASSERT_FALSE(target) << text;
    EXPECT_EQ(target.error()[0].code, "L036") << text;
    EXPECT_EQ(target.error()[0].at.column, column) << text;
  }
}

}  // namespace
}  // namespace betledger::ledger
