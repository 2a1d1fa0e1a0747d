#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/text/node.h"

// JSON Schemas (2020-12) of what programs read, written beside what writes it. An object knows all
// of its keys: a writer that adds one without its schema fails the tests.

namespace betledger::reports::schema {

/// A key of an object.
struct Key {
  std::string name;
  ledger::Node value;
  bool is_required = true;
};
/// One that is left out where there is nothing to say.
[[nodiscard]] Key maybe(std::string name, ledger::Node value);

[[nodiscard]] ledger::Node text();
[[nodiscard]] ledger::Node number();
/// From 0 to 1: probabilities and shares.
[[nodiscard]] ledger::Node share();
/// Not below 0: standard errors, efforts.
[[nodiscard]] ledger::Node size();
[[nodiscard]] ledger::Node count();
[[nodiscard]] ledger::Node flag();
/// "2011-08-14"
[[nodiscard]] ledger::Node day();
/// A point in time, UTC.
[[nodiscard]] ledger::Node instant();
/// SHA-256 in hexadecimal.
[[nodiscard]] ledger::Node hash();
/// What another document defines: an authoring file, or what was recorded.
[[nodiscard]] ledger::Node anything();

[[nodiscard]] ledger::Node is(std::string_view word);
[[nodiscard]] ledger::Node one_of(const std::vector<std::string_view>& words);
[[nodiscard]] ledger::Node any_of(std::vector<ledger::Node> choices);
[[nodiscard]] ledger::Node or_null(ledger::Node value);
[[nodiscard]] ledger::Node list_of(ledger::Node item);
/// Any keys, with such values.
[[nodiscard]] ledger::Node map_of(ledger::Node value);
/// These keys and no others.
[[nodiscard]] ledger::Node object(const std::vector<Key>& keys);
/// A definition of the document, by name.
[[nodiscard]] ledger::Node ref(std::string_view name);

/// The schema of betledger.NAME/1: an object that starts with its own name, and the definitions
/// that it refers to.
[[nodiscard]] ledger::Node contract(std::string_view name,
                                    std::vector<Key> keys,
                                    const std::vector<Key>& definitions = {});

}  // namespace betledger::reports::schema
