#include "ledger/codec/belief_text.h"

#include <cmath>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

NumberKind number_kind(BeliefUnit unit) {
  switch (unit) {
    case BeliefUnit::lift:
      return NumberKind::percent;
    case BeliefUnit::share:
      return NumberKind::fraction;
    case BeliefUnit::shift:
    case BeliefUnit::plain:
    case BeliefUnit::length:
      break;
  }
  return NumberKind::plain;
}

std::optional<Family> decode_family(const Node& node,
                                    What what,
                                    BeliefUnit unit,
                                    Findings& findings) {
  if (node.kind == Node::Kind::mapping) {
    auto quantiles = decode_quantiles(node, what, unit, findings);
    return quantiles ? std::optional<Family>{*std::move(quantiles)} : std::nullopt;
  }
  if (node.kind == Node::Kind::sequence) {
    const bool two = node.items.size() == 2 && node.items[0].kind == Node::Kind::scalar &&
                     node.items[1].kind == Node::Kind::scalar;
    if (two) {
      refuse_interval(node, what, node.items[0].text, node.items[1].text, findings);
    } else {
      findings.add(
          "A017",
          node.at,
          fmt::format("`{}` is a list, which says no distribution", what),
          "name quantiles: {p10: ..., p50: ..., p90: ...}; a sample is \"empirical(1%, 2%, 5%)\"");
    }
    return std::nullopt;
  }
  if (!is_scalar(node, what, "a distribution", findings)) {
    return std::nullopt;
  }
  if (node.text.find('(') != std::string::npos) {
    return decode_call(node, what, unit, findings);
  }
  if (const auto interval = bare_interval(node.text)) {
    refuse_interval(node, what, interval->first, interval->second, findings);
    return std::nullopt;
  }
  const auto value = decode_in(node, what, unit, findings);
  return value ? std::optional<Family>{Constant{*value}} : std::nullopt;
}

std::optional<Distribution> made(Family family, const Node& node, Findings& findings) {
  auto result = Distribution::make(std::move(family));
  if (!result) {
    findings.add_at(node.at, result.error());
    return std::nullopt;
  }
  return std::move(result).value();
}

bool is_none(const Node* bound) {
  return bound != nullptr && bound->kind == Node::Kind::scalar && bound->text == "none";
}

BeliefUnit unit_of(tree::Support support) {
  return support == tree::Support::fraction ? BeliefUnit::share : BeliefUnit::plain;
}

}  // namespace

std::optional<double> parse_in(BeliefUnit unit, std::string_view text) {
  if (unit == BeliefUnit::length) {
    const auto duration = parse_duration(text);
    return duration ? std::optional{duration->days()} : std::nullopt;
  }
  if (unit == BeliefUnit::shift && text.size() > 2 && text.substr(text.size() - 2) == "pp") {
    return parse_number(text, NumberKind::points);
  }
  return parse_number(text, number_kind(unit));
}

std::optional<double> decode_in(const Node& node, What what, BeliefUnit unit, Findings& findings) {
  if (!is_scalar(node, what, "a number", findings)) {
    return std::nullopt;
  }
  const auto value = parse_in(unit, node.text);
  if (!value) {
    refuse_in(unit, node.at, node.text, what, findings);
  }
  return value;
}

void refuse_in(
    BeliefUnit unit, const Position& at, std::string_view text, What what, Findings& findings) {
  if (unit == BeliefUnit::length) {
    findings.add("A011",
                 at,
                 fmt::format("`{}` is no length of time: \"{}\"", what, shown(text)),
                 "write days, weeks or months: 10d, 3w, 2m; at most 10 years");
  } else if (const auto share = parse_number(text, NumberKind::percent);
             share && unit == BeliefUnit::shift) {
    findings.add(
        "A007",
        at,
        fmt::format("`{}` cannot be {}: a shift is absolute", what, shown(text)),
        fmt::format("write {} for a change in percentage points, or `lift` for a relative one",
                    format_number(*share, NumberKind::points)));
  } else {
    refuse_number(at, text, what, number_kind(unit), findings);
  }
}

std::optional<Distribution> decode_belief(const Node& node,
                                          What what,
                                          BeliefUnit unit,
                                          Findings& findings) {
  auto family = decode_family(node, what, unit, findings);
  return family ? made(*std::move(family), node, findings) : std::nullopt;
}

std::optional<Distribution> decode_level(const Node& node,
                                         What what,
                                         tree::Support support,
                                         Findings& findings) {
  Node stated = node;
  const bool open_low = is_none(node.find("low"));
  const bool open_high = is_none(node.find("high"));
  stated.members.erase(std::remove_if(stated.members.begin(),
                                      stated.members.end(),
                                      [](const Member& member) {
                                        return is_none(&member.value) &&
                                               (member.key == "low" || member.key == "high");
                                      }),
                       stated.members.end());
  auto family = decode_family(stated, what, unit_of(support), findings);
  if (!family) {
    return std::nullopt;
  }
  if (auto* quantiles = std::get_if<Quantiles>(&*family)) {
    if (!quantiles->lower && !open_low && support != tree::Support::real) {
      quantiles->lower = 0;
    }
    if (!quantiles->upper && !open_high && support == tree::Support::fraction) {
      quantiles->upper = 1;
    }
  }
  return made(*std::move(family), node, findings);
}

}  // namespace betledger::ledger
