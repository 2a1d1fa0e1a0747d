#include <utility>

#include <fmt/format.h>

#include "ledger/codec/belief_text.h"
#include "ledger/codec/codec.h"
#include "ledger/codec/codec_parts.h"
#include "ledger/codec/decode_fields.h"

namespace betledger::ledger {
namespace {

using tree::Limit;
using tree::Metric;
using tree::Rollup;

std::optional<Rollup> decode_rollup(const Node& node, What what, Findings& findings) {
  if (node.kind == Node::Kind::mapping) {
    Rollup rollup{RollupKind::weighted, {}};
    const Fields fields{node, rollup_noun, node.at, findings};
    const bool read = fields.read("weighted by", decode_key, rollup.weighted_by);
    return read ? std::optional{std::move(rollup)} : std::nullopt;
  }
  if (node.kind == Node::Kind::scalar && node.text == "weighted") {
    findings.add("A013",
                 node.at,
                 "a weighted roll-up must say by which metric",
                 "write rollup: {weighted by: orders}");
    return std::nullopt;
  }
  const auto kind = decode_word(node, what, rollup_words, findings);
  return kind ? std::optional{Rollup{*kind, {}}} : std::nullopt;
}

Node encode_rollup(const Rollup& rollup) {
  if (rollup.kind == RollupKind::weighted) {
    return Node::mapping().add("weighted by", Node::string(rollup.weighted_by));
  }
  return Node::string(std::string{word_for(rollup_words, rollup.kind)});
}

void decode_guardrail(const Node& node, Metric& metric, Findings& findings) {
  if (node.kind != Node::Kind::mapping) {
    metric.guardrail = decode_word(node, "guardrail", flag_words, findings).value_or(false);
    return;
  }
  metric.guardrail = true;
  const Fields fields{node, guardrail_noun, node.at, findings};
  const NumberKind kind =
      metric.support == Support::fraction ? NumberKind::fraction : NumberKind::plain;
  const auto number = [kind](const Node& value, What what, Findings& found) {
    return decode_number(value, what, kind, found);
  };
  Limit limit;
  if (fields.read("at_most", number, limit.value)) {
    metric.limit = Limit{Limit::Side::at_most, limit.value};
  }
  if (fields.read("at_least", number, limit.value)) {
    metric.limit = Limit{Limit::Side::at_least, limit.value};
  }
}

void decode_baseline(const Node& node, Metric& metric, Findings& findings) {
  const Fields fields{node, baseline_noun, node.at, findings};
  const auto level = [&metric](const Node& value, What what, Findings& found) {
    return decode_level(value, what, metric.support, found);
  };
  tree::StatedBaseline baseline{Distribution::constant(0), Distribution::constant(0)};
  const bool start = fields.read("start", level, baseline.start);
  const bool end = fields.read("end", level, baseline.end);
  if (start && end) {
    metric.baseline = std::move(baseline);
  }
}

void decode_formula(const Node& node, Metric& metric, Findings& findings) {
  if (!is_scalar(node, "formula", "a formula", findings)) {
    return;
  }
  auto formula = tree::parse_formula(node.text, node.at);
  if (!formula) {
    findings.add(formula.error());
    return;
  }
  metric.formula = std::move(formula).value();
  metric.formula_at = node.at;
}

std::optional<bool> decode_flag(const Node& node, What what, Findings& findings) {
  return decode_word(node, what, flag_words, findings);
}

template <class Value, std::size_t count>
auto reader(const std::array<Word<Value>, count>& words) {
  return [&words](const Node& node, What what, Findings& findings) {
    return decode_word(node, what, words, findings);
  };
}

void add_flag(Node& node, const char* key, bool flag) {
  if (flag) {
    node.add(key, Node::scalar("true"));
  }
}

void encode_traits(const Metric& metric, Node& node) {
  if (metric.support != Support::real) {
    node.add("support", Node::string(std::string{word_for(support_words, metric.support)}));
  }
  if (metric.rollup != Rollup{}) {
    node.add("rollup", encode_rollup(metric.rollup));
  }
  if (metric.desired != Desired::up) {
    node.add("desired", Node::string(std::string{word_for(desired_words, metric.desired)}));
  }
  if (metric.category != Category::none) {
    node.add("category", Node::string(std::string{word_for(category_words, metric.category)}));
  }
  add_flag(node, "controllable", metric.controllable);
  if (metric.guardrail && metric.limit) {
    const char* side = metric.limit->side == Limit::Side::at_most ? "at_most" : "at_least";
    node.add("guardrail",
             Node::mapping().add(side, Node::scalar(format_number(metric.limit->value))));
  } else {
    add_flag(node, "guardrail", metric.guardrail);
  }
  add_flag(node, "locked", metric.source_of_truth);
  add_flag(node, "sensitive", metric.sensitive);
}

}  // namespace

tree::Metric decode_metric(const Member& member, Findings& findings) {
  Metric metric;
  metric.key = member.key;
  metric.name = member.key;
  metric.at = member.key_at;
  check_key(member, findings);

  const Fields fields{member.value, metric_noun, member.key_at, findings};
  fields.read("name", decode_text, metric.name);
  fields.read("definition", decode_text, metric.definition);
  fields.read("unit", decode_text, metric.unit);
  fields.read("owner", decode_text, metric.owner);
  fields.read("source", decode_text, metric.source);
  fields.read("support", reader(support_words), metric.support);
  fields.read("rollup", decode_rollup, metric.rollup);
  fields.read("desired", reader(desired_words), metric.desired);
  fields.read("category", reader(category_words), metric.category);
  fields.read("controllable", decode_flag, metric.controllable);
  fields.read("locked", decode_flag, metric.source_of_truth);
  fields.read("sensitive", decode_flag, metric.sensitive);
  if (const Node* guardrail = fields.find("guardrail")) {
    decode_guardrail(*guardrail, metric, findings);
  }
  if (const Node* formula = fields.find("formula")) {
    decode_formula(*formula, metric, findings);
  }
  if (const Node* baseline = fields.find("baseline")) {
    decode_baseline(*baseline, metric, findings);
  }
  return metric;
}

Result<tree::Metric> decode_metric(const std::string& key, const Node& body) {
  Findings findings;
  tree::Metric metric = decode_metric(Member{key, body.at, body}, findings);
  return unless(findings, std::move(metric));
}

Node encode_metric(const tree::Metric& metric) {
  Node node = Node::mapping();
  add_text(node, "name", metric.name == metric.key ? std::string{} : metric.name);
  add_text(node, "definition", metric.definition);
  add_text(node, "unit", metric.unit);
  add_text(node, "owner", metric.owner);
  add_text(node, "source", metric.source);
  encode_traits(metric, node);
  if (metric.formula) {
    node.add("formula", Node::string(metric.formula->text()));
  }
  if (metric.baseline) {
    node.add("baseline",
             Node::mapping()
                 .add("start", encode_level(metric.baseline->start, metric.support))
                 .add("end", encode_level(metric.baseline->end, metric.support)));
  }
  return node;
}

}  // namespace betledger::ledger
