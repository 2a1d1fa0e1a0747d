#include "ledger/text/csv.h"

#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace betledger::ledger {
namespace {

using testing::ElementsAre;

CsvTable read(const std::string& text) {
  const auto table = parse_csv(text, "t.csv");
  EXPECT_TRUE(table) << (table ? "" : render(table.error()));
  return table ? *table : CsvTable{};
}

TEST(Csv, ReadsBareAndQuotedFieldsAndKeepsTheirPlaces) {
  const CsvTable table = read("a,b,c\n1,\"x, \"\"y\"\"\nz\",ü\nä,,\"\"\n");
  EXPECT_EQ(table.delimiter, ',');
  EXPECT_THAT(table.header.fields, ElementsAre("a", "b", "c"));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_THAT(table.rows[0].fields, ElementsAre("1", "x, \"y\"\nz", "ü"));
  EXPECT_EQ(table.rows[0].places[1].line, 2U);
  EXPECT_EQ(table.rows[0].places[1].column, 3U);
  EXPECT_EQ(table.rows[0].places[2].line, 3U);  // the quoted field before it spans two lines
  EXPECT_EQ(table.rows[0].places[2].column, 4U);
  EXPECT_THAT(table.rows[1].fields, ElementsAre("ä", "", ""));
  EXPECT_EQ(table.rows[1].places[1].column, 3U);  // code points, not bytes
}

TEST(Csv, TellsTheDelimiterFromTheHeader) {
  EXPECT_EQ(read("a;b,c\n1;2\n").delimiter, ';');
  EXPECT_EQ(read("\"a;b\",c\n1,2\n").delimiter, ',');
  EXPECT_EQ(read("a\tb\n1\t2\n").delimiter, '\t');
}

TEST(Csv, TakesCrlfByteOrderMarksBlankLinesAndAMissingLastNewline) {
  for (const char* text : {"a,b\r\n1,2\r\n",
                           "\xEF\xBB\xBF"
                           "a,b\n1,2\n",
                           "a,b\n\n1,2\n\n",
                           "\na,b\n1,2",
                           "a,b\n,\n 1 ,2"}) {
    const CsvTable table = read(text);
    EXPECT_THAT(table.header.fields, ElementsAre("a", "b")) << text;
    ASSERT_EQ(table.rows.size(), 1U) << text;
    EXPECT_EQ(table.rows[0].fields[1], "2") << text;
  }
}

struct Malformed {
  const char* text;
  const char* first;  // line:column code of every finding, in order
};

TEST(Csv, NamesEveryFaultAtItsPlace) {
  const std::vector<Malformed> cases{
      {"", "1:1 C004"},
      {" \n\r\n", "1:1 C004"},
      {"date\n2011-01-03\n", "1:1 C005"},
      {"a|b\n1|2\n", "1:1 C005"},
      {"a,b\n1,\"2\n3,4\n", "2:3 C006"},
      {"a,b\n1,\"2\"x\n3,4\n", "2:6 C007"},
      {"a,b\n1,2\"x\n", "2:4 C008"},
      {"a,b\n1\n1,2\n1,2,3\n", "2:1 C009, 4:5 C009"},
      {"a,b\n1,2\x01\n", "2:4 C002"},
      {"a,b\r1,2\n", "1:4 C002"},
      {"a,b\nä,\xFF\n", "2:3 C001"},
      {"\xFF\xFE"
       "a",
       "1:1 C001"},
      {"a,\"b\n1,2\n", "1:3 C006"},
      {"a,b\n\"1\" ,2\n", "2:4 C007"},
  };
  for (const Malformed& malformed : cases) {
    const auto table = parse_csv(malformed.text, "t.csv");
    ASSERT_FALSE(table) << malformed.text;
    std::string found;
    for (const Diagnostic& finding : table.error()) {
      EXPECT_EQ(finding.at.file, "t.csv");
      EXPECT_FALSE(finding.hint.empty()) << finding.message;
      found += (found.empty() ? "" : ", ") + std::to_string(finding.at.line) + ":" +
               std::to_string(finding.at.column) + " " + finding.code;
    }
    EXPECT_EQ(found, malformed.first) << malformed.text;
  }
}

TEST(Csv, RefusesNulBytes) {
  const std::string text{"a,b\n1,\0\n", 8};
  const auto table = parse_csv(text, "t.csv");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error()[0].code, "C002");
  EXPECT_EQ(table.error()[0].at.column, 3U);
}

TEST(Csv, ShowsTheLineUnderAFinding) {
  const auto table = parse_csv("a,b\r\n1,2,3\r\n", "t.csv");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error()[0].excerpt, "1,2,3");
}

TEST(Csv, GivesUpAfterAThousandFaults) {
  std::string text = "a,b\n";
  for (int i = 0; i < 5'000; ++i) {
    text += "1\n";
  }
  const auto table = parse_csv(text, "t.csv");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().size(), 1'001U);
  EXPECT_EQ(table.error().back().code, "C023");
}

TEST(Csv, RefusesFilesPastTheLimit) {
  const std::string text(std::size_t{65} << 20U, 'a');
  const auto table = parse_csv(text, "t.csv");
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error()[0].code, "C003");
}

// Whatever the bytes, reading ends, and what is accepted is rectangular.
TEST(Csv, SurvivesRandomBytes) {
  std::mt19937 random{7};
  const std::string alphabet = "\",;\t\n\r1a.\xC3\xA9";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "a,b\n";
    const auto length = random() % 24;
    for (unsigned j = 0; j < length; ++j) {
      text += alphabet[random() % alphabet.size()];
    }
    const auto table = parse_csv(text, "t.csv");
    if (table) {
      for (const CsvTable::Row& row : table->rows) {
        ASSERT_EQ(row.fields.size(), table->header.fields.size());
        ASSERT_EQ(row.places.size(), row.fields.size());
      }
    } else {
      ASSERT_TRUE(has_error(table.error()));
    }
  }
}

}  // namespace
}  // namespace betledger::ledger
