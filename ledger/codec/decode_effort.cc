#include "ledger/codec/decode_effort.h"

#include <fmt/format.h>

#include "core/number.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

constexpr double most_person_weeks = 1e6;

/// Reads `6pw`.
std::optional<double> decode_person_weeks(const Member& member, bool zero, Findings& findings) {
  if (!is_scalar(member.value, member.key, "person-weeks such as 6pw", findings)) {
    return std::nullopt;
  }
  const std::string_view text = member.value.text;
  const bool suffix = text.size() > 2 && text.substr(text.size() - 2) == "pw";
  const auto weeks =
      suffix ? parse_number(text.substr(0, text.size() - 2), NumberKind::plain) : std::nullopt;
  if (weeks && (*weeks > 0 || (zero && *weeks == 0)) && *weeks <= most_person_weeks) {
    return weeks;
  }
  findings.add("A012",
               member.value.at,
               weeks ? fmt::format("{} of {} is out of range", shown(text), shown(member.key))
                     : fmt::format("\"{}\" is no number of person-weeks", shown(text)),
               "write person-weeks above zero, for example 6pw or 0.5pw");
  return std::nullopt;
}

std::optional<PersonWeeks> decode_teams(const Node& node,
                                        What what,
                                        bool zero,
                                        Findings& findings) {
  if (node.kind != Node::Kind::mapping) {
    findings.add(
        "A003",
        node.at,
        fmt::format("`{}` is {}; it should say how much of which team", what, kind_name(node)),
        fmt::format("write {}: {{checkout: {}}}",
                    what,
                    node.kind == Node::Kind::scalar ? shown(node.text) : "6pw"));
    return std::nullopt;
  }
  PersonWeeks effort;
  bool fine = true;
  for (const Member& member : node.members) {
    const bool known = check_key(member, findings);
    const auto weeks = decode_person_weeks(member, zero, findings);
    fine = fine && known && weeks.has_value();
    effort.emplace(member.key, weeks.value_or(0));
  }
  return fine ? std::optional{std::move(effort)} : std::nullopt;
}

}  // namespace

std::optional<PersonWeeks> decode_effort(const Node& node, What what, Findings& findings) {
  return decode_teams(node, what, false, findings);
}

std::optional<PersonWeeks> decode_capacity(const Node& node, What what, Findings& findings) {
  return decode_teams(node, what, true, findings);
}

}  // namespace betledger::ledger
