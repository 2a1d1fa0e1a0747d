#include "cli/words/value.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/process/mistake.h"
#include "cli/words/arguments.h"
#include "cli/words/count.h"
#include "core/calendar.h"
#include "core/number.h"
#include "core/text.h"
#include "ledger/text/yaml_characters.h"

namespace betledger::cli {
namespace {

Diagnostic bad_value(std::string_view label,
                     std::string_view text,
                     std::string_view wanted,
                     std::string hint) {
  return mistake(
      "U005", fmt::format("{} takes {}, not `{}`", label, wanted, text), std::move(hint));
}

bool has_digits_only(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string range_of(const Option& option) {
  const std::string range = fmt::format("a whole number from {} to {}", option.least, option.most);
  return option.word.empty() ? range : range + fmt::format(" or `{}`", option.word);
}

std::optional<Diagnostic> check_count(const Option& option,
                                      std::string_view label,
                                      std::string_view text) {
  const auto value = parse_count(text);
  if (!option.word.empty() && text == option.word) {
    return std::nullopt;
  }
  if (value && *value >= option.least && *value <= option.most) {
    return std::nullopt;
  }
  return bad_value(label,
                   text,
                   range_of(option),
                   has_digits_only(text) ? "" : "write digits only: 20000, not 20k or 2e4");
}

std::optional<Diagnostic> check_probability(std::string_view label, std::string_view text) {
  const auto value = parse_number(text, NumberKind::fraction);
  if (value && *value >= 0 && *value <= 1) {
    return std::nullopt;
  }
  std::string hint = "write it as 80% or 0.8";
  if (value && *value > 1 && *value <= 100 && !text.ends_with('%')) {
    hint = fmt::format("the percent sign is missing: {}%", text);
  }
  return bad_value(label, text, "a share from 0% to 100%", std::move(hint));
}

std::optional<Diagnostic> check_day(std::string_view label, std::string_view text) {
  if (parse_day(text)) {
    return std::nullopt;
  }
  if (is_out_of_range(text)) {
    return mistake("U005",
                   fmt::format("{}: {} is out of range", label, text),
                   fmt::format("dates run from {}; is the year right?", day_range));
  }
  return bad_value(label, text, "a date", "write it as 2026-07-06 (year, month, day)");
}

/// As in authoring files: nothing that shows as something else than it is.
std::optional<Diagnostic> check_characters(std::string_view label, std::string_view text) {
  const auto refused = ledger::first_refused_character(text);
  if (!refused) {
    return std::nullopt;
  }
  return mistake("U022",
                 fmt::format("{} holds a control character or a broken one (U+{:04X})",
                             label,
                             static_cast<unsigned>(*refused)),
                 "take it out; line ends and tabs may stay");
}

std::optional<Diagnostic> check_list(std::string_view label, std::string_view text) {
  const auto items = split_list(text);
  const bool complete = std::none_of(
      items.begin(), items.end(), [](const std::string& item) { return item.empty(); });
  if (complete) {
    return check_characters(label, text);
  }
  return bad_value(label, text, "a list", "part the items by single commas, without spaces: a,b,c");
}

std::optional<Diagnostic> check_choice(const std::string& name,
                                       const std::vector<std::string>& choices,
                                       std::string_view text) {
  if (std::find(choices.begin(), choices.end(), text) != choices.end()) {
    return std::nullopt;
  }
  const auto meant = did_you_mean(text, choices);
  return mistake("U006",
                 fmt::format("{} cannot be `{}`", name, text),
                 meant ? fmt::format("did you mean `{}`?", *meant)
                       : fmt::format("it is one of: {}", join(choices, ", ")));
}

}  // namespace

std::optional<Diagnostic> check_value(const Option& option,
                                      const std::string& label,
                                      std::string_view text) {
  switch (option.kind) {
    case ValueKind::count:
      return check_count(option, label, text);
    case ValueKind::probability:
      return check_probability(label, text);
    case ValueKind::day:
      return check_day(label, text);
    case ValueKind::choice:
      return check_choice(label, option.choices, text);
    case ValueKind::list:
      return check_list(label, text);
    case ValueKind::flag:
    case ValueKind::text:
    case ValueKind::path:
      break;
  }
  if (option.kind != ValueKind::flag && text.empty()) {
    return bad_value(label, text, "a text that is not empty", {});
  }
  if (option.kind == ValueKind::text) {
    return check_characters(label, text);
  }
  return std::nullopt;
}

}  // namespace betledger::cli
