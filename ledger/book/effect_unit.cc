#include "ledger/book/effect_unit.h"

namespace betledger::ledger {

NumberKind kind_of_amount(const Book& book, const Effect& effect) {
  if (effect.action == Action::lift) {
    return NumberKind::percent;
  }
  const tree::Metric* metric = book.tree.find(effect.metric);
  return metric != nullptr && metric->support == tree::Support::fraction ? NumberKind::points
                                                                         : NumberKind::plain;
}

}  // namespace betledger::ledger
