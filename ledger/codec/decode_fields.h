#pragma once

#include <string_view>
#include <utility>

#include "ledger/codec/fields.h"
#include "ledger/codec/findings.h"
#include "ledger/text/node.h"

namespace betledger::ledger {

/// The members of a mapping against the table of its noun: unknown, missing and empty ones are
/// reported when it is made.
class Fields {
 public:
  /// `at` is where the noun is named, for what is missing.
  Fields(const Node& node, const Noun& noun, const Position& at, Findings& findings);

  /// The value after a key; nothing if it is not there or empty.  \pre the noun has that key
  [[nodiscard]] const Node* find(std::string_view key) const;

  /// Reads the value with `decode(node, key, findings)`, if there is one, into `into`; whether it
  /// did.
  template <class Decode, class Value>
  bool read(std::string_view key, Decode decode, Value& into) const {
    const Node* node = find(key);
    if (node == nullptr) {
      return false;
    }
    auto value = decode(*node, key, findings_);
    if (!value) {
      return false;
    }
    into = *std::move(value);
    return true;
  }

 private:
  void check_keys(const Position& at) const;
  void check_one_of(const Position& at) const;

  const Node& node_;
  const Noun& noun_;
  Findings& findings_;
};

}  // namespace betledger::ledger
