#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar.h"
#include "core/number.h"
#include "core/probability.h"
#include "ledger/codec/findings.h"
#include "ledger/codec/words.h"
#include "ledger/text/node.h"

namespace betledger::ledger {

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

}  // namespace betledger::ledger
