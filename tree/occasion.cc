#include "tree/occasion.h"

namespace betledger::tree {

bool Occasion::same_as(const Occasion& other) const {
  return name == other.name && metric == other.metric && action == other.action &&
         amount == other.amount && start == other.start && end == other.end;
}

}  // namespace betledger::tree
