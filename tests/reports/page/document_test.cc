#include "reports/page/document.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "reports/page/csv.h"
#include "reports/page/figures.h"
#include "reports/page/json_page.h"
#include "reports/page/width.h"
#include "reports/plan/fan_chart.h"

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
  EXPECT_EQ(with_error(128380.053227, 1.3e-11), "128,380");  // what arithmetic leaves
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

/// The widest line, and the text without blanks and line ends.
std::pair<std::size_t, std::string> pressed(const std::string& text) {
  std::size_t widest = 0;
  std::string letters;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    widest = std::max(widest, display_width(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  std::copy_if(text.begin(), text.end(), std::back_inserter(letters), [](char c) {
    return c != ' ' && c != '\n';
  });
  return {widest, letters};
}

TEST(DocumentText, WrapsTheWidestLeftColumnsUnderThemselvesAndLosesNothing) {
  Document page;
  page.table(
      {{{"name"}, {"words"}, {"value", Align::right}},
       {{"key", "one two three four five six seven eight nine ten eleven twelve thirteen", "1"},
        {"a_rather_long_key", "short", "1,000"}}});
  const std::string text = page.to_text({60, false});
  EXPECT_EQ(text,
            "  name               words                             value\n"
            "  key                one two three four five six           1\n"
            "                     seven eight nine ten eleven\n"
            "                     twelve thirteen\n"
            "  a_rather_long_key  short                             1,000\n");
}

TEST(DocumentText, LongTextsOfTheLastColumnGoBelowTheirRow) {
  Document page;
  page.table({{{"key"}, {"a number", Align::right}, {"another", Align::right}, {"words"}},
              {{"first_long_key",
                "1",
                "2",
                "rises by 3 % to 25 % in 8 of 10 cases, with a median of 8 % and a mean of 9 %"},
               {"other", "1", "2", "-"}}});
  EXPECT_EQ(page.to_text({60, false}),
            "  key             a number  another\n"
            "      words\n"
            "  first_long_key         1        2\n"
            "      rises by 3 % to 25 % in 8 of 10 cases, with a median\n"
            "      of 8 % and a mean of 9 %\n"
            "  other                  1        2\n"
            "      -\n");
}

TEST(DocumentText, ANumberKeepsItsPerCent) {
  Document page;
  page.table(
      {{{"key"}, {"words"}}, {{std::string(30, 'k'), "lifts by at least 25 % in eight of ten"}}});
  EXPECT_EQ(page.to_text({52, false}).find("25\n"), std::string::npos);
}

TEST(DocumentText, BreaksAWordOnlyWhereItIsWiderThanThePage) {
  Document page;
  page.table({{{"name"}, {"value", Align::right}}, {{std::string(200, 'x') + "é", "1"}}});
  const auto [widest, letters] = pressed(page.to_text({80, false}));
  EXPECT_LE(widest, 80U);
  EXPECT_EQ(std::count(letters.begin(), letters.end(), 'x'), 200);
  EXPECT_NE(letters.find("é"), std::string::npos);
  EXPECT_EQ(letters.find("…"), std::string::npos);
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
  EXPECT_NE(text.find("\\<img src=x> \\[a\\](b) \\| \\`c\\`"), std::string::npos) << text;
}

TEST(DocumentMarkdown, LeavesWhatCanOnlyMeanItself) {
  Document page;
  page.paragraph("net_revenue >= 1,750,000! reach->orders & more #1 ~5");
  page.paragraph("_a_ __b__ ![c](d) &amp; ~~e~~ *f*");
  page.list({"> quote", "# heading"});
  EXPECT_EQ(page.to_markdown(),
            "net_revenue >= 1,750,000! reach->orders & more #1 ~5\n\n"
            "\\_a\\_ \\_\\_b\\_\\_ \\!\\[c\\](d) \\&amp; \\~\\~e\\~\\~ \\*f\\*\n\n"
            "- \\> quote\n- \\# heading\n");
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
