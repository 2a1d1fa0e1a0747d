#include <algorithm>
#include <utility>

#include "ledger/codec/belief_text.h"
#include "ledger/codec/codec.h"
#include "ledger/codec/codec_parts.h"

namespace betledger::ledger {
namespace {

/// Quantiles above 0 are of something that stays above 0, unless they say otherwise.
Distribution above_zero(Distribution factor) {
  const auto* stated = std::get_if<Quantiles>(&factor.family());
  if (stated == nullptr || stated->lower || !(stated->values.front() > 0)) {
    return factor;
  }
  Quantiles bounded = *stated;
  bounded.lower = 0;
  auto made = Distribution::make(std::move(bounded));
  return made ? std::move(made).value() : std::move(factor);
}

}  // namespace

Result<Distribution> decode_factor(const Node& body) {
  Findings findings;
  auto factor = decode_belief(body, "factor", BeliefUnit::plain, findings);
  return unless(findings, above_zero(std::move(factor).value_or(Distribution::constant(1))));
}

Node encode_factor(const Distribution& factor) {
  return encode_belief(factor, BeliefUnit::plain);
}

}  // namespace betledger::ledger
