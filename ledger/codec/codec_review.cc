#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ledger/codec/codec.h"
#include "ledger/codec/codec_parts.h"
#include "ledger/codec/decode_fields.h"

namespace betledger::ledger {
namespace {

using tree::ReviewRules;

/// One threshold: where it may lie, and why not elsewhere.
struct Threshold {
  std::string_view key;
  double ReviewRules::*value;
  bool is_share;  // may be written in per cent
  double least;
  double most;
  bool above_least;  // strictly
  std::string_view why;
};

constexpr std::string_view one_of_two = "of two that exclude one another both could be so sure";
constexpr std::array<Threshold, 11> thresholds{{
    {"sure", &ReviewRules::sure, true, 0.5, 0.9999, true, one_of_two},
    {"as believed",
     &ReviewRules::as_believed,
     true,
     0,
     1,
     true,
     "it is a share of what was believed"},
    {"exceeded", &ReviewRules::exceeded, false, 1, 100, false, "it is times what was believed"},
    {"executed", &ReviewRules::executed, true, 0, 1, false, "it is a share of the planned time"},
    {"overlap", &ReviewRules::overlap, true, 0, 1, false, "it is a share of the time of two bets"},
    {"data odds",
     &ReviewRules::data_odds,
     false,
     1,
     1e4,
     false,
     "below 1 the data would speak against it"},
    {"harden real",
     &ReviewRules::harden_real,
     true,
     0.5,
     0.9999,
     true,
     "a link that is hardened has no doubt left"},
    {"sign certain",
     &ReviewRules::sign_certain,
     true,
     0.5,
     0.9999,
     true,
     "half is what a coin gives"},
    {"useful share",
     &ReviewRules::useful_share,
     true,
     0,
     1,
     true,
     "it is a share of the believed strength"},
    {"prune below",
     &ReviewRules::prune_below,
     true,
     0,
     0.5,
     true,
     "a link that is likely useful is not pruned"},
    {"news bits",
     &ReviewRules::news_bits,
     false,
     0,
     20,
     false,
     "what is learned of a yes or no is rarely more than a bit"},
}};

bool is_inside(const Threshold& threshold, double value) {
  return (threshold.above_least ? value > threshold.least : value >= threshold.least) &&
         value <= threshold.most;
}

void read_threshold(const Fields& fields,
                    const Threshold& threshold,
                    ReviewRules& rules,
                    Findings& findings) {
  double value = rules.*threshold.value;
  Probability share{0.0};
  const bool is_read = threshold.is_share ? fields.read(threshold.key, decode_probability, share)
                                          : fields.read(threshold.key, decode_amount, value);
  if (!is_read) {
    return;
  }
  if (threshold.is_share) {
    value = share.value();
  }
  const auto shown = [&](double number) { return format_number(number); };
  if (is_inside(threshold, value)) {
    rules.*threshold.value = value;
    return;
  }
  findings.add("A008",
               fields.find(threshold.key)->at,
               fmt::format("`{}` cannot be {}: {}", threshold.key, shown(value), threshold.why),
               fmt::format("write a number {} {} and at most {}",
                           threshold.above_least ? "above" : "of at least",
                           shown(threshold.least),
                           shown(threshold.most)));
}

}  // namespace

std::optional<ReviewRules> decode_review_rules(const Node& body,
                                               What /*what*/,
                                               Findings& findings) {
  ReviewRules rules;
  const Fields fields{body, review_noun, body.at, findings};
  for (const Threshold& threshold : thresholds) {
    read_threshold(fields, threshold, rules, findings);
  }
  fields.read("harden cycles", decode_count, rules.harden_cycles);
  if (!(rules.exceeded > rules.as_believed)) {
    findings.add("A025",
                 body.at,
                 fmt::format("nothing lies between `as believed` ({}) and `exceeded` ({})",
                             format_number(rules.as_believed),
                             format_number(rules.exceeded)),
                 "more than was believed has to be more than enough of it");
    return std::nullopt;
  }
  return rules;
}

Result<ReviewRules> decode_review_rules(const Node& body) {
  Findings findings;
  const auto rules = decode_review_rules(body, "review", findings);
  return unless(findings, rules.value_or(ReviewRules{}));
}

Node encode_review_rules(const ReviewRules& rules) {
  Node node = Node::mapping();
  for (const Field& field : review_noun.fields) {
    const auto* const threshold =
        std::find_if(thresholds.begin(), thresholds.end(), [&](const Threshold& one) {
          return one.key == field.key;
        });
    node.add(
        std::string{field.key},
        Node::scalar(threshold == thresholds.end() ? std::to_string(rules.harden_cycles)
                                                   : format_number(rules.*(threshold->value))));
  }
  return node;
}

}  // namespace betledger::ledger
