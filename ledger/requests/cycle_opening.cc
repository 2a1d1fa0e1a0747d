#include "ledger/requests/cycle_opening.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "ledger/book/about_field.h"

namespace betledger::ledger {
namespace {

/// The calendar days of the cycle: from its key, or from start and end.
Result<CalendarSpan> span_of(const CycleOpening& request) {
  if (request.start.has_value() != request.end.has_value()) {
    return about_field(request.start ? "start" : "end",
                       "U009",
                       "--start and --end go together",
                       "give both, or name the cycle 2026Q3, 2026-07, 2026H2 or 2026");
  }
  if (request.start && *request.end < *request.start) {
    return about_field("end", "U005", "the cycle ends before it starts", "--end is its last day");
  }
  if (request.start) {
    return CalendarSpan{*request.start, *request.end};
  }
  if (const auto span = parse_cycle_key(request.key)) {
    return *span;
  }
  if (is_out_of_range(request.key)) {
    return about_field("key",
                       "U005",
                       fmt::format("{} is out of range", request.key),
                       fmt::format("dates run from {}; is the year right?", day_range));
  }
  return about_field(
      "key",
      "U005",
      fmt::format("{} does not say which days it means", request.key),
      "name the cycle 2026Q3, 2026-07, 2026H2 or 2026, or give --start DATE and --end DATE");
}

/// Why a bound cannot be meant so; nothing where it can.
std::optional<Diagnostic> misread_target(const Book& book,
                                         const Target& target,
                                         const std::string& text) {
  const tree::Metric* const metric = book.tree.find(target.metric);
  if (metric == nullptr) {
    return std::nullopt;  // the book says so
  }
  const bool fraction = metric->support == tree::Support::fraction;
  const bool percent = text.find('%') != std::string::npos;
  if (percent && !fraction) {
    return about_field(
        "target",
        "U020",
        fmt::format("`{}` is not a fraction: its target is no percentage", metric->key),
        "write the value itself, in " + metric->unit);
  }
  const double value = target.bound.value;
  if (metric->support == tree::Support::real || tree::contains(metric->support, value)) {
    return std::nullopt;
  }
  return about_field("target",
                     "U020",
                     fmt::format("`{}` can never be {}: its values are {}",
                                 metric->key,
                                 format_number(value),
                                 fraction ? "between 0 and 1" : "above 0"),
                     fraction && value > 1
                         ? fmt::format("write {}% if that is meant", format_number(value))
                         : "correct the bound");
}

Result<Cycle> cycle_of(const Book& book, const CycleOpening& request) {
  Cycle cycle;
  cycle.key = request.key;
  cycle.focus_inputs = request.focus_inputs;
  Diagnostics errors;
  const auto add = [&errors](const Diagnostics& more) {
    errors.insert(errors.end(), more.begin(), more.end());
  };
  if (const auto span = span_of(request)) {
    cycle.timeline = periods_of(*span, request.period.value_or(book.tree.period));
  } else {
    add(span.error());
  }
  if (request.target) {
    const auto target = parse_target(*request.target);
    if (!target) {
      add(target.error());
    } else if (auto wrong = misread_target(book, *target, *request.target)) {
      errors.push_back(*std::move(wrong));
    } else {
      cycle.target = *target;
    }
  }
  if (!errors.empty()) {
    return errors;
  }
  return cycle;
}

}  // namespace

Result<Writing> open_cycle(const Book& book, const CycleOpening& request) {
  auto cycle = cycle_of(book, request);
  if (!cycle) {
    return cycle.error();
  }
  const auto there = book.cycles.find(cycle->key);
  if (there != book.cycles.end() && book.is_open(cycle->key) &&
      same_terms(there->second.cycle, *cycle)) {
    return Writing{};
  }
  return Writing{{CycleOpened{std::move(cycle).value()}}, {}};
}

}  // namespace betledger::ledger
