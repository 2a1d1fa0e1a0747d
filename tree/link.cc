#include "tree/link.h"

#include <cmath>

namespace betledger::tree {

Probability Confidence::on(const ConfidenceScale& scale) const noexcept {
  if (!word_) {
    return probability_;
  }
  switch (*word_) {
    case Word::high:
      return scale.high;
    case Word::medium:
      return scale.medium;
    case Word::low:
      return scale.low;
  }
  return probability_;
}

std::uint32_t Link::periods_of_lag(PeriodKind period) const noexcept {
  return static_cast<std::uint32_t>(std::lround(lag.days() / average_days(period)));
}

bool Link::same_as(const Link& other) const {
  return from == other.from && to == other.to && kind == other.kind && strength == other.strength &&
         lag == other.lag && confidence == other.confidence && evidence == other.evidence;
}

}  // namespace betledger::tree
