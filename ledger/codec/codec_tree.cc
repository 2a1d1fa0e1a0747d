#include <utility>

#include <fmt/format.h>

#include "ledger/codec/belief_text.h"
#include "ledger/codec/codec.h"
#include "ledger/codec/codec_parts.h"
#include "ledger/codec/decode_fields.h"

namespace betledger::ledger {
namespace {

using tree::Confidence;
using tree::ConfidenceScale;
using tree::Link;
using tree::LinkKind;
using tree::Occasion;

std::optional<Confidence> decode_confidence(const Node& node, What what, Findings& findings) {
  const bool digits =
      node.kind == Node::Kind::scalar && node.text.find_first_of("0123456789") != std::string::npos;
  if (digits) {
    const auto probability = decode_probability(node, what, findings);
    return probability ? std::optional{Confidence{*probability}} : std::nullopt;
  }
  const auto word = decode_word(node, what, confidence_words, findings);
  return word ? std::optional{Confidence{*word}} : std::nullopt;
}

Node encode_probability(Probability probability) {
  return Node::scalar(format_number(probability.value()));
}

Node encode_confidence(const Confidence& confidence) {
  if (const auto word = confidence.word()) {
    return Node::string(std::string{word_for(confidence_words, *word)});
  }
  return encode_probability(confidence.on({}));
}

auto belief_in(BeliefUnit unit) {
  return [unit](const Node& node, What what, Findings& findings) {
    return decode_belief(node, what, unit, findings);
  };
}

std::optional<PeriodKind> decode_period(const Node& node, What what, Findings& findings) {
  return decode_word(node, what, period_words, findings);
}

/// A list of mappings: each item that is none is reported by its own decoder.
template <class Decode>
void decode_items(const Node* list, std::string_view what, Findings& findings, Decode decode) {
  if (list == nullptr) {
    return;
  }
  if (list->kind != Node::Kind::sequence) {
    findings.add("A003",
                 list->at,
                 fmt::format("`{}` is no list", what),
                 fmt::format("start each of the {} with \"- \"", what));
    return;
  }
  for (const Node& item : list->items) {
    decode(item);
  }
}

void decode_metrics(const Node* metrics, tree::TreeSpec& tree, Findings& findings) {
  if (metrics == nullptr) {
    return;
  }
  if (metrics->kind != Node::Kind::mapping || metrics->members.empty()) {
    findings.add("A003",
                 metrics->at,
                 "`metrics` holds no metrics by key",
                 "write each as \"orders:\" with its keys below, deeper by two blanks");
    return;
  }
  for (const Member& member : metrics->members) {
    tree.metrics.push_back(decode_metric(member, findings));
  }
}

}  // namespace

void add_text(Node& node, const char* key, const std::string& text) {
  if (!text.empty()) {
    node.add(key, Node::string(text));
  }
}

bool is_fraction(const tree::TreeSpec* tree, const std::string& metric) {
  const tree::Metric* found = tree == nullptr ? nullptr : tree->find(metric);
  return found != nullptr && found->support == Support::fraction;
}

std::optional<ConfidenceScale> decode_confidence_scale(const Node& body,
                                                       What /*what*/,
                                                       Findings& findings) {
  ConfidenceScale scale;
  const Fields fields{body, scale_noun, body.at, findings};
  fields.read("high", decode_probability, scale.high);
  fields.read("medium", decode_probability, scale.medium);
  fields.read("low", decode_probability, scale.low);
  if (!(scale.high >= scale.medium && scale.medium >= scale.low)) {
    findings.add("A025",
                 body.at,
                 "the words of confidence are out of order",
                 "high is at least medium, and medium at least low");
    return std::nullopt;
  }
  return scale;
}

tree::Link decode_link(const Node& body, Findings& findings) {
  Link link;
  link.at = body.at;
  const Fields fields{body, link_noun, body.at, findings};
  fields.read("from", decode_key, link.from);
  fields.read("to", decode_key, link.to);
  fields.read("elasticity", belief_in(BeliefUnit::plain), link.strength);
  if (fields.find("slope") != nullptr) {
    link.kind = LinkKind::slope;
    fields.read("slope", belief_in(BeliefUnit::plain), link.strength);
  }
  fields.read("lag", decode_duration, link.lag);
  fields.read("confidence", decode_confidence, link.confidence);
  fields.read("evidence", decode_text, link.evidence);
  return link;
}

tree::Occasion decode_occasion(const Node& body, Findings& findings) {
  Occasion occasion;
  occasion.at = body.at;
  const Fields fields{body, event_noun, body.at, findings};
  fields.read("name", decode_text, occasion.name);
  fields.read("metric", decode_key, occasion.metric);
  fields.read("lift", belief_in(BeliefUnit::lift), occasion.amount);
  if (fields.find("shift") != nullptr) {
    occasion.action = tree::Action::shift;
    fields.read("shift", belief_in(BeliefUnit::shift), occasion.amount);
  }
  const bool start = fields.read("start", decode_day, occasion.start);
  const bool end = fields.read("end", decode_day, occasion.end);
  if (start && end && occasion.end < occasion.start) {
    findings.add("A025",
                 fields.find("end")->at,
                 fmt::format("`end` ({}) comes before `start` ({})",
                             format_day(occasion.end),
                             format_day(occasion.start)),
                 "exchange the two, or correct one");
  }
  return occasion;
}

Result<tree::ConfidenceScale> decode_confidence_scale(const Node& body) {
  Findings findings;
  auto scale = decode_confidence_scale(body, "confidence", findings);
  return unless(findings, scale.value_or(ConfidenceScale{}));
}

Node encode_confidence_scale(const tree::ConfidenceScale& scale) {
  return Node::mapping()
      .add("high", encode_probability(scale.high))
      .add("medium", encode_probability(scale.medium))
      .add("low", encode_probability(scale.low));
}

Result<tree::Link> decode_link(const Node& body) {
  Findings findings;
  tree::Link link = decode_link(body, findings);
  return unless(findings, std::move(link));
}

Node encode_link(const tree::Link& link) {
  Node node = Node::mapping();
  node.add("from", Node::string(link.from));
  node.add("to", Node::string(link.to));
  node.add(link.kind == LinkKind::elasticity ? "elasticity" : "slope",
           encode_belief(link.strength, BeliefUnit::plain));
  if (link.lag != Link{}.lag) {
    node.add("lag", Node::string(format_duration(link.lag)));
  }
  node.add("confidence", encode_confidence(link.confidence));
  add_text(node, "evidence", link.evidence);
  return node;
}

Result<tree::Occasion> decode_occasion(const Node& body) {
  Findings findings;
  tree::Occasion occasion = decode_occasion(body, findings);
  return unless(findings, std::move(occasion));
}

Node encode_occasion(const tree::Occasion& occasion, const tree::TreeSpec* tree) {
  const bool lift = occasion.action == tree::Action::lift;
  Node node = Node::mapping();
  node.add("name", Node::string(occasion.name));
  node.add("metric", Node::string(occasion.metric));
  node.add(lift ? "lift" : "shift",
           encode_belief(occasion.amount,
                         lift ? BeliefUnit::lift : BeliefUnit::shift,
                         is_fraction(tree, occasion.metric)));
  node.add("start", Node::scalar(format_day(occasion.start)));
  node.add("end", Node::scalar(format_day(occasion.end)));
  return node;
}

Node encode_occasion(const tree::Occasion& occasion) {
  return encode_occasion(occasion, nullptr);
}

Result<tree::TreeSpec> decode_tree(const Node& file) {
  Findings findings;
  tree::TreeSpec tree;
  const Fields fields{file, tree_noun, file.at, findings};
  fields.read("tree", decode_text, tree.title);
  const Node* focus = fields.find("focus");
  tree.at = focus == nullptr ? file.at : focus->at;  // what is said of the whole tree is said there
  fields.read("focus", decode_key, tree.focus);
  fields.read("period", decode_period, tree.period);
  const auto scale = [](const Node& node, What what, Findings& found) {
    return decode_confidence_scale(node, what, found);
  };
  fields.read("confidence", scale, tree.confidence);
  const auto rules = [](const Node& node, What what, Findings& found) {
    return decode_review_rules(node, what, found);
  };
  fields.read("review", rules, tree.review);
  decode_metrics(fields.find("metrics"), tree, findings);
  decode_items(fields.find("links"), "links", findings, [&](const Node& item) {
    tree.links.push_back(decode_link(item, findings));
  });
  decode_items(fields.find("events"), "events", findings, [&](const Node& item) {
    tree.occasions.push_back(decode_occasion(item, findings));
  });
  return unless(findings, std::move(tree));
}

Node encode_tree(const tree::TreeSpec& tree) {
  Node node = Node::mapping();
  add_text(node, "tree", tree.title);
  add_text(node, "focus", tree.focus);
  if (tree.period != PeriodKind::week) {
    node.add("period", Node::string(std::string{word_for(period_words, tree.period)}));
  }
  if (!(tree.confidence == ConfidenceScale{})) {
    node.add("confidence", encode_confidence_scale(tree.confidence));
  }
  if (!(tree.review == tree::ReviewRules{})) {
    node.add("review", encode_review_rules(tree.review));
  }
  Node metrics = Node::mapping();
  for (const tree::Metric& metric : tree.metrics) {
    metrics.add(metric.key, encode_metric(metric));
  }
  node.add("metrics", std::move(metrics));
  if (!tree.links.empty()) {
    Node& links = node.add("links", Node::sequence({})).members.back().value;
    for (const Link& link : tree.links) {
      links.items.push_back(encode_link(link));
    }
  }
  if (!tree.occasions.empty()) {
    Node& events = node.add("events", Node::sequence({})).members.back().value;
    for (const Occasion& occasion : tree.occasions) {
      events.items.push_back(encode_occasion(occasion, &tree));
    }
  }
  return node;
}

}  // namespace betledger::ledger
