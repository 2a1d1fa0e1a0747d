#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/codes.h"
#include "ledger/actuals/actuals_import.h"
#include "ledger/actuals/actuals_table.h"
#include "ledger/authoring/authored.h"
#include "ledger/authoring/codes_authoring.h"
#include "ledger/store/codes_store.h"
#include "tree/codes.h"

#include "tests/ledger/authoring/malformed_cases.h"

namespace betledger::ledger {
namespace {

/// Read and planned beside the standard tree.
Result<Authored> read_actuals(const std::string& text) {
  Diagnostics warnings;
  Book book;
  book.tree = read_authored({{"tree.yaml", standard_tree}}, book, warnings).value().tree.value();
  const auto table = parse_actuals(text, "case.yaml", PeriodKind::week);
  if (!table) {
    return table.error();
  }
  auto plan = plan_import(book, *table, {"case.yaml", parse_day("2026-07-01").value()});
  return plan ? Result<Authored>{Authored{}} : plan.error();
}

Result<Authored> read(const MalformedCase& one, Diagnostics& warnings) {
  if (one.read_as == "actuals") {
    return read_actuals(one.text);
  }
  std::vector<AuthoredFile> files;
  if (one.read_as == "bets") {
    files.push_back({"tree.yaml", standard_tree});
  }
  files.push_back({"case.yaml", one.text});
  return read_authored(files, Book{}, warnings);
}

std::set<std::string_view> known_codes() {
  std::set<std::string_view> known;
  for (const auto codes : {authoring_codes(), store_codes(), tree::codes(), core::codes()}) {
    for (const CodeInfo& info : codes) {
      known.insert(info.code);
    }
  }
  return known;
}

TEST(Malformed, TheStandardTreeIsSound) {
  Diagnostics warnings;
  EXPECT_TRUE(read_authored({{"tree.yaml", standard_tree}}, Book{}, warnings));
}

TEST(Malformed, EveryCaseIsRefusedAtItsPlaceWithItsCode) {
  const std::set<std::string_view> known = known_codes();
  const auto cases = malformed_cases();
  EXPECT_GE(cases.size(), 300U);
  for (const MalformedCase& one : cases) {
    SCOPED_TRACE(fmt::format("{}: {}\n{}", one.topic, one.name, one.text));
    Diagnostics warnings;
    const auto result = read(one, warnings);
    ASSERT_FALSE(result);
    const Diagnostics& found = result.error();
    ASSERT_FALSE(one.expected.empty());
    for (std::size_t i = 0; i < one.expected.size(); ++i) {
      ASSERT_LT(i, found.size()) << render(found);
      EXPECT_EQ(fmt::format("{}:{} {}", found[i].at.line, found[i].at.column, found[i].code),
                one.expected[i])
          << render(found);
    }
    for (const Diagnostic& finding : found) {
      EXPECT_EQ(finding.at.file, "case.yaml") << render(finding);
      EXPECT_EQ(finding.severity, Severity::error) << render(finding);
      EXPECT_TRUE(known.count(finding.code) > 0) << render(finding);
      EXPECT_FALSE(finding.message.empty()) << render(finding);
      EXPECT_FALSE(finding.hint.empty()) << render(finding);
    }
  }
}

TEST(Malformed, EveryFindingShowsTheLineItStandsOn) {
  for (const MalformedCase& one : malformed_cases()) {
    Diagnostics warnings;
    const auto result = read(one, warnings);
    ASSERT_FALSE(result);
    for (const Diagnostic& finding : result.error()) {
      std::size_t start = 0;
      for (std::uint32_t line = 1; line < finding.at.line; ++line) {
        start = one.text.find('\n', start) + 1;
      }
      std::string line = one.text.substr(start, one.text.find('\n', start) - start);
      EXPECT_EQ(finding.excerpt, line) << one.name;
    }
  }
}

TEST(Malformed, CodesAreInOrderOnceAndExplained) {
  std::string last;
  for (const CodeInfo& info : authoring_codes()) {
    const std::string family = info.code.front() == 'Y' ? "0" : "1";
    EXPECT_LT(last, family + std::string{info.code});
    last = family + std::string{info.code};
    EXPECT_EQ(info.code.size(), 4U);
    EXPECT_FALSE(info.title.empty());
    EXPECT_GT(info.why.size(), 20U);
    EXPECT_GT(info.fix.size(), 5U);
  }
}

}  // namespace
}  // namespace betledger::ledger
