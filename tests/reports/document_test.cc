#include "reports/document.h"

#include <cmath>

#include <gtest/gtest.h>

#include "reports/fan_chart.h"
#include "reports/json_page.h"

namespace betledger::reports {
namespace {

TEST(CsvLine, QuotesWhatRfc4180AsksFor) {
  const std::vector<std::string> fields{"a,b", "say \"yes\"", "two\nlines", "plain", ""};
  EXPECT_EQ(csv_line(fields), "\"a,b\",\"say \"\"yes\"\"\",\"two\nlines\",plain,\n");
}

TEST(CsvLine, DisarmsWhatASpreadsheetWouldRun) {
  const std::vector<std::string> fields{"=1+1", "+cmd", "-x", "@sum", "-1.5", "+2"};
  EXPECT_EQ(csv_line(fields), "'=1+1,'+cmd,'-x,'@sum,-1.5,+2\n");
}

TEST(WithError, RoundsToWhatTheStandardErrorSupports) {
  EXPECT_EQ(with_error(12345.678, 241.0), "12,350 ± 240");
  EXPECT_EQ(with_error(-0.012345, 0.00021), "-0.01235 ± 0.00021");
  EXPECT_EQ(with_error(3.0, 100.0), "0 ± 100");
}

TEST(DocumentText, EscapesTerminalControlsOfHostileTitles) {
  Document page;
  page.title("red \x1b[31m alert");
  page.table({{{"metric"}}, {{"bell \x07"}}});
  const std::string text = page.to_text({});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
}

TEST(DocumentText, CutsTheWidestLeftColumnToTheWidth) {
  Document page;
  page.table({{{"name"}, {"value", Align::right}}, {{std::string(200, 'x'), "1"}}});
  const std::string text = page.to_text({80, false});
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    EXPECT_LE(display_width(text.substr(begin, end - begin)), 80U);
    begin = end + 1;
  }
  EXPECT_NE(text.find("…"), std::string::npos);
}

TEST(DocumentText, ColourIsOffUnlessAskedFor) {
  Document page;
  page.title("T");
  EXPECT_EQ(page.to_text({}).find('\x1b'), std::string::npos);
  EXPECT_NE(page.to_text({100, true}).find('\x1b'), std::string::npos);
}

TEST(DocumentMarkdown, OpensNeitherTagsNorLinksNorCells) {
  Document page;
  page.table({{{"note"}}, {{"<img src=x> [a](b) | `c`"}}});
  const std::string text = page.to_markdown();
  EXPECT_NE(text.find("\\<img src=x\\> \\[a\\](b) \\| \\`c\\`"), std::string::npos) << text;
}

TEST(DocumentMarkdown, AlignsNumbersRight) {
  Document page;
  page.table({{{"a"}, {"b", Align::right}}, {{"x", "1"}}});
  EXPECT_EQ(page.to_markdown(), "| a | b |\n| --- | ---: |\n| x | 1 |\n");
}

TEST(Pad, CountsCodePointsNotBytes) {
  EXPECT_EQ(pad("é", 3), "é  ");
  EXPECT_EQ(pad("é", 3, Align::right), "  é");
}

TEST(FanChart, MedianLiesInsideItsBands) {
  forecast::PeriodFan period;
  period.start = *parse_day("2026-01-05");
  period.with.quantiles = {0, 1, 2, 5, 8, 9, 10};
  period.without.quantiles = period.with.quantiles;
  const auto lines = fan_chart({period}, 11);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NE(lines[0].find("·─━━━●━━━─·"), std::string::npos) << lines[0];
}

TEST(SwingBar, MarksTheMiddle) {
  EXPECT_EQ(swing_bar(2, 4, {0, 5, 10, 10}), "  ━━━│");
}

TEST(ToJson, KeepsShortObjectsOnALineAndIndentsLongOnes) {
  ledger::Node inner = ledger::Node::mapping();
  inner.add("x", json::number(0.5));
  ledger::Node node = ledger::Node::mapping();
  node.add("short", inner);
  EXPECT_EQ(to_json(node), "{\"short\":{\"x\":0.5}}\n");
  node.add("long", json::text(std::string(120, 'y')));
  EXPECT_EQ(to_json(node),
            "{\n  \"short\": {\"x\":0.5},\n  \"long\": \"" + std::string(120, 'y') + "\"\n}\n");
}

TEST(Shares, WhereAllRunsAgreeSayWhatThatLeavesRoomFor) {
  const double se = std::sqrt(0.5) / 20'000;
  EXPECT_EQ(share_with_error(1, se), "> 99.98%");
  EXPECT_EQ(share_with_error(0, se), "< 0.02%");
  EXPECT_EQ(share_with_error(0.602, 0.0034), "60.2% ± 0.3");
  EXPECT_EQ(share_percent(1, std::sqrt(0.5) / 100), "> 97%");
  EXPECT_EQ(share_percent(0, std::sqrt(0.5) / 2'000), "< 0.2%");
  EXPECT_EQ(share_percent(0.9996, 0.0001), "> 99%");
  EXPECT_EQ(share_percent(0.0004, 0.0001), "< 1%");
  EXPECT_EQ(share_percent(0.27, 0.01), "27%");
}

}  // namespace
}  // namespace betledger::reports
