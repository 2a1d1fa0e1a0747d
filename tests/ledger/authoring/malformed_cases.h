#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace betledger::ledger {

/// One case of tests/data/malformed (its README.md says the form).
struct MalformedCase {
  std::string topic;  // the file
  std::string name;
  std::string read_as;  // tree, bets, actuals
  std::string text;
  std::vector<std::string> expected;  // "line:column code", in order
};

[[nodiscard]] std::vector<MalformedCase> malformed_cases();

/// The tree beside which a case of bets is read.
inline constexpr const char* standard_tree = R"(tree: Shop
focus: revenue
metrics:
  revenue: {unit: GBP, formula: orders * price}
  orders: {unit: orders, support: positive}
  price: {unit: GBP/orders, support: positive}
  return_share: {support: fraction}
)";

}  // namespace betledger::ledger
