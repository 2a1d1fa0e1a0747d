#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar.h"
#include "core/diagnostic.h"
#include "core/distribution.h"
#include "core/number.h"
#include "core/probability.h"
#include "ledger/codec/fields.h"
#include "ledger/codec/words.h"
#include "ledger/text/node.h"

namespace betledger::ledger {

/// Collects what is wrong with a file while it is decoded, in the order of the text.
class Findings {
 public:
  void add(std::string code, const Position& at, std::string message, std::string hint);
  void add(Diagnostics more);
  /// The same, for findings of a value that know no place of their own.
  void add_at(const Position& at, Diagnostics more);

  [[nodiscard]] bool empty() const noexcept { return list_.empty(); }
  [[nodiscard]] Diagnostics take();

 private:
  Diagnostics list_;
};

/// The place of the byte at `offset` of a scalar's text.
[[nodiscard]] Position inside(const Node& scalar, std::size_t offset);

// Each reads one value, or says what is wrong with it and returns nothing. `what` is the key it
// stands after.
using What = std::string_view;
[[nodiscard]] std::optional<std::string> decode_text(const Node& node,
                                                     What what,
                                                     Findings& findings);
[[nodiscard]] std::optional<std::string> decode_key(const Node& node,
                                                    What what,
                                                    Findings& findings);
[[nodiscard]] std::optional<std::vector<std::string>> decode_keys(const Node& node,
                                                                  What what,
                                                                  Findings& findings);
[[nodiscard]] std::optional<Day> decode_day(const Node& node, What what, Findings& findings);
[[nodiscard]] std::optional<Duration> decode_duration(const Node& node,
                                                      What what,
                                                      Findings& findings);
[[nodiscard]] std::optional<Probability> decode_probability(const Node& node,
                                                            What what,
                                                            Findings& findings);
/// A number of the kind; a suffix that is missing or wrong is explained.
[[nodiscard]] std::optional<double> decode_number(const Node& node,
                                                  What what,
                                                  NumberKind kind,
                                                  Findings& findings);
/// Zero or more, as is.
[[nodiscard]] std::optional<double> decode_amount(const Node& node, What what, Findings& findings);
/// A whole number above zero.
[[nodiscard]] std::optional<std::uint32_t> decode_count(const Node& node,
                                                        What what,
                                                        Findings& findings);
/// `{team: 6pw}`: person-weeks by team, each above zero; of a capacity also zero.
using PersonWeeks = std::map<std::string, double>;
[[nodiscard]] std::optional<PersonWeeks> decode_effort(const Node& node,
                                                       What what,
                                                       Findings& findings);
[[nodiscard]] std::optional<PersonWeeks> decode_capacity(const Node& node,
                                                         What what,
                                                         Findings& findings);

/// "a list", "a single value", ...
[[nodiscard]] std::string_view kind_name(const Node& node) noexcept;
/// Whether the key of a metric, bet or team has the form of one; if not, says so.
bool check_key(const Member& member, Findings& findings);
/// Whether the node is a scalar; if not, says so.
bool is_scalar(const Node& node, What what, std::string_view wanted, Findings& findings);
void refuse_word(const Node& node,
                 What what,
                 const std::vector<std::string>& words,
                 Findings& findings);
/// A number that could not be read: why, and how it is written.
void refuse_number(
    const Position& at, std::string_view text, What what, NumberKind kind, Findings& findings);

template <class Value, std::size_t count>
[[nodiscard]] std::optional<Value> decode_word(const Node& node,
                                               What what,
                                               const std::array<Word<Value>, count>& words,
                                               Findings& findings) {
  std::vector<std::string> texts;
  for (const Word<Value>& word : words) {
    if (node.kind == Node::Kind::scalar && node.text == word.text) {
      return word.value;
    }
    texts.emplace_back(word.text);
  }
  refuse_word(node, what, texts, findings);
  return std::nullopt;
}

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
