#include "core/diagnostic.h"

#include <string>

#include <gtest/gtest.h>

#include "core/text.h"

namespace betledger {
namespace {

Diagnostic sample() {
  return {.code = "A004",
          .severity = Severity::error,
          .at = {"tree.yaml", 12, 9},
          .excerpt = "    unit: GPB",
          .message = "no such unit: GPB",
          .hint = "did you mean GBP?"};
}

TEST(Diagnostic, ShowsPlaceLineCaretAndWayOut) {
  EXPECT_EQ(render(sample()),
            "tree.yaml:12:9: error: no such unit: GPB [A004]\n"
            "        unit: GPB\n"
            "            ^\n"
            "  hint: did you mean GBP?\n");
}

TEST(Diagnostic, LeavesOutWhatIsNotKnown) {
  Diagnostic diagnostic = sample();
  diagnostic.at.column = 0;
  EXPECT_EQ(render(diagnostic),
            "tree.yaml:12: error: no such unit: GPB [A004]\n"
            "        unit: GPB\n"
            "  hint: did you mean GBP?\n");
  diagnostic.at.line = 0;
  diagnostic.excerpt.clear();
  diagnostic.hint.clear();
  diagnostic.severity = Severity::warning;
  EXPECT_EQ(render(diagnostic), "tree.yaml: warning: no such unit: GPB [A004]\n");
  diagnostic.at.file.clear();
  diagnostic.code.clear();
  diagnostic.severity = Severity::note;
  EXPECT_EQ(render(diagnostic), "note: no such unit: GPB\n");
}

TEST(Diagnostic, CaretCountsCodePointsAndKeepsTabs) {
  Diagnostic diagnostic = sample();
  diagnostic.excerpt = "\tüñ: x";
  diagnostic.at.column = 6;
  diagnostic.hint.clear();
  EXPECT_EQ(render(diagnostic),
            "tree.yaml:12:6: error: no such unit: GPB [A004]\n"
            "    \tüñ: x\n"
            "    \t    ^\n");
}

TEST(Diagnostic, CaretPastTheEndStandsBehindTheLine) {
  Diagnostic diagnostic = sample();
  diagnostic.excerpt = "ab";
  diagnostic.at.column = 99;
  diagnostic.hint.clear();
  EXPECT_EQ(render(diagnostic),
            "tree.yaml:12:99: error: no such unit: GPB [A004]\n"
            "    ab\n"
            "      ^\n");
}

TEST(Diagnostic, HostileTextIsEscapedAndTheCaretFollows) {
  Diagnostic diagnostic = sample();
  diagnostic.at = {"evil\x1b[2J\n.yaml", 1, 3};
  diagnostic.excerpt =
      "\x1b"
      "a!\xff";
  diagnostic.message = "bad\nerror: forged";
  diagnostic.hint = "a \x07 bell";
  EXPECT_EQ(render(diagnostic),
            "evil\\x1b[2J\\x0a.yaml:1:3: error: bad\\x0aerror: forged [A004]\n"
            "    \\x1ba!\\xff\n"
            "         ^\n"
            "  hint: a \\x07 bell\n");
}

TEST(Diagnostic, AnExampleInAHintKeepsItsLines) {
  Diagnostic diagnostic = sample();
  diagnostic.excerpt.clear();
  diagnostic.hint = "say one of\n{p10: 2%, p90: 8%}\n{p5: 2%, p95: 8%}";
  EXPECT_EQ(render(diagnostic),
            "tree.yaml:12:9: error: no such unit: GPB [A004]\n"
            "  hint: say one of\n"
            "        {p10: 2%, p90: 8%}\n"
            "        {p5: 2%, p95: 8%}\n");
}

/// The character of the excerpt above the caret.
char pointed_at(const std::string& text) {
  const auto lines = split_lines(text);
  return lines[1].at(lines[2].find('^'));
}

TEST(Diagnostic, ALongLineIsCutAroundTheCaret) {
  Diagnostic diagnostic = sample();
  diagnostic.hint.clear();
  for (const std::uint32_t column : {1U, 50U, 67U, 68U, 101U, 5000U, 9934U, 9999U, 10000U}) {
    diagnostic.excerpt = std::string(10000, '.');
    diagnostic.excerpt[column - 1] = '#';
    diagnostic.at.column = column;
    const std::string text = render(diagnostic);
    EXPECT_EQ(pointed_at(text), '#') << column;
    for (const std::string_view line : split_lines(text)) {
      EXPECT_LE(line.size(), 110U);
    }
  }
}

TEST(Diagnostic, ManyAreCapped) {
  const Diagnostics many(53,
                         Diagnostic{.code = "F001",
                                    .severity = Severity::error,
                                    .at = {},
                                    .excerpt = {},
                                    .message = "x",
                                    .hint = {}});
  const std::string text = render(many);
  EXPECT_EQ(split_lines(text).size(), 51U);
  EXPECT_EQ(split_lines(text).back(), "and 3 more");
  EXPECT_EQ(split_lines(render(many, 60)).size(), 53U);
  EXPECT_EQ(render(Diagnostics{}), "");
}

TEST(Diagnostic, OnlyErrorsAreErrors) {
  Diagnostic diagnostic = sample();
  diagnostic.severity = Severity::warning;
  EXPECT_FALSE(has_error(Diagnostics{}));
  EXPECT_FALSE(has_error(Diagnostics{diagnostic}));
  EXPECT_TRUE(has_error(Diagnostics{diagnostic, sample()}));
}

}  // namespace
}  // namespace betledger
