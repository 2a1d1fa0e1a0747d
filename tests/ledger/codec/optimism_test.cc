#include "ledger/book/optimism.h"

#include <limits>

#include <gtest/gtest.h>

#include "ledger/book/book_rules.h"
#include "ledger/codec/event_text.h"
#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"

#include "tests/ledger/store/ledger_fixture.h"
#include "tests/support/values.h"

namespace betledger::ledger {
namespace {

Optimism correction() {
  return std::get<OptimismSet>(optimism_events()[0]).optimism;
}

template <class Change>
Event changed(Change change) {
  Optimism optimism = correction();
  change(optimism);
  return OptimismSet{std::move(optimism)};
}

TEST(Optimism, TheLatestOfATeamCountsAndOthersTakeTheDefault) {
  const ScratchFolder folder;
  Ledger ledger = make_ledger(folder / "a.db");
  ASSERT_TRUE(ledger.append({optimism_events()[0]}, stamp(1000)));
  ASSERT_NE(optimism_of(ledger.book().optimism, "growth"), nullptr);
  EXPECT_EQ(*optimism_of(ledger.book().optimism, "growth"), correction());
  EXPECT_EQ(optimism_of(ledger.book().optimism, "data"), nullptr);
  ASSERT_TRUE(ledger.append({changed([](Optimism& o) {
                              o.team.clear();
                              o.spread = 2;
                            })},
                            stamp(1001)));
  EXPECT_EQ(optimism_of(ledger.book().optimism, "data")->spread, 2);
  EXPECT_EQ(optimism_of(ledger.book().optimism, "growth")->spread, 1.5);
  ASSERT_TRUE(ledger.append({changed([](Optimism& o) { o.is_on = false; })}, stamp(1002)));
  EXPECT_EQ(optimism_of(ledger.book().optimism, "growth"), nullptr);
  ASSERT_TRUE(ledger.append({optimism_events()[1]}, stamp(1003)));
  EXPECT_EQ(optimism_of(ledger.book().optimism, "data"), nullptr);
}

TEST(Optimism, RefusesWhatIsNoCorrection) {
  const ScratchFolder folder;
  const Ledger ledger = make_ledger(folder / "a.db");
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto code = [&](const Event& event) {
    const Diagnostics found = reasons_against_learning_event(ledger.book(), event);
    return found.empty() ? std::string{} : found.front().code;
  };
  EXPECT_EQ(code(optimism_events()[0]), "");
  EXPECT_EQ(code(changed([](Optimism& o) { o.because.clear(); })), "L066");
  EXPECT_EQ(code(changed([](Optimism& o) { o.source.clear(); })), "L066");
  EXPECT_EQ(code(changed([](Optimism& o) {
              o.because.clear();
              o.readouts = 3;
            })),
            "");
  EXPECT_EQ(code(changed([](Optimism& o) { o.spread = 0; })), "L067");
  EXPECT_EQ(code(changed([](Optimism& o) { o.spread = nan; })), "L067");
  EXPECT_EQ(code(changed([](Optimism& o) { o.spread = 11; })), "L067");
  EXPECT_EQ(code(changed([](Optimism& o) { o.factor = Distribution::constant(0); })), "L067");
  EXPECT_EQ(code(changed([](Optimism& o) { o.factor = make(Normal{1, 0.2}); })), "L067");
  EXPECT_EQ(code(changed([](Optimism& o) { o.team = "no team"; })), "L067");
}

TEST(Optimism, PayloadsThatAreNotAsDocumentedAreRefused) {
  const std::string whole = write_json(encode(optimism_events()[0]));
  const auto decoded = [](std::string text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
    const auto payload = parse_json(text, "entry");
    return payload && decode("optimism_set", *payload);
  };
  EXPECT_TRUE(decoded(whole, "growth", "data"));
  EXPECT_FALSE(decoded(whole, "\"on\"", "\"maybe\""));
  EXPECT_FALSE(decoded(whole, "\"p10\"", "\"first\""));
  EXPECT_FALSE(decoded(whole, "\"spread\"", "\"width\""));
  EXPECT_FALSE(decoded(whole, "\"readouts\":0", "\"readouts\":-1"));
}

}  // namespace
}  // namespace betledger::ledger
