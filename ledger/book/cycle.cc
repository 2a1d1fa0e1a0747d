#include "ledger/book/cycle.h"

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger::ledger {
namespace {

using Side = tree::Limit::Side;

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos
             ? std::string_view{}
             : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Diagnostic refusal(const std::string& text,
                   std::size_t column,
                   std::string message,
                   std::string hint) {
  return {"L036",
          Severity::error,
          {"target", 1, static_cast<std::uint32_t>(column + 1)},
          text,
          std::move(message),
          std::move(hint)};
}

}  // namespace

Result<Target> parse_target(const std::string& text) {
  const std::string example = "write it as \"orders >= 125k\" or \"return_share <= 3%\"";
  if (const auto bad = first_bad_utf8(text)) {
    return refusal({}, 0, "the target is not UTF-8", example);
  }
  const std::size_t sign = text.find_first_of("<>=");
  if (sign == std::string::npos) {
    return refusal(text, 0, "a target compares a metric with a number", example);
  }
  const std::string_view sign_text = std::string_view{text}.substr(sign, 2);
  const std::size_t column = count_code_points(text.substr(0, sign));
  if (sign_text != ">=" && sign_text != "<=") {
    return refusal(text, column, "a target uses >= or <=", example);
  }
  Target target;
  target.metric = without_blanks(std::string_view{text}.substr(0, sign));
  target.bound.side = sign_text == ">=" ? Side::at_least : Side::at_most;
  if (!is_key(target.metric)) {
    return refusal(text,
                   0,
                   fmt::format("\"{}\" is not the key of a metric", printable(target.metric)),
                   example);
  }
  const std::string_view number = without_blanks(std::string_view{text}.substr(sign + 2));
  const bool percent = !number.empty() && number.back() == '%';
  const auto value = parse_number(number, percent ? NumberKind::percent : NumberKind::plain);
  if (!value) {
    const std::string what = number.empty()
                                 ? "the number is missing"
                                 : fmt::format("\"{}\" is not a number", printable(number));
    const std::size_t at = number.empty() ? text.size() : text.rfind(number);
    return refusal(text, count_code_points(text.substr(0, at)), what, example);
  }
  target.bound.value = *value;
  return target;
}

std::string format_target(const Target& target) {
  return fmt::format("{} {} {}",
                     target.metric,
                     target.bound.side == Side::at_least ? ">=" : "<=",
                     format_number(target.bound.value));
}

bool same_terms(const Cycle& a, const Cycle& b) {
  return a.timeline == b.timeline && a.target == b.target && a.focus_inputs == b.focus_inputs;
}

}  // namespace betledger::ledger
