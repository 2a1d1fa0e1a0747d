#include "forecast/review/earlier_cycles.h"

#include <algorithm>

#include "forecast/review/decision_evidence.h"

namespace betledger::forecast {
namespace {

using Counts = std::map<std::string, std::uint32_t>;

/// The evidence says how many cycles there were by then, its own included.
void take(const ledger::Node& evidence, Counts& counts) {
  if (const auto seen = accepted_in(evidence)) {
    std::uint32_t& cycles = counts[seen->link];
    cycles = std::max(cycles, seen->cycles);
  }
}

}  // namespace

Counts cycles_with_evidence(const ledger::Book& book, const std::string& cycle) {
  Counts counts;
  const auto own = book.cycles.find(cycle);
  for (const auto& [key, record] : book.cycles) {
    const bool is_earlier =
        own == book.cycles.end() || record.cycle.timeline.start < own->second.cycle.timeline.start;
    if (key == cycle || !is_earlier || !record.closed) {
      continue;
    }
    for (const ledger::DecisionRecord& one : record.decisions) {
      take(one.decision.evidence, counts);
    }
    const ledger::Node& summary = record.closed->close.summary;
    const ledger::Node* undecided =
        summary.kind == ledger::Node::Kind::mapping ? summary.find("undecided") : nullptr;
    if (undecided != nullptr) {
      for (const ledger::Node& evidence : undecided->items) {
        take(evidence, counts);
      }
    }
  }
  return counts;
}

}  // namespace betledger::forecast
