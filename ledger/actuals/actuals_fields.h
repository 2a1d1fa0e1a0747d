#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/calendar.h"

namespace betledger::ledger {

/// Why a field of a file of actuals cannot be read, without its place.
struct FieldProblem {
  std::string code;
  std::string message;
  std::string hint;
};

/// A field as a number: `value`, or `problem`, or neither where the field is empty.
struct NumberField {
  std::optional<double> value;
  std::optional<FieldProblem> problem;
};
[[nodiscard]] NumberField read_number_field(std::string_view field);

/// A field as a date: `day` or `problem`. `period` is what the form says about the period, if it
/// does: `2026-W31` is a week, `2026-07` a month.
struct DateField {
  std::optional<Day> day;
  std::optional<PeriodKind> period;
  std::optional<FieldProblem> problem;
};
[[nodiscard]] DateField read_date_field(std::string_view field);

/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

}  // namespace betledger::ledger
