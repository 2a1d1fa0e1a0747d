#include "ledger/book/decision.h"

#include <limits>

#include <gtest/gtest.h>

#include "ledger/book/book_rules.h"
#include "ledger/codec/event_text.h"
#include "ledger/store/verify.h"
#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"

#include "tests/ledger/store/ledger_fixture.h"

namespace betledger::ledger {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class Made, class Part, class Change>
Event changed(const Event& event, Part Made::*part, Change change) {
  Made made = std::get<Made>(event);
  change(made.*part);
  return made;
}

Event decision(void (*change)(Decision&)) {
  return changed(closing_events()[0], &ReviewDecided::decision, change);
}
Event close(void (*change)(Close&)) {
  return changed(closing_events()[2], &CycleClosed::close, change);
}

struct Refused {
  const char* why;
  Event event;
  const char* code;
};

void expect_refused(const Book& book, const std::vector<Refused>& all) {
  for (const auto& [why, event, code] : all) {
    EXPECT_EQ(codes_of(reasons_against(book, next_entry(book, event))), code) << why;
  }
}

Ledger committed(const std::filesystem::path& file) {
  Ledger ledger = make_ledger(file);
  EXPECT_TRUE(ledger.append({commit_of("2026Q3", ledger.head())}, stamp(1000)));
  return ledger;
}

TEST(Review, ALedgerKeepsDecisionsWithWhoAndWhy) {
  const ScratchFolder folder;
  Ledger ledger = committed(folder / "a.db");
  const std::int64_t first = ledger.book().head_seq + 1;
  int second = 2000;
  for (const Event& event : closing_events()) {
    ASSERT_TRUE(ledger.append({event}, stamp(second++)));
  }
  const Book book = ledger.book();
  const CycleRecord& record = book.cycles.at("2026Q3");
  ASSERT_EQ(record.decisions.size(), 2U);
  EXPECT_EQ(record.decisions[1].decision.ruling, Ruling::annotated);
  const DecisionRecord* decided = book.decided("2026Q3", "L1");
  ASSERT_NE(decided, nullptr);
  EXPECT_EQ(decided->seq, first);
  EXPECT_EQ(decided->approver, "steward");
  EXPECT_EQ(decided->decision.because, "two launches agree");
  EXPECT_EQ(book.decided("2026Q3", "L2"), nullptr);
  EXPECT_EQ(book.decided("2026Q4", "L1"), nullptr);
  EXPECT_EQ(book.tree_entries.at("reach->orders").back(), first + 1);
  ASSERT_TRUE(record.closed);
  EXPECT_EQ(record.closed->seq, first + 2);
  EXPECT_TRUE(book.is_closed("2026Q3"));
  EXPECT_FALSE(book.is_open("2026Q3"));
  EXPECT_TRUE(verify(folder / "a.db").findings.empty());
}

TEST(Review, TheLatestOfSeveralDecisionsCounts) {
  const ScratchFolder folder;
  Ledger ledger = committed(folder / "a.db");
  ASSERT_TRUE(ledger.append({closing_events()[0], closing_events()[1]}, stamp(2000)));
  ASSERT_TRUE(
      ledger.append({decision([](Decision& d) { d.ruling = Ruling::rejected; })}, stamp(2001)));
  EXPECT_EQ(ledger.book().decided("2026Q3", "L1")->decision.ruling, Ruling::rejected);
}

TEST(Review, WhatCannotBeDecidedOrClosedIsRefused) {
  const ScratchFolder folder;
  Ledger open = make_ledger(folder / "open.db");
  expect_refused(open.book(),
                 {{"no plan of record", closing_events()[0], "L070"},
                  {"nor to close", closing_events()[2], "L070"}});
  const Ledger ledger = committed(folder / "a.db");
  expect_refused(ledger.book(),
                 {{"unknown cycle", decision([](Decision& d) { d.cycle = "2026Q9"; }), "L070"},
                  {"no reason", decision([](Decision& d) { d.because = ""; }), "L022"},
                  {"no number", decision([](Decision& d) { d.proposal = "L"; }), "L071"},
                  {"padded number", decision([](Decision& d) { d.proposal = "L01"; }), "L071"},
                  {"long number", decision([](Decision& d) { d.proposal = "L1234567"; }), "L071"},
                  {"other letter", decision([](Decision& d) { d.proposal = "B1"; }), "L071"},
                  {"unknown link", decision([](Decision& d) { d.link = "reach->order"; }), "L011"},
                  {"no half-life", close([](Close& c) { c.half_life = 0; }), "L073"},
                  {"no number", close([](Close& c) { c.half_life = nan; }), "L073"},
                  {"for ever", close([](Close& c) { c.half_life = 1e300; }), "L073"},
                  {"into itself", close([](Close& c) { c.next = "2026Q3"; }), "L073"},
                  {"delivered", close([](Close& c) { c.carried = {"first"}; }), "L073"},
                  {"stopped", close([](Close& c) { c.carried = {"second"}; }), "L073"},
                  {"unknown bet", close([](Close& c) { c.carried = {"fith"}; }), "L073"},
                  {"twice",
                   close([](Close& c) {
                     c.carried = {"fourth", "fourth"};
                   }),
                   "L013"},
                  {"to nowhere", close([](Close& c) { c.next = ""; }), "L073"}});
}

TEST(Review, OfAClosedCycleOnlyFactsChange) {
  const ScratchFolder folder;
  Ledger ledger = committed(folder / "a.db");
  ASSERT_TRUE(ledger.append({closing_events()[2]}, stamp(2000)));
  const Book book = ledger.book();
  expect_refused(book,
                 {{"close", closing_events()[2], "L072"},
                  {"decide", closing_events()[0], "L072"},
                  {"describe", BetsDescribed{"2026Q3", {}, {}}, "L072"},
                  {"propose", BetProposed{"2026Q3", bet("fifth", "orders")}, "L072"},
                  {"amend", BetAmended{bet("fourth", "orders"), "why"}, "L072"},
                  {"withdraw", BetWithdrawn{"fourth", "why"}, "L072"},
                  {"start", BetStarted{"fourth", day("2026-09-07")}, "L072"},
                  {"deliver", BetDelivered{"fourth", day("2026-09-07"), 1}, "L072"},
                  {"open", CycleOpened{cycle("2026Q3")}, "L072"},
                  {"commit", commit_of("2026Q3", {book.head_seq, book.head_hash}), "L072"},
                  {"next is closed", close([](Close& c) { c.cycle = "2026Q3"; }), "L072"},
                  {"delivered stays", BetProposed{"2026Q4", bet("first", "orders")}, "L021"},
                  {"stopped stays", BetProposed{"2026Q4", bet("second", "orders")}, "L021"}});
  EXPECT_TRUE(ledger.append({actuals("orders", {{day("2026-07-06"), 99}})}, stamp(2001)));
  EXPECT_TRUE(ledger.append({BetStopped{"first", day("2026-10-05"), "rolled back"}}, stamp(2002)));
}

TEST(Review, APendingBetMovesToTheNextCycleAndStaysUnderWay) {
  const ScratchFolder folder;
  Ledger ledger = committed(folder / "a.db");
  ASSERT_TRUE(ledger.append({BetStarted{"fourth", day("2026-09-07")}}, stamp(1500)));
  const Event moved = BetProposed{"2026Q4", bet("fourth", "orders")};
  EXPECT_FALSE(ledger.append({moved}, stamp(1501)));  // its cycle is open
  ASSERT_TRUE(ledger.append({closing_events()[2], BetsDescribed{"2026Q4", {}, {"fourth"}}, moved},
                            stamp(2000)));
  const Book book = ledger.book();
  const BetRecord& record = book.bets.at("fourth");
  EXPECT_EQ(record.cycle, "2026Q4");
  EXPECT_EQ(record.status, BetStatus::started);
  EXPECT_EQ(record.started_on, day("2026-09-07"));
  EXPECT_EQ(record.terms.effects.front().metric, "orders");
  EXPECT_EQ(book.sheet("2026Q4").bets.size(), 1U);
  EXPECT_EQ(book.cycles.at("2026Q3").closed->close.carried, std::vector<std::string>{"fourth"});
  EXPECT_TRUE(verify(folder / "a.db").findings.empty());
}

TEST(Review, PayloadsThatAreNotAsDocumentedAreRefused) {
  const auto decoded = [](const Event& event, const std::string& from, const std::string& to) {
    std::string text = write_json(encode(event));
    text.replace(text.find(from), from.size(), to);
    const auto payload = parse_json(text, "entry");
    return payload && decode(kind_of(event), *payload);
  };
  const Event decided = closing_events()[0];
  EXPECT_TRUE(decoded(decided, "accepted", "rejected"));
  EXPECT_FALSE(decoded(decided, "accepted", "Accepted"));
  EXPECT_FALSE(decoded(decided, "\"accepted\"", "1"));
  EXPECT_FALSE(decoded(decided, "\"evidence\"", "\"proof\""));
  EXPECT_FALSE(decoded(decided, R"({"id":"L1","to":{"real":0.8}})", "[]"));
  EXPECT_FALSE(decoded(decided, R"({"id":"L1","to":{"real":0.8}})", "null"));
  EXPECT_FALSE(decoded(decided, "\"cycle\"", "\"cycle\":\"a\",\"cycle\""));
  const Event closed = closing_events()[2];
  EXPECT_TRUE(decoded(closed, "8", "0.5"));
  EXPECT_FALSE(decoded(closed, ":8", ":\"eight\""));
  EXPECT_FALSE(decoded(closed, ":8", ":null"));
  EXPECT_FALSE(decoded(closed, "[\"fourth\"]", "\"fourth\""));
  EXPECT_FALSE(decoded(closed, "[\"fourth\"]", "[[\"fourth\"]]"));
  EXPECT_FALSE(decoded(closed, "{\"links\":[]}", "\"\""));
}

}  // namespace
}  // namespace betledger::ledger
