#include "forecast/review/earlier_cycles.h"

#include <gtest/gtest.h>

#include "forecast/review/closing.h"
#include "ledger/text/json_text.h"

namespace betledger::forecast {
namespace {

/// Evidence of a link as a decision or the close of a cycle records it.
ledger::Node evidence(const std::string& link, const char* cycles) {
  const std::string belief = R"("strength":{"mean":0.2,"sd":0.1,"p10":0.1,"p50":0.2,"p90":0.3})";
  return ledger::parse_json(R"({"link":")" + link + R"(","action":"raise","from":{"real":0.6,)" +
                                belief + R"(},"to":{"real":0.8,)" + belief + R"(},"cycles":)" +
                                cycles + R"(,"terms":{"from":{},"to":null}})",
                            "test")
      .value();
}

/// A closed quarter with a decision on one link and, of another, what its close kept.
ledger::CycleRecord quarter(int year, const char* decided, const char* undecided) {
  using namespace std::chrono;
  ledger::CycleRecord record;
  record.cycle.timeline = {PeriodKind::week, sys_days{std::chrono::year{year} / 1 / 5}, 13};
  record.closed.emplace();
  record.decisions.emplace_back();
  record.decisions.front().decision.ruling = ledger::Ruling::rejected;
  record.decisions.front().decision.evidence = evidence("a->b", decided);
  ledger::Node& summary = record.closed->close.summary;
  summary.kind = ledger::Node::Kind::mapping;
  summary.add("undecided", ledger::Node::sequence({evidence("c->d", undecided)}));
  return record;
}

TEST(EarlierCycles, CountWithADecisionAndWithout) {
  ledger::Book book;
  book.cycles["2026"] = quarter(2026, "1", "1");
  book.cycles["2027"] = quarter(2027, "2", "2");
  book.cycles["2028"] = quarter(2028, "3", "3");
  using Counts = std::map<std::string, std::uint32_t>;
  EXPECT_EQ(cycles_with_evidence(book, "2028"), (Counts{{"a->b", 2}, {"c->d", 2}}));
  EXPECT_EQ(cycles_with_evidence(book, "2027"), (Counts{{"a->b", 1}, {"c->d", 1}}));
  EXPECT_EQ(cycles_with_evidence(book, "2026"), Counts{});
  book.cycles["2027"].closed.reset();  // what may still be decided is no cycle yet
  EXPECT_EQ(cycles_with_evidence(book, "2028"), (Counts{{"a->b", 1}, {"c->d", 1}}));
  book.cycles["2026"].closed->close.summary = {};  // as earlier versions closed it
  EXPECT_EQ(cycles_with_evidence(book, "2027"), (Counts{{"a->b", 1}}));
}

TEST(EarlierCycles, AChangeThatNobodyDecidedOnIsTold) {
  Closing closing;
  closing.undecided = {"a->b", "c->d", "e->f"};
  const auto proposal = [](const char* id, const char* link, LinkProposal::Action action) {
    LinkProposal made;
    made.id = id;
    made.link = link;
    made.action = action;
    made.is_informed = true;
    return made;
  };
  std::vector<LinkProposal> proposals{proposal("L1", "a->b", LinkProposal::Action::raise),
                                      proposal("L2", "c->d", LinkProposal::Action::keep),
                                      proposal("L3", "e->f", LinkProposal::Action::keep),
                                      proposal("L4", "g->h", LinkProposal::Action::prune)};
  proposals[2].is_informed = false;
  Diagnostics warnings;
  pass_over(proposals, closing, warnings);
  ASSERT_EQ(closing.passed_over.size(), 2U);  // L4 was decided, of L3 there is nothing
  EXPECT_EQ(closing.passed_over[0].id, "L1");
  EXPECT_EQ(closing.passed_over[1].id, "L2");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings.front().code, "B055");
  EXPECT_NE(warnings.front().message.find("L1 (raise)"), std::string::npos);
}

}  // namespace
}  // namespace betledger::forecast
