#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "ledger/authoring/authored_rules.h"
#include "ledger/codec/words.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

void check_number_unit(const Node& number, const tree::Metric& metric, RuleFindings& findings) {
  const bool points = number.text.find("pp") != std::string::npos;
  const bool fraction = metric.support == Support::fraction;
  if (points == fraction || number.kind != Node::Kind::scalar) {
    return;
  }
  if (fraction) {
    const auto value = parse_number(number.text, NumberKind::plain);
    findings.error("A105",
                   number.at,
                   fmt::format("`{}` is a fraction: say in percentage points how far {} moves it",
                               metric.key,
                               shown(number.text)),
                   !value        ? "write its numbers as 0.1pp"
                   : *value == 0 ? "write 0pp"
                                 : fmt::format("write {}pp, or {} if that is meant",
                                               shown(number.text),
                                               format_number(*value, NumberKind::points)));
  } else {
    findings.error("A105",
                   number.at,
                   fmt::format("`{}` is no fraction: {} does not say how far it moves",
                               metric.key,
                               shown(number.text)),
                   fmt::format("write a number of {}, or a `lift` in per cent",
                               metric.unit.empty() ? "its unit" : shown(metric.unit)));
  }
}

}  // namespace

void RuleFindings::add(const char* code,
                       Severity severity,
                       const Position& at,
                       std::string message,
                       std::string hint) {
  list_.push_back({code, severity, at, {}, std::move(message), std::move(hint)});
}

void RuleFindings::error(const char* code,
                         const Position& at,
                         std::string message,
                         std::string hint) {
  add(code, Severity::error, at, std::move(message), std::move(hint));
}

void RuleFindings::warn(const char* code,
                        const Position& at,
                        std::string message,
                        std::string hint) {
  add(code, Severity::warning, at, std::move(message), std::move(hint));
}

void check_shift_unit(const Node& shift, const tree::Metric& metric, RuleFindings& findings) {
  if (shift.kind == Node::Kind::mapping) {
    for (const Member& member : shift.members) {
      check_number_unit(member.value, metric, findings);
    }
  } else if (shift.text.substr(0, 4) != "beta") {  // its two numbers carry no unit
    check_number_unit(shift, metric, findings);
  }
}

Diagnostics check_events(const tree::TreeSpec& tree, const Node& file) {
  RuleFindings findings;
  const Node* events = file.find("events");
  if (events == nullptr) {
    return {};
  }
  for (const Node& event : events->items) {
    const Node* key = event.find("metric");
    const tree::Metric* metric = key == nullptr ? nullptr : tree.find(key->text);
    const Node* shift = event.find("shift");
    if (metric != nullptr && shift != nullptr) {
      check_shift_unit(*shift, *metric, findings);
    }
  }
  return std::move(findings).take();
}

}  // namespace betledger::ledger
