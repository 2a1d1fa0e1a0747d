#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/diagnostic.h"
#include "ledger/book/book.h"
#include "tree/metric_tree.h"

namespace betledger::forecast {

/// Is a bet that is needed, but not among the funded ones, in place all the same?
using Delivered = std::function<bool(const std::string& bet)>;

/// What cannot be of a set of funded bets: needs that are not met, needs in a circle, two that
/// exclude each other. B-codes, in the order of the bets.
[[nodiscard]] Diagnostics check_portfolio(const std::vector<ledger::BetRecord>& funded,
                                          const Delivered& delivered_before);

/// Effects that fall on no metric of the tree, or on one that is a formula.
[[nodiscard]] Diagnostics check_effects(const tree::MetricTree& tree,
                                        const std::vector<ledger::BetRecord>& bets);

/// Target and focus inputs that are no metrics of the tree.
[[nodiscard]] Diagnostics check_goals(const tree::MetricTree& tree, const ledger::Cycle& cycle);

/// Keys of the tree's metrics, in its order.
[[nodiscard]] std::vector<std::string> metric_keys(const tree::MetricTree& tree);

}  // namespace betledger::forecast
