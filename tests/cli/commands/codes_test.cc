// Every code that is printed can be explained, and every code that can be explained is given.
#include "cli/commands/codes.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace betledger::cli {
namespace {

namespace fs = std::filesystem;

const fs::path root = project_file("");

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/// Words of a capital letter and three digits.
std::set<std::string> codes_in(const std::string& text) {
  const auto is_digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  std::set<std::string> found;
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    const bool starts = (i == 0 || !is_word(text[i - 1])) && text[i] >= 'A' && text[i] <= 'Z';
    if (starts && is_digit(i + 1) && is_digit(i + 2) && is_digit(i + 3) &&
        (i + 4 == text.size() || !is_word(text[i + 4]))) {
      found.insert(text.substr(i, 4));
    }
  }
  return found;
}

/// Headers and sources of every layer.
std::vector<fs::path> sources() {
  std::vector<fs::path> files;
  for (const char* layer : {"core",
                            "tree",
                            "ledger",
                            "sim",
                            "inference",
                            "forecast",
                            "scenarios",
                            "reports",
                            "betledger",
                            "cli"}) {
    for (const auto& entry : fs::recursive_directory_iterator{root / layer}) {
      if (entry.path().extension() == ".cc" || entry.path().extension() == ".h") {
        files.push_back(entry.path());
      }
    }
  }
  return files;
}

TEST(Codes, AreUniqueOverAllLayersAndComplete) {
  std::set<std::string_view> seen;
  for (const CodeInfo* const info : all_codes()) {
    SCOPED_TRACE(info->code);
    EXPECT_TRUE(seen.insert(info->code).second);
    EXPECT_FALSE(info->title.empty());
    EXPECT_FALSE(info->why.empty());
    EXPECT_FALSE(info->fix.empty());
    EXPECT_EQ(find_code(info->code), info);
  }
}

TEST(Codes, OfEveryGoldenSessionCanBeExplained) {
  std::size_t sessions = 0;
  for (const auto& entry : fs::directory_iterator{root / "tests" / "golden"}) {
    ++sessions;
    for (const std::string& code : codes_in(read_file(entry.path()))) {
      // One session asks for a code that there is not.
      EXPECT_TRUE(find_code(code) != nullptr || code == "Z999")
          << code << " in " << entry.path().filename();
    }
  }
  EXPECT_GT(sessions, 20U);
}

TEST(Codes, OfEverySourceCanBeExplainedAndNoneIsDead) {
  std::set<std::string> given;
  for (const fs::path& file : sources()) {
    const bool is_catalogue = file.filename().string().starts_with("codes");
    for (const std::string& code : codes_in(read_file(file))) {
      EXPECT_NE(find_code(code), nullptr) << code << " in " << file;
      if (!is_catalogue) {
        given.insert(code);
      }
    }
  }
  for (const CodeInfo* const info : all_codes()) {
    EXPECT_TRUE(given.contains(std::string{info->code})) << info->code << " is given nowhere";
  }
}

}  // namespace
}  // namespace betledger::cli
