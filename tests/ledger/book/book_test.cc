#include "ledger/book/book.h"

#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ledger/book/writer.h"

namespace betledger::ledger {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(Book, FoldsEntriesIntoATreeInTheOrderOfTheFile) {
  const Book book = shop().book;
  EXPECT_EQ(book.title, "Shop");
  EXPECT_EQ(book.tree.title, "Shop");
  EXPECT_EQ(book.tree.focus, "revenue");
  std::vector<std::string> keys;
  for (const tree::Metric& metric : book.tree.metrics) {
    keys.push_back(metric.key);
  }
  EXPECT_THAT(keys,
              testing::ElementsAre("revenue", "orders", "value", "reach"));  // unlisted ones last
  ASSERT_EQ(book.tree.links.size(), 1U);
  EXPECT_EQ(book.tree.links[0].key(), "reach->orders");
  ASSERT_EQ(book.tree.occasions.size(), 1U);
  EXPECT_EQ(book.tree.occasions[0].name, "Summer sale");
  EXPECT_THAT(book.tree_entries.at("orders"), testing::ElementsAre(3));
  EXPECT_THAT(book.tree_entries.at("old"), testing::ElementsAre(6, 8));
  EXPECT_THAT(book.tree_entries.at("event:Fair"), testing::ElementsAre(13, 14));
  EXPECT_THAT(book.tree_entries.at(""), testing::ElementsAre(2));
}

TEST(Book, ANewDescriptionReordersWhatIsThere) {
  Writer writer = shop();
  EXPECT_TRUE(
      writer
          .add(TreeDescribed{
              "T", "orders", PeriodKind::week, {}, {}, {"reach", "value", "orders"}, {}, {}})
          .empty());
  std::vector<std::string> keys;
  for (const tree::Metric& metric : writer.book.tree.metrics) {
    keys.push_back(metric.key);
  }
  EXPECT_THAT(keys, testing::ElementsAre("reach", "value", "orders", "revenue"));
}

TEST(Book, KnowsEveryBetAndTheOrderOfItsSheet) {
  const Book book = shop().book;
  const BetRecord& first = book.bets.at("first");
  EXPECT_EQ(first.status, BetStatus::delivered);
  EXPECT_EQ(first.started_on, day("2026-07-13"));
  EXPECT_EQ(first.delivered_on, day("2026-08-03"));
  EXPECT_EQ(first.delivered_share, 0.8);
  EXPECT_EQ(first.terms.hypothesis.metric, "value");  // as amended
  EXPECT_EQ(first.entries.size(), 4U);
  EXPECT_EQ(book.bets.at("second").status, BetStatus::stopped);
  EXPECT_EQ(book.bets.at("third").status, BetStatus::withdrawn);
  const BetSheet sheet = book.sheet("2026Q3");
  std::vector<std::string> keys;
  for (const Bet& bet : sheet.bets) {
    keys.push_back(bet.key);
  }
  EXPECT_THAT(keys, testing::ElementsAre("second", "first", "fourth"));
  EXPECT_EQ(sheet.capacity_person_weeks.at("growth"), 9);
  EXPECT_TRUE(book.is_open("2026Q3"));
  EXPECT_FALSE(book.is_open("2026Q4"));
  EXPECT_TRUE(book.sheet("2026Q4").bets.empty());
}

TEST(Book, AWithdrawnBetCanComeBackInAnotherCycle) {
  Writer writer = shop();
  EXPECT_TRUE(writer.add(BetProposed{"2026Q4", bet("third", "reach")}).empty());
  EXPECT_EQ(writer.book.sheet("2026Q4").bets.size(), 1U);
  EXPECT_EQ(writer.book.sheet("2026Q3").bets.size(), 3U);
  EXPECT_EQ(writer.book.bets.at("third").status, BetStatus::proposed);
}

TEST(Book, RevisionsKeepEveryValueAndTheLatestCounts) {
  const Book book = shop().book;
  const auto& recorded = book.actuals.at("orders").at(day("2026-06-22"));
  ASSERT_EQ(recorded.size(), 2U);
  EXPECT_EQ(recorded[0].value, 110.5);
  EXPECT_EQ(recorded[1].value, 111);
  EXPECT_LT(recorded[0].seq, recorded[1].seq);
  EXPECT_EQ(book.history().at("orders").values, (std::vector<std::optional<double>>{100, 111}));
}

TEST(Book, HistoryIsOnTheGridWithGapsMissingAndOnlyWholePeriods) {
  const Book book = shop().book;
  const tree::History all = book.history();
  EXPECT_EQ(all.size(), 2U);  // no series where there are no values
  const Series& value = all.at("value");
  EXPECT_EQ(value.kind, PeriodKind::week);
  EXPECT_EQ(value.start, day("2026-06-15"));
  EXPECT_EQ(value.values, (std::vector<std::optional<double>>{0.1, {}, -2.5e-7}));
  EXPECT_EQ(book.history(day("2026-06-28")).at("value").values.size(), 1U);
  EXPECT_EQ(book.history(day("2026-06-28")).at("orders").values.size(), 2U);
  EXPECT_EQ(book.history(day("2026-06-27")).at("orders").values.size(),
            1U);  // a Saturday: week not over
  EXPECT_TRUE(book.history(day("2026-06-20")).empty());
}

TEST(Book, ValuesOfARetiredMetricStayButAreNoHistory) {
  Writer writer = shop();
  EXPECT_TRUE(writer.add(MetricRetired{"orders"}).empty());
  EXPECT_EQ(writer.book.history().count("orders"), 0U);
  EXPECT_EQ(writer.book.actuals.count("orders"), 1U);
}

struct Refused {
  const char* why;
  Event event;
  const char* codes;
};

void expect_refused(const Writer& base, const std::vector<Refused>& cases) {
  const std::string before = fingerprint(base.book);
  for (const Refused& refused : cases) {
    Writer writer = base;
    const Diagnostics against = writer.add(refused.event);
    EXPECT_EQ(codes_of(against), refused.codes) << refused.why << "\n" << render(against);
    EXPECT_EQ(fingerprint(writer.book), before) << refused.why;
    for (const Diagnostic& finding : against) {
      EXPECT_FALSE(finding.message.empty());
    }
  }
}

Event proposed_on(const std::string& metric) {
  return BetProposed{"2026Q3", bet("fifth", metric)};
}

Event opened(const std::string& key, PeriodKind kind = PeriodKind::week) {
  Cycle made = cycle(key);
  made.timeline = periods_of(parse_cycle_key(key).value(), kind);
  return CycleOpened{made};
}

TEST(Book, RefusesWhatCannotHappenAndStaysAsItWas) {
  Cycle empty;
  empty.key = "2027Q1";
  Cycle unknown_input = cycle("2026Q4", "profit <= 5");
  unknown_input.focus_inputs = {"reech"};
  const Day aug = day("2026-08-17");
  expect_refused(
      shop(),
      {
          {"opened twice", LedgerOpened{"Again", "n"}, "L002"},
          {"key of a metric", MetricDefined{metric("Orders!")}, "L010"},
          {"unknown metric", MetricRetired{"order"}, "L010"},
          {"retired already", MetricRetired{"old"}, "L010"},
          {"unknown link", LinkRetired{"reach->value"}, "L011"},
          {"unknown event", OccasionRetired{"Fair"}, "L012"},
          {"listed twice",
           TreeDescribed{"", "", PeriodKind::week, {}, {}, {"a", "a"}, {"l", "l"}, {"e", "e"}},
           "L013 L013 L013"},
          {"period with values",
           TreeDescribed{"", "", PeriodKind::day, {}, {}, {}, {}, {}},
           "L014"},
          {"key of a bet", BetProposed{"2026Q3", bet("Big Bet", "orders")}, "L021"},
          {"bet is there", BetProposed{"2026Q4", bet("first", "orders")}, "L021"},
          {"orphan bet", proposed_on("oders"), "L010"},
          {"unknown bet amended", BetAmended{bet("frist", "orders"), ""}, "L020"},
          {"unknown bet withdrawn", BetWithdrawn{"none", ""}, "L020"},
          {"unknown bet started", BetStarted{"none", aug}, "L020"},
          {"unknown bet delivered", BetDelivered{"none", aug, 1}, "L020"},
          {"unknown bet stopped", BetStopped{"none", aug, ""}, "L020"},
          {"withdrawn bet amended", BetAmended{bet("third", "orders"), ""}, "L023"},
          {"withdrawn bet withdrawn", BetWithdrawn{"third", ""}, "L023"},
          {"withdrawn bet started", BetStarted{"third", aug}, "L023"},
          {"withdrawn bet delivered", BetDelivered{"third", aug, 1}, "L023"},
          {"withdrawn bet stopped", BetStopped{"third", aug, ""}, "L023"},
          {"second start", BetStarted{"first", aug}, "L024"},
          {"second delivery", BetDelivered{"first", aug, 1}, "L024"},
          {"second stop", BetStopped{"second", aug, ""}, "L024"},
          {"delivered after the stop", BetDelivered{"second", aug, 1}, "L027"},
          {"stopped before its delivery", BetStopped{"first", day("2026-08-02"), ""}, "L025"},
          {"nothing to take back", BetCorrected{"fourth", BetStep::delivered, "a slip"}, "L029"},
          {"taken back without a reason", BetCorrected{"first", BetStep::delivered, ""}, "L022"},
          {"taken back of none", BetCorrected{"none", BetStep::started, "a slip"}, "L020"},
          {"share of nothing", BetDelivered{"fourth", aug, 0}, "L026"},
          {"share past all", BetDelivered{"fourth", aug, 1.01}, "L026"},
          {"share that is none",
           BetDelivered{"fourth", aug, std::numeric_limits<double>::quiet_NaN()},
           "L026"},
          {"withdrawn under way", BetWithdrawn{"first", "why"}, "L028"},
          {"sheet without cycle", BetsDescribed{"", {}, {}}, "L031"},
          {"capacity below zero",
           BetsDescribed{"2026Q3", {{"a", -1}, {"b", infinity}}, {"x", "x"}},
           "L013 L035 L035"},
          {"opened again as it is", CycleOpened{cycle("2026Q3", "revenue >= 125k")}, "L030"},
          {"overlap", opened("2026-08"), "L032"},
          {"overlap by a year", opened("2026"), "L032"},
          {"no periods", CycleOpened{empty}, "L033"},
          {"other periods", opened("2026Q4", PeriodKind::month), "L033"},
          {"unknown target and input", CycleOpened{unknown_input}, "L010 L010"},
          {"commit of nothing", commit_of("2026Q4", {1, std::string(64, '0')}), "L031"},
          {"commit from the future", commit_of("2026Q3", {99, std::string(64, '0')}), "L034"},
          {"commit of another head", commit_of("2026Q3", {29, std::string(64, '0')}), "L034"},
          {"values of nothing", actuals("ordres", {{day("2026-06-15"), 1}}), "L010"},
          {"no values", actuals("orders", {}), "L041"},
          {"not finite", actuals("orders", {{day("2026-06-15"), infinity}}), "L040"},
          {"not a Monday", actuals("orders", {{day("2026-06-16"), 1}}), "L041"},
          {"order of days",
           actuals("orders", {{day("2026-06-22"), 1}, {day("2026-06-15"), 1}}),
           "L041"},
          {"a day twice",
           actuals("orders", {{day("2026-06-22"), 1}, {day("2026-06-22"), 1}}),
           "L041"},
      });
}

TEST(Book, DatesOfABetFollowOneAnother) {
  Writer writer = shop();
  EXPECT_TRUE(writer.add(BetStarted{"fourth", day("2026-08-03")}).empty());
  EXPECT_EQ(codes_of(writer.add(BetDelivered{"fourth", day("2026-08-02"), 1})), "L025");
  EXPECT_EQ(codes_of(writer.add(BetStopped{"fourth", day("2026-08-02"), ""})), "L025");
  EXPECT_TRUE(writer.add(BetDelivered{"fourth", day("2026-08-03"), 1}).empty());
  EXPECT_TRUE(writer.add(BetStopped{"fourth", day("2026-08-20"), "taken back"}).empty());
  EXPECT_EQ(writer.book.bets.at("fourth").status, BetStatus::stopped);
  EXPECT_TRUE(writer.book.bets.at("fourth").delivered_on.has_value());
}

TEST(Book, ABetCanBeDeliveredWithoutARecordedStartButNotStartedAfter) {
  Writer writer = shop();
  EXPECT_TRUE(writer.add(BetDelivered{"fourth", day("2026-08-03"), 1}).empty());
  EXPECT_EQ(codes_of(writer.add(BetStarted{"fourth", day("2026-08-04")})), "L027");
}

TEST(Book, WhatWasRecordedWronglyOfABetCanBeCorrected) {
  Writer writer = shop();
  const BetRecord& record = writer.book.bets.at("fourth");
  EXPECT_TRUE(writer.add(BetStarted{"fourth", day("2026-08-03")}).empty());
  EXPECT_TRUE(writer.add(BetDelivered{"fourth", day("2026-08-30"), 0.8}).empty());
  EXPECT_TRUE(writer.add(BetStopped{"fourth", day("2026-09-20"), "done"}).empty());

  // Correcting the delivery leaves the stop that came after it.
  EXPECT_TRUE(writer.add(BetCorrected{"fourth", BetStep::delivered, "a slip"}).empty());
  EXPECT_EQ(record.status, BetStatus::stopped);
  EXPECT_FALSE(record.delivered_on.has_value());
  EXPECT_EQ(codes_of(writer.add(BetDelivered{"fourth", day("2026-09-21"), 1})), "L027");
  EXPECT_TRUE(writer.add(BetDelivered{"fourth", day("2026-08-20"), 0.5}).empty());
  EXPECT_EQ(record.status, BetStatus::stopped);
  EXPECT_EQ(record.delivered_on, day("2026-08-20"));
  EXPECT_EQ(record.delivered_share, 0.5);

  EXPECT_TRUE(writer.add(BetCorrected{"fourth", BetStep::stopped, "another bet"}).empty());
  EXPECT_EQ(record.status, BetStatus::delivered);
  EXPECT_TRUE(writer.add(BetCorrected{"fourth", BetStep::started, "a slip"}).empty());
  EXPECT_EQ(codes_of(writer.add(BetStarted{"fourth", day("2026-08-21")})), "L027");
  EXPECT_TRUE(writer.add(BetStarted{"fourth", day("2026-08-01")}).empty());
  EXPECT_EQ(record.status, BetStatus::delivered);
  EXPECT_TRUE(writer.add(BetCorrected{"fourth", BetStep::delivered, "not yet"}).empty());
  EXPECT_EQ(record.status, BetStatus::started);
  EXPECT_EQ(record.delivered_share, 0);
}

TEST(Book, ACommitKeepsWhenItWasRecorded) {
  const Writer writer = committed_shop();
  const CycleRecord& cycle = writer.book.cycles.at("2026Q3");
  EXPECT_EQ(cycle.committed_at.size(), cycle.commits.size());
}

TEST(Book, AfterTheCommitChangesNeedAReason) {
  expect_refused(committed_shop(),
                 {{"amended", BetAmended{bet("fourth", "reach"), ""}, "L022"},
                  {"withdrawn", BetWithdrawn{"fourth", ""}, "L022"},
                  {"other terms", CycleOpened{cycle("2026Q3", "revenue >= 130k")}, "L030"}});
  Writer writer = committed_shop();
  EXPECT_TRUE(writer.add(BetAmended{bet("fourth", "reach"), "team is smaller"}).empty());
  EXPECT_TRUE(writer.add(BetWithdrawn{"fourth", "no capacity"}).empty());
}

TEST(Book, BeforeTheCommitACycleCanBeOpenedAgainWithOtherTerms) {
  Writer writer = shop();
  EXPECT_TRUE(writer.add(CycleOpened{cycle("2026Q3", "revenue >= 130k")}).empty());
  EXPECT_EQ(writer.book.cycles.at("2026Q3").cycle.target->bound.value, 130'000);
  EXPECT_TRUE(writer.add(opened("2026Q4")).empty());  // the neighbour does not overlap
  EXPECT_TRUE(writer.add(opened("2026Q2")).empty());
}

TEST(Book, AnEntryOutOfSequenceIsRefused) {
  const Writer base = shop();
  const std::string before = fingerprint(base.book);
  const auto refused = [&](void (*spoil)(Entry&)) {
    Writer writer = base;
    Entry entry = next_entry(writer.book, MetricRetired{"reach"});
    spoil(entry);
    const Diagnostics against = apply(writer.book, entry);
    EXPECT_EQ(fingerprint(writer.book), before);
    return codes_of(against);
  };
  EXPECT_EQ(refused([](Entry& entry) { ++entry.seq; }), "L001");
  EXPECT_EQ(refused([](Entry& entry) { --entry.seq; }), "L001");
  EXPECT_EQ(refused([](Entry& entry) { entry.previous = std::string(64, '0'); }), "L001");
  Writer empty;
  EXPECT_EQ(codes_of(empty.add(MetricDefined{metric("orders")})), "L003");
}

TEST(Book, DidYouMeanIsOffered) {
  Writer writer = shop();
  EXPECT_EQ(writer.add(BetStarted{"frist", day("2026-08-03")})[0].hint, "did you mean first?");
  EXPECT_EQ(writer.add(actuals("ordres", {{day("2026-06-15"), 1}}))[0].hint,
            "did you mean orders?");
  EXPECT_EQ(writer.add(LinkRetired{"reach->order"})[0].hint, "did you mean reach->orders?");
}

/// A random event about few names, so that many cannot follow.
Event random_event(std::mt19937& random) {
  const std::vector<std::string> metrics{"orders", "value", "reach", "revenue"};
  const std::vector<std::string> bets{"first", "second", "third"};
  const auto pick = [&random](const std::vector<std::string>& names) {
    return names[random() % names.size()];
  };
  const Day on = day("2026-06-29") + std::chrono::days{7 * (random() % 8)};
  const std::string because = random() % 2 == 0 ? "" : "so";
  switch (random() % 16) {
    case 0:
      return MetricDefined{metric(pick(metrics))};
    case 1:
      return MetricRetired{pick(metrics)};
    case 2:
      return LinkDefined{link(pick(metrics), pick(metrics))};
    case 3:
      return LinkRetired{link(pick(metrics), pick(metrics)).key()};
    case 4:
      return TreeDescribed{"T", pick(metrics), PeriodKind::week, {}, {}, {pick(metrics)}, {}, {}};
    case 5:
    case 6:
      return BetProposed{random() % 2 == 0 ? "2026Q3" : "2026Q4", bet(pick(bets), pick(metrics))};
    case 7:
      return BetAmended{bet(pick(bets), pick(metrics)), because};
    case 8:
      return BetWithdrawn{pick(bets), because};
    case 9:
      return BetStarted{pick(bets), on};
    case 10:
      return BetDelivered{pick(bets), on, 0.5};
    case 11:
      return BetStopped{pick(bets), on, because};
    case 14:
      return BetCorrected{pick(bets), static_cast<BetStep>(random() % 3), because};
    case 12:
      return BetsDescribed{"2026Q3", {}, {pick(bets)}};
    case 13:
      return CycleOpened{cycle(random() % 2 == 0 ? "2026Q3" : "2026Q4")};
    default:
      return actuals(pick(metrics), {{on, static_cast<double>(random() % 9)}});
  }
}

TEST(Book, ReplayIsTheIncrementalFoldAndRefusalsLeaveNoTrace) {
  std::mt19937 random{11};
  std::size_t refusals = 0;
  for (int round = 0; round < 40; ++round) {
    Writer writer;
    ASSERT_TRUE(writer.add(LedgerOpened{"Shop", "n"}).empty());
    std::vector<std::string> after{fingerprint(writer.book)};
    for (int i = 0; i < 120; ++i) {
      const std::string before = fingerprint(writer.book);
      if (writer.add(random_event(random)).empty()) {
        after.push_back(fingerprint(writer.book));
      } else {
        ++refusals;
        ASSERT_EQ(fingerprint(writer.book), before);
      }
    }
    const auto replayed = replay(writer.entries);
    ASSERT_TRUE(replayed);
    EXPECT_EQ(fingerprint(*replayed), after.back());
    const std::size_t half = writer.entries.size() / 2;
    const auto past = replay(
        {writer.entries.begin(), writer.entries.begin() + static_cast<std::ptrdiff_t>(half)});
    ASSERT_TRUE(past);
    EXPECT_EQ(fingerprint(*past), after[half - 1]);
  }
  EXPECT_GT(refusals, 1'000U);
}

TEST(Book, ReplayNamesWhyAnEntryCannotFollow) {
  Writer writer = shop();
  writer.entries.erase(writer.entries.begin() + 3);
  const auto replayed = replay(writer.entries);
  ASSERT_FALSE(replayed);
  EXPECT_EQ(codes_of(replayed.error()), "L001");
}

}  // namespace
}  // namespace betledger::ledger
