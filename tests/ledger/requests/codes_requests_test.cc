#include "ledger/requests/codes_requests.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/given_codes.h"

namespace betledger::ledger {
namespace {

// A code that the sources give and the catalogue lacks could not be explained; one that nobody
// gives would be dead.
TEST(RequestCodes, AreThoseThatTheSourcesGive) {
  std::set<std::string> listed;
  for (const CodeInfo& info : request_codes()) {
    EXPECT_TRUE(listed.emplace(info.code).second) << info.code << " twice";
    EXPECT_FALSE(info.title.empty()) << info.code;
    EXPECT_FALSE(info.why.empty()) << info.code;
    EXPECT_FALSE(info.fix.empty()) << info.code;
  }
  EXPECT_EQ(given_codes("ledger", "U", "codes_requests.cc"), listed);
}

}  // namespace
}  // namespace betledger::ledger
