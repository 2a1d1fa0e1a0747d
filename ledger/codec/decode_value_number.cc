#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "ledger/codec/decode_value.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

bool is_word_for_no_number(std::string_view text) {
  std::string lower;
  for (const char c : text) {
    if (c != '.' && c != '-' && c != '+') {
      lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return lower == "nan" || lower == "inf" || lower == "infinity" || lower == "n/a" || lower == "na";
}

/// A number written as a locale or a programming language would: `1,5`, `1 000`, `1_000`.
std::optional<std::string> plain_spelling(std::string_view text) {
  std::string without;
  for (const char c : text) {
    if (c == ',') {
      without += '.';
    } else if (c != ' ' && c != '_') {
      without += c;
    }
  }
  const bool reads = parse_number(without, NumberKind::plain) ||
                     parse_number(without, NumberKind::percent) ||
                     parse_number(without, NumberKind::points);
  return reads && without != text ? std::optional{without} : std::nullopt;
}

void refuse_suffix(
    const Position& at, std::string_view text, What what, NumberKind kind, Findings& findings) {
  const bool percent = text.back() == '%';
  if (kind == NumberKind::points || kind == NumberKind::percent) {
    findings.add("A007",
                 at,
                 fmt::format("`{}` cannot be {}: a lift is relative to the metric", what, text),
                 "write a percentage such as 3%, or use `shift` for percentage points");
  } else if (percent) {
    findings.add("A005",
                 at,
                 fmt::format("`{}` is a plain number, not a percentage: {}", what, text),
                 fmt::format("write {}", format_number(*parse_number(text, NumberKind::percent))));
  } else {
    findings.add("A005",
                 at,
                 fmt::format("`{}` is a plain number, not percentage points: {}", what, text),
                 fmt::format("write {}", format_number(*parse_number(text, NumberKind::points))));
  }
}

}  // namespace

void refuse_number(
    const Position& at, std::string_view text, What what, NumberKind kind, Findings& findings) {
  const std::string shown = ledger::shown(text);
  const auto plain = parse_number(text, NumberKind::plain);
  if (plain && kind == NumberKind::percent) {
    const std::string reading = format_number(*plain, NumberKind::percent);
    const bool share = std::abs(*plain) < 1 && *plain != 0;
    findings.add("A006",
                 at,
                 fmt::format("`{}` has no percent sign: {} means {}", what, shown, reading),
                 share || *plain == 0
                     ? fmt::format("write {}", reading)
                     : fmt::format("write {}% (or {} if that is meant)", shown, reading));
  } else if (parse_number(text, NumberKind::percent) || parse_number(text, NumberKind::points)) {
    refuse_suffix(at, text, what, kind, findings);
  } else if (is_word_for_no_number(text)) {
    findings.add("A005",
                 at,
                 fmt::format("`{}` must be a finite number, not {}", what, shown),
                 "leave the key out where nothing is known");
  } else if (const auto spelling = plain_spelling(text)) {
    findings.add(
        "A005",
        at,
        fmt::format("`{}` is no number: \"{}\"", what, shown),
        fmt::format("write {}: a point for decimals, nothing between thousands", *spelling));
  } else {
    const std::string_view example = kind == NumberKind::percent  ? "3%"
                                     : kind == NumberKind::points ? "0.1pp"
                                                                  : "1500, 1.5k or 3.4M";
    findings.add("A005",
                 at,
                 fmt::format("`{}` is no number: \"{}\"", what, shown),
                 fmt::format("write it as {}", example));
  }
}

std::optional<double> decode_number(const Node& node,
                                    What what,
                                    NumberKind kind,
                                    Findings& findings) {
  if (!is_scalar(node, what, "a number", findings)) {
    return std::nullopt;
  }
  const auto value = parse_number(node.text, kind);
  if (!value) {
    refuse_number(node.at, node.text, what, kind, findings);
  }
  return value;
}

std::optional<std::uint32_t> decode_count(const Node& node, What what, Findings& findings) {
  const auto value = decode_number(node, what, NumberKind::plain, findings);
  if (!value) {
    return std::nullopt;
  }
  if (*value < 1 || *value > std::numeric_limits<std::uint32_t>::max() ||
      std::floor(*value) != *value) {
    findings.add("A008",
                 node.at,
                 fmt::format("`{}` must be a whole number above zero", what),
                 "for example 13");
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(*value);
}

}  // namespace betledger::ledger
