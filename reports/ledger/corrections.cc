#include "reports/ledger/corrections.h"

#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "core/number.h"

namespace betledger::reports {
namespace {

using ledger::Node;
using ledger::Optimism;

std::string quantile(const Distribution& factor, double level) {
  return format_rounded(factor.quantile(level), 3);
}

}  // namespace

std::string whose(const std::string& team) {
  return team.empty() ? "all other teams" : team;
}

std::string factor_in_words(const Distribution& factor) {
  return factor.is_constant() ? quantile(factor, 0.5)
                              : fmt::format("{} (p10 {}, p90 {})",
                                            quantile(factor, 0.5),
                                            quantile(factor, 0.1),
                                            quantile(factor, 0.9));
}

std::string correction_in_words(const Optimism& optimism) {
  return fmt::format("a factor of {}, spread × {} ({})",
                     factor_in_words(optimism.factor),
                     format_rounded(optimism.spread, 3),
                     optimism.source);
}

std::vector<std::vector<std::string>> committed_corrections(const ledger::Commit& commit) {
  std::vector<std::vector<std::string>> rows;
  const Node* corrections = commit.summary.find("optimism");
  for (std::size_t i = 0; corrections != nullptr && i < corrections->items.size(); ++i) {
    const Node& item = corrections->items[i];
    const auto text = [&](std::string_view key) {
      const Node* found = item.find(key);
      return found == nullptr ? std::string{} : found->text;
    };
    const auto number = [&](std::string_view key) {
      return format_rounded(parse_number(text(key), NumberKind::plain).value_or(0), 3);
    };
    rows.push_back({"effects of " + whose(text("team")),
                    text("state") != "on"
                        ? "as stated"
                        : fmt::format("a factor of {} (p10 {}, p90 {}), spread × {} ({})",
                                      number("p50"),
                                      number("p10"),
                                      number("p90"),
                                      number("spread"),
                                      text("source"))});
  }
  return rows;
}

}  // namespace betledger::reports
