#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "ledger/text/node.h"

// What JSON is written with, by every room: values as Nodes.

namespace betledger::json {

/// Numbers as the shortest text that reads back as the same double.  \pre finite
[[nodiscard]] ledger::Node number(double value);
[[nodiscard]] ledger::Node count(std::uint64_t value);
[[nodiscard]] ledger::Node flag(bool value);
[[nodiscard]] ledger::Node text(std::string value);
[[nodiscard]] ledger::Node day(Day value);

/// One entry per item, in their order.
template <class Items, class Write>
[[nodiscard]] ledger::Node list_of(const Items& items, const Write& write) {
  std::vector<ledger::Node> nodes;
  nodes.reserve(items.size());
  for (const auto& item : items) {
    nodes.push_back(write(item));
  }
  return ledger::Node::sequence(std::move(nodes));
}
[[nodiscard]] ledger::Node numbers(std::span<const double> values);
/// Null where it is not finite, or not there.
[[nodiscard]] ledger::Node number_or_null(double value);
[[nodiscard]] ledger::Node number_or_null(const std::optional<double>& value);
[[nodiscard]] ledger::Node day_or_null(const std::optional<Day>& value);

}  // namespace betledger::json
