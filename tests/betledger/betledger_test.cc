#include "betledger/betledger.h"

#include <filesystem>
#include <numeric>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ledger/store/ledger.h"

#include "tests/support/files.h"

namespace betledger {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t june_2026 = 1'782'637'200;  // 2026-06-28T09:00:00Z
const Signature steward{"steward", june_2026};

TextFile example(const std::string& name) {
  return {name, read_file(project_file("examples/tutorial/" + name))};
}

/// An empty ledger in a folder of its own.
class Face : public testing::Test {
 protected:
  Face() : folder_{fs::temp_directory_path() / ("face-" + std::to_string(::getpid()))} {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    ledger::Stamp stamp;
    stamp.actor = steward.actor;
    stamp.at = Instant{std::chrono::seconds{june_2026}};
    static_cast<void>(ledger::Ledger::create(path(), {"A shop", "1"}, stamp));
  }
  ~Face() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path path() const { return folder_ / "betledger.db"; }
  [[nodiscard]] std::int64_t entries() const {
    return ledger::Ledger::open(path(), ledger::Ledger::Mode::read).head().seq;
  }
  /// The cycle of the tutorial, opened with its target.
  void open_cycle() const {
    ledger::Cycle cycle;
    cycle.key = "2026Q3";
    cycle.timeline = {PeriodKind::week, *parse_day("2026-06-29"), 13};
    cycle.target = ledger::parse_target("revenue >= 360k").value();
    ledger::Stamp stamp;
    stamp.actor = steward.actor;
    stamp.at = Instant{std::chrono::seconds{june_2026}};
    auto file = ledger::Ledger::open(path(), ledger::Ledger::Mode::write);
    ASSERT_TRUE(file.append({ledger::CycleOpened{cycle}}, stamp));
  }

 private:
  fs::path folder_;
};

TEST_F(Face, RefusesWithEveryFindingAndRecordsNothing) {
  auto file = LedgerFile::open(path());
  try {
    file.apply(
        {{"tree.yaml",
          "tree: Shop\nfocus: nobody\nmetrics:\n  orders: {colour: red}\n  visits: {size: 3}\n"}},
        steward);
    FAIL() << "took a broken tree";
  } catch (const Refused& refused) {
    EXPECT_GE(refused.findings.size(), 2U);
    EXPECT_EQ(refused.findings[0].file, "tree.yaml");
    EXPECT_EQ(refused.findings[0].line, 4U);
    EXPECT_NE(std::string{refused.what()}.find("colour"), std::string::npos);
  }
  EXPECT_EQ(entries(), 1);
}

TEST_F(Face, ForecastsWhatWasAppliedAndImported) {
  auto file = LedgerFile::open(path());
  file.apply({example("tree.yaml"), example("bets.yaml")}, steward);
  const std::int64_t applied = entries();
  EXPECT_GT(applied, 1);
  file.import_actuals(example("history.csv"), steward);
  EXPECT_GT(entries(), applied);
  open_cycle();
  Question question;
  question.runs = 2'000;
  question.seed = 7;
  const ForecastAnswer answer = file.forecast(question);
  EXPECT_EQ(answer.cycle, "2026Q3");
  EXPECT_EQ(answer.focus, "revenue");
  const auto json = nlohmann::json::parse(answer.json);
  EXPECT_EQ(json.at("schema"), "betledger.forecast/1");
  EXPECT_EQ(json.at("provenance").at("seed"), 7);
  EXPECT_EQ(json.at("provenance").at("runs"), 2'000);
  ASSERT_TRUE(answer.target.has_value());
  const auto& probability = json.at("target").at("probability");
  EXPECT_EQ(answer.target->with_bets.value, probability.at("with").get<double>());
  EXPECT_EQ(answer.target->without_bets.value, probability.at("without").get<double>());
  EXPECT_EQ(answer.target->with_bets.se, probability.at("se").get<double>());
  ASSERT_EQ(answer.metrics.size(), json.at("metrics").size());
  for (std::size_t m = 0; m < answer.metrics.size(); ++m) {
    const auto& rollup = json.at("metrics").at(m).at("rollup");
    EXPECT_EQ(answer.metrics[m].metric, json.at("metrics").at(m).at("metric"));
    EXPECT_EQ(answer.metrics[m].unit, json.at("metrics").at(m).at("unit"));
    EXPECT_EQ(answer.metrics[m].with_bets.mean.value, rollup.at("with").at("mean"));
    EXPECT_EQ(answer.metrics[m].with_bets.mean.se, rollup.at("with").at("se"));
    EXPECT_EQ(answer.metrics[m].with_bets.p10, rollup.at("with").at("p10"));
    EXPECT_EQ(answer.metrics[m].without_bets.p50, rollup.at("without").at("p50"));
    EXPECT_EQ(answer.metrics[m].without_bets.p90, rollup.at("without").at("p90"));
  }
}

TEST_F(Face, HasNoGapBeforeAPlanOfRecord) {
  auto file = LedgerFile::open(path());
  file.apply({example("tree.yaml"), example("bets.yaml")}, steward);
  open_cycle();
  EXPECT_THROW(static_cast<void>(file.gap()), Refused);
  EXPECT_THROW(static_cast<void>(file.review()), Refused);
  Question question;
  question.as_of = "soon";
  EXPECT_THROW(static_cast<void>(file.gap(question)), std::invalid_argument);
}

}  // namespace
}  // namespace betledger
