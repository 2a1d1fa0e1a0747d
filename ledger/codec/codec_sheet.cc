#include <utility>

#include <fmt/format.h>

#include "ledger/codec/codec.h"
#include "ledger/codec/codec_parts.h"
#include "ledger/codec/decode_effort.h"
#include "ledger/codec/decode_fields.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

std::optional<std::string> decode_cycle_key(const Node& node, What what, Findings& findings) {
  auto key = decode_text(node, what, findings);
  if (key && is_out_of_range(*key)) {
    findings.add("A021",
                 node.at,
                 fmt::format("`{}` is out of range: {}", what, shown(*key)),
                 fmt::format("dates run from {}; is the year right?", day_range));
    return std::nullopt;
  }
  if (key && !parse_cycle_key(*key)) {
    findings.add(
        "A021",
        node.at,
        fmt::format("`{}` is no cycle: \"{}\"", what, shown(*key)),
        "write a quarter 2026Q3, a month 2026-07, a half 2026H2, a year 2026 or a week 2026-W31");
    return std::nullopt;
  }
  return key;
}

std::optional<Target> decode_target(const Node& node, What what, Findings& findings) {
  const auto text = decode_text(node, what, findings);
  if (!text) {
    return std::nullopt;
  }
  auto target = parse_target(*text);
  if (!target) {
    findings.add_at(node.at, target.error());
    return std::nullopt;
  }
  return std::move(target).value();
}

}  // namespace

Result<BetSheet> decode_bets(const Node& file) {
  Findings findings;
  BetSheet sheet;
  sheet.at = file.at;
  const Fields fields{file, sheet_noun, file.at, findings};
  fields.read("cycle", decode_cycle_key, sheet.cycle);
  fields.read("capacity", decode_capacity, sheet.capacity_person_weeks);
  const Node* bets = fields.find("bets");
  if (bets != nullptr && bets->kind != Node::Kind::mapping) {
    findings.add("A003",
                 bets->at,
                 "`bets` holds no bets by key",
                 "write each as \"one_click:\" with its keys below, deeper by two blanks");
  } else if (bets != nullptr) {
    for (const Member& member : bets->members) {
      sheet.bets.push_back(decode_bet(member, findings));
    }
  }
  return unless(findings, std::move(sheet));
}

Node encode_bets(const BetSheet& sheet, const tree::TreeSpec* tree) {
  Node node = Node::mapping();
  node.add("cycle", Node::string(sheet.cycle));
  if (!sheet.capacity_person_weeks.empty()) {
    node.add("capacity", encode_effort(sheet.capacity_person_weeks));
  }
  Node bets = Node::mapping();
  for (const Bet& bet : sheet.bets) {
    bets.add(bet.key, encode_bet(bet, tree));
  }
  node.add("bets", std::move(bets));
  return node;
}

Result<Cycle> decode_cycle(const Node& body) {
  Findings findings;
  Cycle cycle;
  const Fields fields{body, cycle_noun, body.at, findings};
  fields.read("key", decode_text, cycle.key);
  const auto period = [](const Node& node, What what, Findings& found) {
    return decode_word(node, what, period_words, found);
  };
  fields.read("period", period, cycle.timeline.kind);
  fields.read("start", decode_day, cycle.timeline.start);
  fields.read("periods", decode_count, cycle.timeline.count);
  fields.read("target", decode_target, cycle.target);
  fields.read("focus inputs", decode_keys, cycle.focus_inputs);
  return unless(findings, std::move(cycle));
}

Node encode_cycle(const Cycle& cycle) {
  Node node = Node::mapping();
  node.add("key", Node::string(cycle.key));
  node.add("period", Node::string(std::string{word_for(period_words, cycle.timeline.kind)}));
  node.add("start", Node::scalar(format_day(cycle.timeline.start)));
  node.add("periods", Node::scalar(std::to_string(cycle.timeline.count)));
  if (cycle.target) {
    node.add("target", Node::string(format_target(*cycle.target)));
  }
  if (!cycle.focus_inputs.empty()) {
    node.add("focus inputs", encode_keys(cycle.focus_inputs));
  }
  return node;
}

}  // namespace betledger::ledger
