#include "ledger/text/json_values.h"

#include <cmath>
#include <utility>

#include "core/number.h"

namespace betledger::json {

using ledger::Node;

Node number(double value) {
  return Node::scalar(format_number(value));
}

Node numbers(std::span<const double> values) {
  return list_of(values, number);
}

Node number_or_null(double value) {
  return std::isfinite(value) ? number(value) : Node{};
}

Node number_or_null(const std::optional<double>& value) {
  return value ? number_or_null(*value) : Node{};
}

Node count(std::uint64_t value) {
  return Node::scalar(std::to_string(value));
}

Node flag(bool value) {
  return Node::scalar(value ? "true" : "false");
}

Node text(std::string value) {
  return Node::string(std::move(value));
}

Node day(Day value) {
  return Node::string(format_day(value));
}

Node day_or_null(const std::optional<Day>& value) {
  return value ? day(*value) : Node{};
}

}  // namespace betledger::json
