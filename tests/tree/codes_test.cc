#include "tree/codes.h"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "core/text.h"

namespace betledger::tree {
namespace {

TEST(Codes, AreUniqueAndOfTheLayersFamilies) {
  std::set<std::string> seen;
  for (const CodeInfo& info : codes()) {
    const std::string code{info.code};
    EXPECT_TRUE(seen.insert(code).second) << code;
    ASSERT_EQ(code.size(), 4U);
    EXPECT_NE(std::string{"FTD"}.find(code[0]), std::string::npos) << code;
    EXPECT_EQ(code.find_first_not_of("0123456789", 1), std::string::npos) << code;
  }
  EXPECT_GE(seen.size(), 70U);
}

TEST(Codes, SayWhatWhyAndTheWayOut) {
  for (const CodeInfo& info : codes()) {
    EXPECT_GT(info.title.size(), 5U) << info.code;
    EXPECT_LT(info.title.size(), 60U) << info.code;
    EXPECT_NE(info.title.back(), '.') << info.code;
    for (const std::string_view text : {info.why, info.fix}) {
      EXPECT_GT(text.size(), 20U) << info.code;
      EXPECT_EQ(text.back(), '.') << info.code;
      EXPECT_EQ(text.find("  "), std::string_view::npos) << info.code;
      EXPECT_FALSE(first_bad_utf8(text).has_value()) << info.code;
    }
  }
}

}  // namespace
}  // namespace betledger::tree
