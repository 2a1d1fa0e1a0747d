#include "ledger/codec/decode_fields.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/text.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

/// Those that a person may write.
std::vector<std::string> keys_of(const Noun& noun) {
  std::vector<std::string> keys;
  for (const Field& field : noun.fields) {
    if (!field.withdrawn) {
      keys.emplace_back(field.key);
    }
  }
  return keys;
}

bool has_key(const Noun& noun, std::string_view key) {
  return std::any_of(noun.fields.begin(), noun.fields.end(), [key](const Field& field) {
    return field.key == key;
  });
}

std::string quoted_list(const std::vector<std::string>& keys) {
  return fmt::format("`{}`", fmt::join(keys, "`, `"));
}

}  // namespace

Fields::Fields(const Node& node, const Noun& noun, const Position& at, Findings& findings)
    : node_{node}, noun_{noun}, findings_{findings} {
  if (node.kind != Node::Kind::mapping) {
    const bool empty = node.kind == Node::Kind::null;
    findings_.add(
        empty ? "A022" : "A003",
        empty ? at : node.at,
        fmt::format("{} is {}", noun.name, empty ? "empty here" : "a mapping of keys to values"),
        fmt::format("its keys are {}", quoted_list(keys_of(noun))));
    return;
  }
  check_keys(at);
  check_one_of(at);
}

void Fields::check_keys(const Position& at) const {
  const std::vector<std::string> known = keys_of(noun_);
  for (const Member& member : node_.members) {
    if (!has_key(noun_, member.key)) {
      const auto close = suggestion(member.key, known);
      findings_.add("A001",
                    member.key_at,
                    fmt::format("{} has no key `{}`", noun_.name, shown(member.key)),
                    close ? fmt::format("did you mean `{}`?", *close)
                          : fmt::format("its keys are {}", quoted_list(known)));
    } else if (member.value.kind == Node::Kind::null) {
      findings_.add("A022",
                    member.key_at,
                    fmt::format("nothing stands after `{}`", member.key),
                    "write its value or leave the key out");
    }
  }
  for (const Field& field : noun_.fields) {
    if (field.required && node_.find(field.key) == nullptr) {
      findings_.add("A002",
                    at,
                    fmt::format("{} needs the key `{}`", noun_.name, field.key),
                    std::string{field.help});
    }
  }
}

void Fields::check_one_of(const Position& at) const {
  const Member* first = nullptr;
  for (const Member& member : node_.members) {
    if (std::find(noun_.one_of.begin(), noun_.one_of.end(), member.key) == noun_.one_of.end()) {
      continue;
    }
    if (first != nullptr) {
      findings_.add(
          "A018",
          member.key_at,
          fmt::format(
              "{} has `{}` already: it cannot have `{}` too", noun_.name, first->key, member.key),
          "keep one of the two");
    }
    first = &member;
  }
  if (first == nullptr && !noun_.one_of.empty()) {
    const std::vector<std::string> keys(noun_.one_of.begin(), noun_.one_of.end());
    findings_.add("A002",
                  at,
                  fmt::format("{} needs one of {}", noun_.name, quoted_list(keys)),
                  "write exactly one of them");
  }
}

const Node* Fields::find(std::string_view key) const {
  BET_EXPECT(has_key(noun_, key));
  const Node* node = node_.kind == Node::Kind::mapping ? node_.find(key) : nullptr;
  return node == nullptr || node->kind == Node::Kind::null ? nullptr : node;
}

}  // namespace betledger::ledger
