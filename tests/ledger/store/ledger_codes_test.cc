#include <set>
#include <string>

#include <gtest/gtest.h>

#include "ledger/store/codes_store.h"

#include "tests/support/given_codes.h"

namespace betledger::ledger {
namespace {

TEST(StoreCodes, EachIsThereOnceAndSaysWhyAndWhatToDo) {
  std::set<std::string_view> seen;
  for (const CodeInfo& info : store_codes()) {
    EXPECT_TRUE(seen.insert(info.code).second) << info.code << " twice";
    EXPECT_TRUE(info.code.size() == 4 && (info.code[0] == 'L' || info.code[0] == 'C')) << info.code;
    EXPECT_FALSE(info.title.empty()) << info.code;
    EXPECT_FALSE(info.why.empty()) << info.code;
    EXPECT_FALSE(info.fix.empty()) << info.code;
  }
}

// A code that the sources give and the catalogue lacks could not be explained; one that nobody
// gives would be dead.
TEST(StoreCodes, AreThoseThatTheSourcesGive) {
  std::set<std::string> listed;
  for (const CodeInfo& info : store_codes()) {
    listed.emplace(info.code);
  }
  EXPECT_EQ(given_codes("ledger", "LC", "codes_store.cc"), listed);
}

}  // namespace
}  // namespace betledger::ledger
