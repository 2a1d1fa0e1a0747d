#include "ledger/text/node.h"

#include <string>

#include <gtest/gtest.h>

#include "core/contract.h"
#include "core/error.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

Node example() {
  return Node::mapping()
      .add("name", Node::string("Orders"))
      .add("values", Node::sequence({Node::scalar("1"), Node::scalar("2")}));
}

TEST(Node, SameAsComparesKindsTextsKeysAndOrderButNotPlacesAndQuotes) {
  Node a = example();
  Node b = example();
  b.at = {"x.yaml", 3, 4};
  b.members[0].key_at = {"x.yaml", 3, 4};
  b.members[0].value.quoted = false;
  EXPECT_TRUE(a.same_as(b));
  EXPECT_FALSE(a.same_as(Node::sequence({})));
  EXPECT_FALSE(Node{}.same_as(Node::scalar("")));
  b.members[1].value.items.pop_back();
  EXPECT_FALSE(a.same_as(b));
  std::swap(a.members[0], a.members[1]);
  EXPECT_FALSE(a.same_as(example()));
}

TEST(Node, FindGivesTheMemberOrNothing) {
  const Node node = example();
  ASSERT_NE(node.find("name"), nullptr);
  EXPECT_EQ(node.find("name")->text, "Orders");
  EXPECT_EQ(node.find("Name"), nullptr);
  EXPECT_EQ(Node::scalar("name").find("name"), nullptr);
}

TEST(Node, AKeyIsAddedOnceAndToAMapping) {
  Node node = example();
  EXPECT_THROW(node.add("name", {}), ContractViolation);
  EXPECT_THROW(Node::sequence({}).add("a", {}), ContractViolation);
}

TEST(SourceText, PlacesCountLinesAndCodePointsFromOne) {
  const std::string text = "a\r\né☃🎯x\n\nlast";
  const SourceText source{text, "f"};
  EXPECT_EQ(source.position(0), (Position{"f", 1, 1}));
  EXPECT_EQ(source.position(text.find('x')), (Position{"f", 2, 4}));
  EXPECT_EQ(source.position(text.find("last")), (Position{"f", 4, 1}));
  EXPECT_EQ(source.position(9999), (Position{"f", 4, 5}));
  EXPECT_EQ(source.line(1), "a");
  EXPECT_EQ(source.line(2), "é☃🎯x");
  EXPECT_EQ(source.line(3), "");
  EXPECT_EQ(source.line(4), "last");
  EXPECT_EQ(source.line(0), "");
  EXPECT_EQ(source.line(5), "");
}

TEST(SourceText, AByteOrderMarkTakesNoColumn) {
  const SourceText source{"\xEF\xBB\xBFtree", "f"};
  EXPECT_EQ(source.position(3), (Position{"f", 1, 1}));
  EXPECT_EQ(source.position(4), (Position{"f", 1, 2}));
  EXPECT_EQ(source.line(1), "tree");
}

TEST(SourceText, PlacesAreRightOnEitherSideOfEveryBlock) {
  std::string text;
  for (int i = 0; i < 700; ++i) {
    text += "é";
  }
  text += "\n";
  for (int i = 0; i < 700; ++i) {
    text += "☃";
  }
  const SourceText source{text, "f"};
  for (std::uint32_t i = 0; i < 700; ++i) {
    EXPECT_EQ(source.position(2 * i), (Position{"f", 1, i + 1}));
    EXPECT_EQ(source.position(1401 + 3 * i), (Position{"f", 2, i + 1}));
  }
}

}  // namespace
}  // namespace betledger::ledger
