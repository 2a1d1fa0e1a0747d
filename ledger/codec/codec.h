#pragma once

#include <string>

#include "core/result.h"
#include "ledger/book/bet.h"
#include "ledger/book/cycle.h"
#include "ledger/text/node.h"
#include "tree/tree_spec.h"

namespace betledger::ledger {

// One codec per noun, for both text forms: authoring files and event payloads hold the same shapes.
// decode(encode(x)) is x; encode leaves out what has its default value. Decoding reports everything
// at once (A- and Q-codes): unknown keys with did-you-mean, missing keys, wrong types, `5` where
// `5%` is meant, bare intervals, impossible values, each at its line and column.

[[nodiscard]] Result<tree::TreeSpec> decode_tree(const Node& file);
[[nodiscard]] Node encode_tree(const tree::TreeSpec& tree);

[[nodiscard]] Result<BetSheet> decode_bets(const Node& file);
/// With the tree at hand, shifts of fractions are written in percentage points.
[[nodiscard]] Node encode_bets(const BetSheet& sheet, const tree::TreeSpec* tree = nullptr);

/// The body is what stands after the key; in a payload the key stands beside it: {"key": "orders",
/// "metric": {...}}. There a shift is written in the metric's unit.
[[nodiscard]] Result<tree::Metric> decode_metric(const std::string& key, const Node& body);
[[nodiscard]] Node encode_metric(const tree::Metric& metric);
[[nodiscard]] Result<tree::Link> decode_link(const Node& body);
[[nodiscard]] Node encode_link(const tree::Link& link);
[[nodiscard]] Result<tree::Occasion> decode_occasion(const Node& body);
[[nodiscard]] Node encode_occasion(const tree::Occasion& occasion);
[[nodiscard]] Result<Bet> decode_bet(const std::string& key, const Node& body);
[[nodiscard]] Node encode_bet(const Bet& bet);
[[nodiscard]] Result<Cycle> decode_cycle(const Node& body);
[[nodiscard]] Node encode_cycle(const Cycle& cycle);
[[nodiscard]] Result<tree::ConfidenceScale> decode_confidence_scale(const Node& body);
[[nodiscard]] Node encode_confidence_scale(const tree::ConfidenceScale& scale);
/// Written whole: what a plan was locked with must not hang on a program's defaults.
[[nodiscard]] Result<tree::ReviewRules> decode_review_rules(const Node& body);
[[nodiscard]] Node encode_review_rules(const tree::ReviewRules& rules);

/// A factor that multiplies what somebody states: plain numbers, quantiles above 0.
[[nodiscard]] Result<Distribution> decode_factor(const Node& body);
[[nodiscard]] Node encode_factor(const Distribution& factor);

}  // namespace betledger::ledger
