#include <string>

#include <gtest/gtest.h>

#include "ledger/authoring/authored.h"
#include "ledger/authoring/proposal.h"
#include "ledger/text/json_text.h"
#include "ledger/text/yaml.h"

#include "tests/ledger/authoring/malformed_cases.h"
#include "tests/ledger/codec/random.h"
#include "tests/support/files.h"

namespace betledger::ledger {
namespace {

std::string file(const std::string& name) {
  std::string text = read_file(project_file("examples/" + name));
  EXPECT_FALSE(text.empty()) << name;
  return text;
}

std::string mutated(Random& random, std::string text, const std::vector<std::string>& corpus) {
  static const std::vector<std::string> bits{"\"",   "'",
                                             "{",    "}",
                                             "[",    "]",
                                             ":",    ": ",
                                             "- ",   ",",
                                             "\n",   "\t",
                                             " ",    "#",
                                             "&a",   "*a",
                                             "!",    "|\n",
                                             ">",    "%",
                                             "\\",   "?",
                                             "<<: ", "---\n",
                                             "\xC3", std::string(1, '\0'),
                                             "\r",   "1e999",
                                             "NaN",  "pp",
                                             "(",    ")",
                                             "é",    "\xEF\xBB\xBF"};
  for (std::size_t i = 1 + random.below(4); i > 0 && !text.empty(); --i) {
    const std::size_t at = random.below(text.size());
    switch (random.below(6)) {
      case 0:
        text.erase(at, 1 + random.below(20));
        break;
      case 1:
        text.insert(at, random.pick(bits));
        break;
      case 2:
        text[at] = static_cast<char>(random.below(256));
        break;
      case 3:
        text.resize(at);
        break;
      case 4: {
        const std::string& other = random.pick(corpus);
        const std::size_t from = random.below(other.size());
        text.insert(at, other.substr(from, random.below(200)));
        break;
      }
      default:
        text.replace(at, 1, random.pick(bits));
        break;
    }
  }
  return text;
}

void expect_in_range(const Diagnostics& found, const std::string& name, const std::string& text) {
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const Diagnostic& finding : found) {
    ASSERT_FALSE(finding.code.empty());
    ASSERT_FALSE(finding.message.empty());
    ASSERT_FALSE(render(finding).empty());
    if (finding.at.file == name) {
      ASSERT_GE(finding.at.line, 1U) << render(finding) << text;
      ASSERT_LE(finding.at.line, lines) << render(finding) << text;
      ASSERT_GE(finding.at.column, 1U) << render(finding) << text;
    }
  }
}

TEST(Hostile, MutatedExamplesAreReadOrRefusedInRangeAndNeverCrash) {
  const std::vector<std::string> trees{file("store/tree.yaml"), file("tutorial/tree.yaml")};
  const std::vector<std::string> bets{file("store/bets.yaml"), file("tutorial/bets.yaml")};
  std::vector<std::string> corpus = trees;
  corpus.insert(corpus.end(), bets.begin(), bets.end());
  Random random{8};
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (int i = 0; i < 1500; ++i) {
    const std::size_t which = random.below(2);
    const bool tree = random.chance(0.5);
    const std::string text = mutated(random, tree ? trees[which] : bets[which], corpus);
    std::vector<AuthoredFile> files{{"a.yaml", tree ? text : trees[which]}};
    files.push_back({"b.yaml", tree ? bets[which] : text});
    Diagnostics warnings;
    const auto result = read_authored(files, Book{}, warnings);
    expect_in_range(warnings, tree ? "a.yaml" : "b.yaml", text);
    if (result) {
      ++accepted;
      static_cast<void>(propose(Book{}, *result));
    } else {
      ++refused;
      expect_in_range(result.error(), tree ? "a.yaml" : "b.yaml", text);
    }
    if (HasFatalFailure()) {
      FAIL() << text;
    }
  }
  EXPECT_GT(accepted, 50U);
  EXPECT_GT(refused, 750U);
}

TEST(Hostile, PrefixesOfTheExamplesAreRefusedOrRead) {
  const std::string tree = file("tutorial/tree.yaml");
  const std::string bets = file("tutorial/bets.yaml");
  for (std::size_t size = 0; size < bets.size(); size += 1 + size % 3) {
    const std::string text = bets.substr(0, size);
    Diagnostics warnings;
    const auto result = read_authored({{"tree.yaml", tree}, {"bets.yaml", text}}, Book{}, warnings);
    if (!result) {
      expect_in_range(result.error(), "bets.yaml", text);
    }
  }
}

TEST(Hostile, RandomBytesAndRandomTokens) {
  Random random{9};
  for (int i = 0; i < 4000; ++i) {
    std::string text;
    for (std::size_t n = random.below(60); n > 0; --n) {
      text +=
          random.chance(0.2) ? std::string(1, static_cast<char>(random.below(256))) : random.text();
      text += random.chance(0.2) ? "\n" + std::string(random.below(5), ' ') : "";
    }
    for (const auto& result : {parse_yaml(text, "x"), parse_json(text, "x")}) {
      if (!result) {
        expect_in_range(result.error(), "x", text);
      }
    }
  }
}

TEST(Hostile, WhatTheScannerLetsPassYamlCppReads) {
  Random random{10};
  const std::string source = file("store/bets.yaml");
  int left_to_the_library = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto node = parse_yaml(mutated(random, source, {source}), "x");
    if (!node) {
      for (const Diagnostic& finding : node.error()) {
        left_to_the_library += finding.message.substr(0, 16) == "this is not YAML" ? 1 : 0;
      }
    }
  }
  EXPECT_LE(left_to_the_library, 15);
}

}  // namespace
}  // namespace betledger::ledger
