#include "ledger/codec/decode_value.h"

#include <cmath>
#include <set>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

std::string quoted_list(const std::vector<std::string>& words) {
  return fmt::format("`{}`", fmt::join(words, "`, `"));
}

/// The spelling of a key that comes closest to the text.
std::string as_key(std::string_view text) {
  std::string key;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const char lower = upper ? static_cast<char>(c - 'A' + 'a') : c;
    const bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ||
                       lower == '_' || lower == '-';
    if (plain) {
      key += lower;
    } else if (!key.empty() && key.back() != '_') {
      key += '_';
    }
  }
  while (!key.empty() && !(key.front() >= 'a' && key.front() <= 'z')) {
    key.erase(key.begin());
  }
  while (!key.empty() && key.back() == '_') {
    key.pop_back();
  }
  return key.substr(0, 64);
}

std::string key_hint(std::string_view text) {
  const std::string better = as_key(text);
  return better.empty() ? "a key has lower-case letters, digits, - and _, and starts with a letter"
                        : fmt::format("a key has lower-case letters, digits, - and _: {}", better);
}

}  // namespace

std::string_view kind_name(const Node& node) noexcept {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "a single value";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
  }
  return {};
}

bool is_scalar(const Node& node, What what, std::string_view wanted, Findings& findings) {
  if (node.kind == Node::Kind::scalar) {
    return true;
  }
  if (node.kind == Node::Kind::null) {
    findings.add("A022",
                 node.at,
                 fmt::format("nothing stands after `{}`", what),
                 fmt::format("write {} there", wanted));
  } else {
    findings.add("A003",
                 node.at,
                 fmt::format("`{}` is {}; it should be {}", what, kind_name(node), wanted),
                 fmt::format("write one value on the line of `{}`", what));
  }
  return false;
}

void refuse_word(const Node& node,
                 What what,
                 const std::vector<std::string>& words,
                 Findings& findings) {
  if (!is_scalar(node, what, fmt::format("one of {}", fmt::join(words, ", ")), findings)) {
    return;
  }
  const auto close = suggestion(node.text, words);
  findings.add("A013",
               node.at,
               fmt::format("`{}` cannot be `{}`", what, shown(node.text)),
               close ? fmt::format("did you mean `{}`?", *close)
                     : fmt::format("it can be {}", quoted_list(words)));
}

std::optional<std::string> decode_text(const Node& node, What what, Findings& findings) {
  if (!is_scalar(node, what, "a text", findings)) {
    return std::nullopt;
  }
  if (node.text.find_first_not_of(" \t\n") == std::string::npos) {
    findings.add("A022",
                 node.at,
                 fmt::format("`{}` is an empty text", what),
                 "write something or leave the key out");
    return std::nullopt;
  }
  return node.text;
}

std::optional<std::string> decode_key(const Node& node, What what, Findings& findings) {
  if (!is_scalar(node, what, "a key", findings)) {
    return std::nullopt;
  }
  if (is_key(node.text)) {
    return node.text;
  }
  findings.add("A004",
               node.at,
               fmt::format("`{}` must be a key, not \"{}\"", what, shown(node.text)),
               key_hint(node.text));
  return std::nullopt;
}

bool check_key(const Member& member, Findings& findings) {
  if (!is_key(member.key)) {
    findings.add("A004",
                 member.key_at,
                 fmt::format("\"{}\" cannot be a key", shown(member.key)),
                 key_hint(member.key));
    return false;
  }
  return true;
}
std::optional<std::vector<std::string>> decode_keys(const Node& node,
                                                    What what,
                                                    Findings& findings) {
  if (node.kind != Node::Kind::sequence) {
    findings.add("A003",
                 node.at,
                 fmt::format("`{}` is {}; it should be a list of keys", what, kind_name(node)),
                 fmt::format("write {}: [{}]",
                             what,
                             node.kind == Node::Kind::scalar ? shown(node.text) : "first, second"));
    return std::nullopt;
  }
  std::vector<std::string> keys;
  std::set<std::string> seen;
  bool fine = true;
  for (const Node& item : node.items) {
    auto key = decode_key(item, what, findings);
    if (key && !seen.insert(*key).second) {
      findings.add(
          "A019", item.at, fmt::format("`{}` names {} twice", what, *key), "keep one of the two");
      key.reset();
    }
    fine = fine && key.has_value();
    keys.push_back(std::move(key).value_or(""));
  }
  return fine ? std::optional{std::move(keys)} : std::nullopt;
}

std::optional<Day> decode_day(const Node& node, What what, Findings& findings) {
  if (!is_scalar(node, what, "a date", findings)) {
    return std::nullopt;
  }
  const auto day = parse_day(node.text);
  if (is_out_of_range(node.text)) {
    findings.add("A010",
                 node.at,
                 fmt::format("`{}` is out of range: {}", what, shown(node.text)),
                 fmt::format("dates run from {}; is the year right?", day_range));
  } else if (!day) {
    findings.add("A010",
                 node.at,
                 fmt::format("`{}` is no date: \"{}\"", what, shown(node.text)),
                 "write year-month-day of a day that exists, for example 2026-07-06");
  }
  return day;
}

std::optional<Duration> decode_duration(const Node& node, What what, Findings& findings) {
  if (!is_scalar(node, what, "a length of time", findings)) {
    return std::nullopt;
  }
  const auto duration = parse_duration(node.text);
  if (!duration) {
    findings.add("A011",
                 node.at,
                 fmt::format("`{}` is no length of time: \"{}\"", what, shown(node.text)),
                 "write days, weeks or months: 10d, 3w, 2m; at most 10 years");
  }
  return duration;
}

std::optional<Probability> decode_probability(const Node& node, What what, Findings& findings) {
  if (!is_scalar(node, what, "a probability", findings)) {
    return std::nullopt;
  }
  const auto value = parse_number(node.text, NumberKind::fraction);
  if (value && *value >= 0 && *value <= 1) {
    return Probability{*value};
  }
  const bool bare = node.text.find('%') == std::string::npos;
  const bool forgotten = value && bare && *value > 1 && *value <= 100;
  findings.add("A009",
               node.at,
               fmt::format("`{}` is no probability: \"{}\"", what, shown(node.text)),
               forgotten ? fmt::format("write {}% or {}", node.text, format_number(*value / 100))
                         : "write a number from 0 to 1 or a percentage: 0.3 or 30%");
  return std::nullopt;
}

std::optional<double> decode_amount(const Node& node, What what, Findings& findings) {
  const auto value = decode_number(node, what, NumberKind::plain, findings);
  if (value && *value < 0) {
    findings.add("A008",
                 node.at,
                 fmt::format("`{}` is negative: {}", what, node.text),
                 "write zero or more");
    return std::nullopt;
  }
  return value;
}

}  // namespace betledger::ledger
