#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"

namespace betledger::ledger {

struct Member;

/// A value as written, before it means anything: what both text forms (YAML files, JSON payloads)
/// are read into and written from. Scalars keep their text; whether `0.3` is a number is up to who
/// reads it. Copies go as deep as the value, which no parser makes deeper than 32 levels.
struct Node {  // NOLINT(misc-no-recursion): the copies
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };

  Kind kind = Kind::null;
  std::string text;             // scalar
  bool quoted = false;          // scalar: it was (or must be) written as a string
  std::vector<Node> items;      // sequence
  std::vector<Member> members;  // mapping, in the order written; keys are unique
  Position at;                  // of the first character, inside its quotes; not part of the value

  [[nodiscard]] static Node scalar(std::string text);
  /// Text that stays text: quoted in JSON even if it looks like a number.
  [[nodiscard]] static Node string(std::string text);
  [[nodiscard]] static Node sequence(std::vector<Node> items);
  [[nodiscard]] static Node mapping();

  /// \pre kind == mapping; the key is new
  Node& add(std::string key, Node value);
  [[nodiscard]] const Node* find(std::string_view key) const noexcept;

  /// Same kinds, texts, keys and order; positions and quoting aside.
  [[nodiscard]] bool same_as(const Node& other) const;
};

struct Member {  // NOLINT(misc-no-recursion): the copies of its value
  std::string key;
  Position key_at;
  Node value;
};

}  // namespace betledger::ledger
