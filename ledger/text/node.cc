#include "ledger/text/node.h"

#include <algorithm>
#include <utility>

#include "core/contract.h"

namespace betledger::ledger {

Node Node::scalar(std::string text) {
  Node node;
  node.kind = Kind::scalar;
  node.text = std::move(text);
  return node;
}

Node Node::string(std::string text) {
  Node node = scalar(std::move(text));
  node.quoted = true;
  return node;
}

Node Node::sequence(std::vector<Node> items) {
  Node node;
  node.kind = Kind::sequence;
  node.items = std::move(items);
  return node;
}

Node Node::mapping() {
  Node node;
  node.kind = Kind::mapping;
  return node;
}

Node& Node::add(std::string key, Node value) {
  BET_EXPECT(kind == Kind::mapping);
  BET_EXPECT(find(key) == nullptr);
  members.push_back({std::move(key), {}, std::move(value)});
  return *this;
}

const Node* Node::find(std::string_view key) const noexcept {
  const auto found = std::find_if(
      members.begin(), members.end(), [key](const Member& member) { return member.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

// Both parsers stop at 32 levels, so the recursion is shallow.
bool Node::same_as(const Node& other) const {                // NOLINT(misc-no-recursion)
  const auto same_item = [](const Node& a, const Node& b) {  // NOLINT(misc-no-recursion)
    return a.same_as(b);
  };
  const auto same_member = [](const Member& a, const Member& b) {  // NOLINT(misc-no-recursion)
    return a.key == b.key && a.value.same_as(b.value);
  };
  return kind == other.kind && text == other.text &&
         std::equal(
             items.begin(), items.end(), other.items.begin(), other.items.end(), same_item) &&
         std::equal(members.begin(),
                    members.end(),
                    other.members.begin(),
                    other.members.end(),
                    same_member);
}

}  // namespace betledger::ledger
