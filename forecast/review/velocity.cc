#include "forecast/review/velocity.h"

namespace betledger::forecast {

Velocity velocity_of(const Standing& standing,
                     const std::vector<BetVerdict>& verdicts,
                     const std::vector<LinkProposal>& proposals) {
  Velocity velocity;
  velocity.bets = verdicts.size();
  for (std::size_t b = 0; b < verdicts.size(); ++b) {
    const Verdict v = verdicts[b].verdict;
    const bool refuted = v == Verdict::hypothesis_failure || v == Verdict::link_failure;
    velocity.good_failures += refuted ? 1 : 0;
    velocity.decided += refuted || v == Verdict::validated || v == Verdict::exceeded ? 1 : 0;
    velocity.bits += verdicts[b].bits;
    const ledger::BetRecord& record = standing.now.bets[b];
    velocity.person_weeks += record.delivered_on ? record.terms.total_effort() : 0;
  }
  for (const LinkProposal& proposal : proposals) {
    velocity.bits += proposal.bits;
  }
  return velocity;
}

}  // namespace betledger::forecast
