#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "ledger/text/json_text.h"
#include "ledger/text/json_write.h"

namespace betledger::ledger {
namespace {

std::string round_trip(const std::string& text) {
  const auto node = parse_json(text, "x.json");
  return node ? write_json(*node) : render(node.error());
}

TEST(Json, KeepsTheTextOfNumbersAndTheOrderOfMembers) {
  for (const char* text :
       {R"({"b":1,"a":-0,"c":1e5,"d":0.10,"e":123456789012345678901234567890,"f":-1.5E-3})",
        R"([true,false,null,"true","12","",{},[],[[1],[2,[3]]]])",
        R"({"a \"quoted\" key":"tab\tnew\nline\\ \u0001 \u007f é ☃ 🎯"})",
        "3",
        R"("text")"}) {
    EXPECT_EQ(round_trip(text), text);
  }
}

TEST(Json, WrittenFormHasNoSpaces) {
  EXPECT_EQ(round_trip(" { \"a\" : [ 1 , 2.5 ] ,\r\n\t\"b\" : { } } \n"),
            R"({"a":[1,2.5],"b":{}})");
  EXPECT_EQ(round_trip(R"("\u00e9\/\ud83c\udfaf")"), "\"é/🎯\"");
}

TEST(Json, APlainScalarThatIsNoJsonNumberIsWrittenAsAString) {
  Node node = Node::mapping();
  node.add("a", Node::scalar("3%"));
  node.add("b", Node::scalar("-0.5"));
  node.add("c", Node::scalar("007"));
  node.add("d", Node::scalar("1."));
  node.add("e", Node::scalar("true"));
  node.add("f", Node::string("12"));
  node.add("g", Node::scalar("null"));
  node.add("h", {});
  const std::string text = write_json(node);
  EXPECT_EQ(text,
            R"({"a":"3%","b":-0.5,"c":"007","d":"1.","e":true,"f":"12","g":"null","h":null})");
  const auto back = parse_json(text, "x.json");
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->same_as(node));
}

TEST(Json, NodesKnowWhereTheyStand) {
  const auto node = parse_json("{\"é\": [10, \"x\\\"y\",\n  {\"k\": true}]}", "x.json");
  ASSERT_TRUE(node);
  const Member& member = node->members.at(0);
  EXPECT_EQ(member.key_at, (Position{"x.json", 1, 2}));
  EXPECT_EQ(member.value.at, (Position{"x.json", 1, 7}));
  EXPECT_EQ(member.value.items.at(0).at, (Position{"x.json", 1, 8}));
  EXPECT_EQ(member.value.items.at(1).at, (Position{"x.json", 1, 13}));
  EXPECT_EQ(member.value.items.at(2).at, (Position{"x.json", 2, 3}));
  EXPECT_EQ(member.value.items.at(2).members.at(0).value.at, (Position{"x.json", 2, 9}));
}

struct Refused {
  std::string text;
  std::string code;
  std::uint32_t line;
  std::uint32_t column;
};

TEST(Json, RefusesWhatIsNotStrictJsonWhereItStands) {
  const std::vector<Refused> cases{
      {"", "Y030", 1, 1},
      {"{\"a\":1", "Y030", 1, 7},
      {"{\"a\":1,}", "Y030", 1, 8},
      {"[1 2]", "Y030", 1, 4},
      {"{\"a\":NaN}", "Y030", 1, 6},
      {"[1]\n[2]", "Y030", 2, 1},
      {"[01]", "Y030", 1, 3},
      {"[1e999]", "Y030", 1, 6},
      {"// no\n1", "Y030", 1, 1},
      {"{\"a\":1,\n \"a\":2}", "Y010", 2, 2},
      {"\"\xC3(\"", "Y002", 1, 2},
      {"\xEF\xBB\xBF{}", "Y003", 1, 1},
      {std::string("{}\0x", 4), "Y004", 1, 3},
      {"\"\\ud800\"", "Y030", 1, 8},
      {std::string(33, '[') + std::string(33, ']'), "Y014", 1, 33},
  };
  for (const Refused& refused : cases) {
    const auto node = parse_json(refused.text, "x.json");
    ASSERT_FALSE(node) << refused.text;
    const Diagnostic& why = node.error().front();
    EXPECT_EQ(why.code, refused.code) << refused.text;
    EXPECT_EQ(why.at.line, refused.line) << render(why);
    EXPECT_EQ(why.at.column, refused.column) << render(why);
    EXPECT_FALSE(why.message.empty());
    EXPECT_FALSE(why.hint.empty());
  }
  EXPECT_TRUE(parse_json(std::string(32, '[') + std::string(32, ']'), "x.json"));
}

TEST(Json, PlacesInALongLineAreFoundFastEnoughToReadAMillionNumbers) {
  std::string text = "[";
  for (int i = 0; i < 1'000'000; ++i) {
    text += std::to_string(i) + ",";
  }
  text.back() = ']';
  const auto node = parse_json(text, "x.json");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->items.back().at.column, text.size() - 6);
  EXPECT_EQ(write_json(*node), text);
}

}  // namespace
}  // namespace betledger::ledger
