#include <array>
#include <utility>

#include <fmt/format.h>

#include "ledger/codec/belief_text.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  return first == std::string_view::npos
             ? std::string_view{}
             : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/// Whether the text is a number of any kind, with whatever suffix.
bool any_number(std::string_view text) {
  return parse_number(text, NumberKind::plain) || parse_number(text, NumberKind::percent) ||
         parse_number(text, NumberKind::points) || parse_duration(text);
}

constexpr std::array<std::string_view, 12> interval_signs{
    " to ", "...", "..", "\u2026", "\u2013", "\u2014", " - ", "-", "\u00b1", "+/-", "+-", " and "};

}  // namespace

std::optional<std::pair<std::string, std::string>> bare_interval(std::string_view text) {
  for (const std::string_view sign : interval_signs) {
    for (std::size_t at = text.find(sign, 1); at != std::string_view::npos;
         at = text.find(sign, at + 1)) {
      const std::string_view low = trimmed(text.substr(0, at));
      const std::string_view high = trimmed(text.substr(at + sign.size()));
      if (any_number(low) && any_number(high)) {
        return std::pair{std::string{low}, std::string{high}};
      }
    }
  }
  return std::nullopt;
}

void refuse_interval(const Node& node,
                     What what,
                     const std::string& low,
                     const std::string& high,
                     Findings& findings) {
  std::string from = shown(low);
  const std::string to = shown(high);
  if (parse_number(from, NumberKind::plain) && !to.empty() && to.back() == '%') {
    from += '%';  // "2 to 8%"
  }
  const bool spread =
      node.text.find("\u00b1") != std::string::npos || node.text.find('+') != std::string::npos;
  if (spread) {
    findings.add(
        "A015",
        node.at,
        fmt::format(
            "`{}` does not say what {} stands for: a standard deviation or the end of a range",
            what,
            to),
        fmt::format("write normal({}, {}) for a standard deviation, or name the quantiles: {{p10: "
                    "..., p50: {}, p90: ...}}",
                    from,
                    to,
                    from));
    return;
  }
  findings.add(
      "A015",
      node.at,
      fmt::format("`{}` is a bare interval: {} to {} can mean different beliefs", what, from, to),
      fmt::format("write {{p10: {0}, p90: {1}}} if 8 of 10 cases lie inside, {{p5: {0}, p95: {1}}} "
                  "if 9 of 10 do, "
                  "or uniform({0}, {1}) if all do and none is likelier",
                  from,
                  to));
}

}  // namespace betledger::ledger
