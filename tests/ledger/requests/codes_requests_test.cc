#include "ledger/requests/codes_requests.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace betledger::ledger {
namespace {

namespace fs = std::filesystem;

// A code that the sources give and the catalogue lacks could not be explained; one that nobody
// gives would be dead.
TEST(RequestCodes, AreThoseThatTheSourcesGive) {
  const fs::path folder = fs::path{BET_TEST_DATA} / ".." / ".." / "ledger";
  const std::regex code{"\"(U[0-9]{3})\""};
  std::set<std::string> given;
  for (const auto& file : fs::recursive_directory_iterator{folder}) {
    if (file.path().extension() != ".cc" || file.path().filename() == "codes_requests.cc") {
      continue;
    }
    std::ifstream in{file.path()};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    for (std::sregex_iterator found{text.begin(), text.end(), code}, end; found != end; ++found) {
      given.insert((*found)[1]);
    }
  }
  std::set<std::string> listed;
  for (const CodeInfo& info : request_codes()) {
    EXPECT_TRUE(listed.emplace(info.code).second) << info.code << " twice";
    EXPECT_FALSE(info.title.empty()) << info.code;
    EXPECT_FALSE(info.why.empty()) << info.code;
    EXPECT_FALSE(info.fix.empty()) << info.code;
  }
  EXPECT_EQ(given, listed);
}

}  // namespace
}  // namespace betledger::ledger
