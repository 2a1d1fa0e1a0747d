#include "tree/metric.h"

#include <cmath>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"

namespace betledger::tree {

std::string_view name(Support support) noexcept {
  switch (support) {
    case Support::real:
      return "real";
    case Support::positive:
      return "positive";
    case Support::fraction:
      return "fraction";
  }
  return "";
}

// Open intervals: 0 of a positive metric, 0 and 1 of a fraction have no place on the scale.
bool contains(Support support, double value) noexcept {
  switch (support) {
    case Support::real:
      return std::isfinite(value);
    case Support::positive:
      return value > 0 && std::isfinite(value);
    case Support::fraction:
      return value > 0 && value < 1;
  }
  return false;
}

std::string way_into(Support support, double value) {
  if (support == Support::fraction && value > 1 && value < 100) {
    return fmt::format(
        "write {}% or {}",
        format_number(value),
        format_number(*parse_number(format_number(value) + "%", NumberKind::percent)));
  }
  if (value == 0 || (support == Support::fraction && value == 1)) {
    return fmt::format(
        "leave the field empty for a period in which nothing could happen (a closed "
        "week); a metric that is truly {} at times has the support real",
        value);
  }
  return support == Support::fraction
             ? "shares lie between 0 and 1: write 97% or 0.97, or choose another support"
             : "correct the value, leave the field empty, or choose another support";
}

double to_scale(Support support, double value) {
  BET_EXPECT(contains(support, value));
  switch (support) {
    case Support::real:
      return value;
    case Support::positive:
      return std::log(value);
    case Support::fraction:
      return std::log(value) - std::log1p(-value);
  }
  return value;
}

double from_scale(Support support, double scaled) noexcept {
  switch (support) {
    case Support::real:
      return scaled;
    case Support::positive:
      return std::exp(scaled);
    case Support::fraction: {
      // The exponential of a non-positive number only: neither side can overflow.
      const double small = std::exp(-std::abs(scaled));
      return scaled >= 0 ? 1 / (1 + small) : small / (1 + small);
    }
  }
  return scaled;
}

bool Metric::same_as(const Metric& other) const {
  return key == other.key && name == other.name && definition == other.definition &&
         unit == other.unit && owner == other.owner && source == other.source &&
         support == other.support && rollup == other.rollup && desired == other.desired &&
         category == other.category && controllable == other.controllable &&
         guardrail == other.guardrail && source_of_truth == other.source_of_truth &&
         sensitive == other.sensitive && limit == other.limit && formula == other.formula &&
         baseline == other.baseline;
}

}  // namespace betledger::tree
