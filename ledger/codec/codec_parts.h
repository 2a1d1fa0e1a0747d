#pragma once

#include <optional>
#include <string>

#include "ledger/book/bet.h"
#include "ledger/codec/decode_value.h"
#include "ledger/text/node.h"
#include "tree/tree_spec.h"

namespace betledger::ledger {

// The codecs of codec.h as they call each other: into one list of findings. `at` is where the noun
// is named.
[[nodiscard]] tree::Metric decode_metric(const Member& member, Findings& findings);
[[nodiscard]] tree::Link decode_link(const Node& body, Findings& findings);
[[nodiscard]] tree::Occasion decode_occasion(const Node& body, Findings& findings);
[[nodiscard]] Bet decode_bet(const Member& member, Findings& findings);
[[nodiscard]] std::optional<tree::ConfidenceScale> decode_confidence_scale(const Node& body,
                                                                           What what,
                                                                           Findings& findings);
[[nodiscard]] std::optional<tree::ReviewRules> decode_review_rules(const Node& body,
                                                                   What what,
                                                                   Findings& findings);

/// Whether a metric of the tree is a fraction: its shifts are written in percentage points.
[[nodiscard]] bool is_fraction(const tree::TreeSpec* tree, const std::string& metric);
[[nodiscard]] Node encode_occasion(const tree::Occasion& occasion, const tree::TreeSpec* tree);
[[nodiscard]] Node encode_bet(const Bet& bet, const tree::TreeSpec* tree);

/// Adds a text, if there is one; for what is left out where it is empty.
void add_text(Node& node, const char* key, const std::string& text);
[[nodiscard]] Node encode_keys(const std::vector<std::string>& keys);
[[nodiscard]] Node encode_effort(const std::map<std::string, double>& person_weeks);

/// A value, or the findings if there are any.
template <class T>
[[nodiscard]] Result<T> unless(Findings& findings, T value) {
  if (findings.empty()) {
    return value;
  }
  return findings.take();
}

}  // namespace betledger::ledger
