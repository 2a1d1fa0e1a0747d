#include "core/text.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace betledger {
namespace {

using namespace std::string_literals;

TEST(Text, Utf8IsCheckedToTheByte) {
  EXPECT_EQ(first_bad_utf8(""), std::nullopt);
  EXPECT_EQ(first_bad_utf8("net_revenue £ € 😀"), std::nullopt);
  EXPECT_EQ(first_bad_utf8("\xF4\x8F\xBF\xBF"), std::nullopt) << "U+10FFFF, the last one";

  EXPECT_EQ(first_bad_utf8("ab\x80"), 2U) << "a continuation that continues nothing";
  EXPECT_EQ(first_bad_utf8("ab\xC3"), 2U) << "cut short";
  EXPECT_EQ(first_bad_utf8("\xC0\xAF"), 0U) << "overlong in two bytes";
  EXPECT_EQ(first_bad_utf8("\xC1\xBF"), 0U);
  EXPECT_EQ(first_bad_utf8("\xE0\x9F\xBF"), 0U) << "overlong in three";
  EXPECT_EQ(first_bad_utf8("\xF0\x8F\xBF\xBF"), 0U) << "overlong in four";
  EXPECT_EQ(first_bad_utf8("x\xED\xA0\x80"), 1U) << "a surrogate";
  EXPECT_EQ(first_bad_utf8("\xF4\x90\x80\x80"), 0U) << "past U+10FFFF";
  EXPECT_EQ(first_bad_utf8("\xF8\x88\x80\x80\x80"), 0U) << "five bytes";
  EXPECT_EQ(first_bad_utf8("\xFF"), 0U);
}

TEST(Text, CodePointsAreCountedNotBytes) {
  EXPECT_EQ(count_code_points(""), 0U);
  EXPECT_EQ(count_code_points("abc"), 3U);
  EXPECT_EQ(count_code_points("£€😀"), 3U);
}

TEST(Text, HostileCharactersAreShownNotObeyed) {
  EXPECT_EQ(printable("plain £ text"), "plain £ text");
  EXPECT_EQ(printable("\x1b[31mred\x07"), "\\x1b[31mred\\x07");
  EXPECT_EQ(printable("a\nb\tc\r\x7f\0"s), "a\\x0ab\\x09c\\x0d\\x7f\\x00");
  EXPECT_EQ(printable("\xC2\x9B"
                      "2J"),
            "\\u{009b}2J")
      << "the C1 way to start an escape sequence";
  EXPECT_EQ(printable("a\u202Eb\u2066c\u200Bd\uFEFF"), "a\\u{202e}b\\u{2066}c\\u{200b}d\\u{feff}");
  EXPECT_EQ(printable("a\xFF"
                      "b\xC3"),
            "a\\xffb\\xc3");
}

TEST(Text, PrintableGivesWellformedTextOfAnyBytes) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    for (const int j : {0, 0x41, 0x80, 0xBF, 0xC3, 0xED, 0xF0}) {
      bytes += static_cast<char>(i);
      bytes += static_cast<char>(j);
    }
  }
  const std::string shown = printable(bytes);
  EXPECT_EQ(first_bad_utf8(shown), std::nullopt);
  EXPECT_EQ(printable(shown), shown);
}

TEST(Text, ASlipFindsItsName) {
  const std::vector<std::string> known{"orders", "net_revenue", "new_buyers", "aov"};
  EXPECT_EQ(did_you_mean("order", known), "orders");
  EXPECT_EQ(did_you_mean("odrers", known), "orders") << "two neighbours swapped";
  EXPECT_EQ(did_you_mean("net_revenu", known), "net_revenue");
  EXPECT_EQ(did_you_mean("netrevenue", known), "net_revenue");
  EXPECT_EQ(did_you_mean("new_buyer", known), "new_buyers");
  EXPECT_EQ(did_you_mean("avo", known), "aov");
  EXPECT_EQ(did_you_mean("weather", known), std::nullopt);
  EXPECT_EQ(did_you_mean("", known), std::nullopt);
  EXPECT_EQ(did_you_mean("x", std::vector<std::string>{"y"}), std::nullopt)
      << "one letter for another is no slip when it is the only one";
}

TEST(Text, TheFirstOfEquallyCloseNamesWins) {
  const std::vector<std::string> known{"cat", "bat", "hat"};
  EXPECT_EQ(did_you_mean("rat", known), "cat");
  EXPECT_EQ(did_you_mean("hatt", known), "hat");
}

TEST(Text, AHostileNameCostsNothing) {
  const std::vector<std::string> known(100, std::string(100000, 'a'));
  EXPECT_EQ(did_you_mean(std::string(100000, 'b'), known), std::nullopt);
}

TEST(Text, KeysAreLowerCaseWords) {
  for (const char* key : {"a", "orders", "one_click", "new-buyers-2", "a1"}) {
    EXPECT_TRUE(is_key(key)) << key;
  }
  for (const char* other : {"", "A", "1a", "_a", "-a", "a b", "a.b", "é", "a\n"}) {
    EXPECT_FALSE(is_key(other)) << other;
  }
  EXPECT_TRUE(is_key(std::string(64, 'a')));
  EXPECT_FALSE(is_key(std::string(65, 'a')));
}

TEST(Text, LinesAreSplitWithoutTheirEnds) {
  using Lines = std::vector<std::string_view>;
  EXPECT_EQ(split_lines(""), Lines{});
  EXPECT_EQ(split_lines("a"), Lines{"a"});
  EXPECT_EQ(split_lines("a\n"), Lines{"a"});
  EXPECT_EQ(split_lines("a\r\n\r\nb\n\n"), (Lines{"a", "", "b", ""}));
}

TEST(Text, PartsAreJoined) {
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(join(std::vector<std::string>{"a"}, ", "), "a");
  EXPECT_EQ(join(std::vector<std::string>{"a", "b", "c"}, ", "), "a, b, c");
}

}  // namespace
}  // namespace betledger
