#include "ledger/text/yaml.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"
#include "ledger/text/yaml_write.h"

#include "tests/ledger/codec/random.h"

namespace betledger::ledger {
namespace {

std::string as_json(const std::string& text) {
  const auto node = parse_yaml(text, "x.yaml");
  return node ? write_json(*node) : render(node.error());
}

std::string first_error(const std::string& text) {
  const auto node = parse_yaml(text, "x.yaml");
  if (node) {
    return "accepted";
  }
  const Diagnostic& why = node.error().front();
  return std::to_string(why.at.line) + ":" + std::to_string(why.at.column) + " " + why.code;
}

TEST(Yaml, ReadsTheFormsOfTheSubset) {
  struct Form {
    std::string yaml;
    std::string json;
  };
  const std::vector<Form> forms{
      {"a: 1\nb: two words\n", R"({"a":1,"b":"two words"})"},
      {"a:\n  b:\n    c: x\nd: y\n", R"({"a":{"b":{"c":"x"}},"d":"y"})"},
      {"- a\n- b\n", R"(["a","b"])"},
      {"k:\n- a\n- b\nl: c\n", R"({"k":["a","b"],"l":"c"})"},
      {"k:\n  - a: 1\n    b: 2\n  - c: 3\n", R"({"k":[{"a":1,"b":2},{"c":3}]})"},
      {"- - a\n  - b\n- c\n", R"([["a","b"],"c"])"},
      {"{a: 1, b: [x, y], c: {d: e}}\n", R"({"a":1,"b":["x","y"],"c":{"d":"e"}})"},
      {"a: {\n  b: 1,\n  c: 2,\n}\n", R"({"a":{"b":1,"c":2}})"},
      {"a: [\n  x,\n  y\n  ]\n", R"({"a":["x","y"]})"},
      {"a: []\nb: {}\n", R"({"a":[],"b":{}})"},
      {"a:\nb: ~\nc: null\n", R"({"a":null,"b":null,"c":null})"},
      {"a: 'it''s'\nb: \"x\\ty\\u00e9\\\"\"\n", R"({"a":"it's","b":"x\tyé\""})"},
      {"a: \"two\n  lines\"\n", R"({"a":"two lines"})"},
      {"a: two\n  lines\n  of text\nb: c\n", R"({"a":"two lines of text","b":"c"})"},
      {"a: |\n  x\n   y\n\n  z\nb: >-\n  p\n  q\n", R"({"a":"x\n y\n\nz\n","b":"p q"})"},
      {"a: |\n  key: - [ \" not yaml\nb: c\n", R"({"a":"key: - [ \" not yaml\n","b":"c"})"},
      {"# c\na: 1 # c\n\n  # c\nb: x#y # c\n", R"({"a":1,"b":"x#y"})"},
      {"a: [x, # c\n  y] # c\n", R"({"a":["x","y"]})"},
      {"---\na: 1\n...\n", R"({"a":1})"},
      {"--- # start\na: 1\n", R"({"a":1})"},
      {"\xEF\xBB\xBF"
       "a: é\r\nb: [☃, 🎯]\r\n",
       R"({"a":"é","b":["☃","🎯"]})"},
      {"a: lift < 1% after 5w\n", R"({"a":"lift < 1% after 5w"})"},
      {"a: http://x.y/z?q=1:2\n", R"({"a":"http://x.y/z?q=1:2"})"},
      {"a: x - y\nb: -5\nc: --x\nd: ?x\ne: :x\n",
       R"({"a":"x - y","b":-5,"c":"--x","d":"?x","e":":x"})"},
      {"stop when: x\n\"quoted key\": y\n", R"({"stop when":"x","quoted key":"y"})"},
      {"a: say \"hi\" it's\n", R"({"a":"say \"hi\" it's"})"},
      {"a: pert(1%, 3%, 8%)\nb: [\"pert(1%, 3%)\"]\n",
       R"j({"a":"pert(1%, 3%, 8%)","b":["pert(1%, 3%)"]})j"},
      {"{\"a\":1,\"b\":[true,null]}", R"({"a":1,"b":[true,null]})"},
      {"", "null"},
      {"# only a comment\n", "null"},
      {"just text", R"("just text")"},
      {"a : 1\n", R"({"a":1})"},
      {"a:\t1\n", R"({"a":1})"},
  };
  for (const Form& form : forms) {
    EXPECT_EQ(as_json(form.yaml), form.json) << form.yaml;
  }
}

TEST(Yaml, NodesKnowWhereTheyStand) {
  const auto node =
      parse_yaml("tree: é\nmetrics:\n  x: {a: \"q\", b: [1, é, 2]}\nt: |\n  text\n", "x.yaml");
  ASSERT_TRUE(node);
  const auto at = [](std::uint32_t line, std::uint32_t column) {
    return Position{"x.yaml", line, column};
  };
  EXPECT_EQ(node->members[0].key_at, at(1, 1));
  EXPECT_EQ(node->members[0].value.at, at(1, 7));
  const Member& x = node->members[1].value.members[0];
  EXPECT_EQ(x.key_at, at(3, 3));
  EXPECT_EQ(x.value.at, at(3, 6));
  EXPECT_EQ(x.value.members[0].value.at, at(3, 11)) << "inside the quotes";
  EXPECT_EQ(x.value.members[1].key_at, at(3, 15));
  EXPECT_EQ(x.value.members[1].value.items[2].at, at(3, 25));
  EXPECT_EQ(node->members[2].value.at, at(5, 3)) << "a block text where it starts";
}

TEST(Yaml, QuotedTextsAreToldFromPlainOnes) {
  const auto node = parse_yaml("a: 1\nb: '1'\nc: |\n  1\n", "x.yaml");
  ASSERT_TRUE(node);
  EXPECT_FALSE(node->members[0].value.quoted);
  EXPECT_TRUE(node->members[1].value.quoted);
  EXPECT_TRUE(node->members[2].value.quoted);
}

TEST(Yaml, LimitsHold) {
  EXPECT_EQ(first_error("a: " + std::string(4U << 20U, 'x')), "1:1 Y001");
  std::string list = "[";
  for (int i = 0; i < 200'000; ++i) {
    list += "1,";
  }
  EXPECT_EQ(first_error(list + "1]"), "1:" + std::to_string(list.size() - 1) + " Y015");
  EXPECT_EQ(first_error(std::string(33, '[') + std::string(33, ']')), "1:33 Y014");
  EXPECT_EQ(first_error(std::string(32, '[') + std::string(32, ']')), "accepted");
  EXPECT_EQ(first_error(std::string(100'000, '[')), "1:33 Y014");
  EXPECT_EQ(first_error(std::string(100'000, '{')), "1:33 Y014");
}

TEST(Yaml, AllErrorsThatCanBeToldApartAreReported) {
  const auto node =
      parse_yaml("a: &x 1\nb: \"\\q\"\n\tc: 2\nd: [1, 2\ne: 3: 4\nf: 'open\ng: {x: 1]\n", "x.yaml");
  ASSERT_FALSE(node);
  std::string codes;
  for (const Diagnostic& found : node.error()) {
    codes += found.code + " ";
  }
  EXPECT_EQ(codes, "Y006 Y024 Y005 Y020 Y018 Y021 Y013 Y018 ");
}

TEST(Yaml, CanonicalFormQuotesOnlyWhatNeedsIt) {
  const auto line = [](const std::string& text, bool is_text) {
    return write_yaml_line(is_text ? Node::string(text) : Node::scalar(text));
  };
  EXPECT_EQ(line("Net revenue", true), "Net revenue");
  EXPECT_EQ(line("12", true), "\"12\"");
  EXPECT_EQ(line("12", false), "12");
  EXPECT_EQ(line("true", true), "\"true\"");
  EXPECT_EQ(line("no", true), "\"no\"");
  EXPECT_EQ(line("3%", true), "3%");
  EXPECT_EQ(line("", true), "\"\"");
  EXPECT_EQ(line("a, b", true), "\"a, b\"");
  EXPECT_EQ(line("a: b", true), "\"a: b\"");
  EXPECT_EQ(line("say \"a, b\"", true), "'say \"a, b\"'");
  EXPECT_EQ(line("it's [x]", true), "\"it's [x]\"");
  EXPECT_EQ(line("two\nlines", true), "\"two\\nlines\"");
  EXPECT_EQ(line("bell\x07", true), "\"bell\\x07\"");
  EXPECT_EQ(line("turn\u202e", true), "\"turn\\u202e\"");
  EXPECT_EQ(line("-5", false), "-5");
  EXPECT_EQ(line("- 5", true), "\"- 5\"");
}

TEST(Yaml, CanonicalFormOfAFile) {
  const std::string text =
      "tree: Shop\n"
      "confidence: {high: 0.9, low: 0.3}\n"
      "metrics:\n"
      "  orders:\n"
      "    definition: Orders placed, and not cancelled\n"
      "    rollup: {weighted by: buyers}\n"
      "  buyers: {}\n"
      "links:\n"
      "  - {from: a, to: b, elasticity: {p10: 0.05, p90: 0.4}}\n"
      "  - from: a_metric_with_a_long_key\n"
      "    to: another_metric_with_a_long_key\n"
      "    evidence: a text that does not fit any more beside the others on a line\n"
      "needs: [a, b]\n"
      "none: []\n";
  const auto node = parse_yaml(text, "x.yaml");
  ASSERT_TRUE(node) << render(node.error());
  EXPECT_EQ(write_yaml(*node), text);
}

TEST(Yaml, WhatIsWrittenIsReadBackTheSame) {
  Random random{1};
  for (int i = 0; i < 4000; ++i) {
    const Node node = random_node(random, 4);
    const std::string text = write_yaml(node);
    const auto back = parse_yaml(text, "x.yaml");
    ASSERT_TRUE(back) << text << render(back.error());
    ASSERT_TRUE(back->same_as(node)) << text;
    const auto line = parse_yaml(write_yaml_line(node), "x.yaml");
    ASSERT_TRUE(line) << text << render(line.error());
    ASSERT_TRUE(line->same_as(node)) << text;
    const auto json = parse_json(write_json(node), "x.json");
    ASSERT_TRUE(json) << write_json(node);
    ASSERT_TRUE(json->same_as(node)) << write_json(node);
    const auto indented = parse_json(write_json_indented(node), "x.json");
    ASSERT_TRUE(indented) << write_json_indented(node);
    ASSERT_TRUE(indented->same_as(node)) << write_json_indented(node);
  }
}

}  // namespace
}  // namespace betledger::ledger
