#include "tests/forecast/review/delivery_chain.h"

#include <cmath>

#include "core/contract.h"
#include "core/normal.h"
#include "core/quadrature.h"

namespace betledger::forecast {
namespace {

double density(double value, double mean, double sd) {
  return normal_pdf((value - mean) / sd) / sd;
}

/// Density of both readouts if delivered and not nil, with and without the link.
struct Likelihoods {
  double nil = 0;     // nothing moved
  double effect = 0;  // the input alone
  double link = 0;    // both
};

Likelihoods likelihoods(const DeliveryChain& chain) {
  const auto& [input, input_se] = chain.input;
  const auto& [outcome, outcome_se] = chain.outcome;
  const double still = density(outcome, 0, outcome_se);
  const double moved = density(input, chain.effect.mean, std::hypot(chain.effect.sd, input_se));
  // Given the input, the effect is normal; the outcome depends on it through mean and spread.
  const SpikeSlab effect = update({1, chain.effect.mean, chain.effect.sd}, chain.input).posterior;
  constexpr double far = 12;
  const double carried = integrate(
      [&](double z) {
        const double amount = effect.mean + z * effect.sd;
        return normal_pdf(z) * density(outcome,
                                       chain.strength.mean * amount,
                                       std::hypot(outcome_se, chain.strength.sd * amount));
      },
      -far,
      far);
  return {density(input, 0, input_se) * still, moved * still, moved * carried};
}

double prior_of_delivery(const DeliveryChain& chain, bool delivered) {
  if (chain.known) {
    return *chain.known == delivered ? 1 : 0;
  }
  const double prior = delivered ? chain.p_delivered : 1 - chain.p_delivered;
  if (!chain.reported) {
    return prior;
  }
  const double yes = delivered ? chain.reported_if_delivered : chain.reported_if_not;
  return prior * (*chain.reported ? yes : 1 - yes);
}

}  // namespace

ChainPosterior judge(const DeliveryChain& chain) {
  BET_EXPECT(chain.effect.sd > 0 && chain.strength.sd > 0 && chain.input.se > 0 &&
             chain.outcome.se > 0);
  const Likelihoods seen = likelihoods(chain);
  ChainPosterior posterior;
  double total = 0;
  for (std::size_t state = 0; state < posterior.joint.size(); ++state) {
    const bool delivered = (state & 4U) != 0;
    const bool effect = (state & 2U) != 0;
    const bool link = (state & 1U) != 0;
    const double prior = prior_of_delivery(chain, delivered) *
                         (effect ? chain.effect.p_real : 1 - chain.effect.p_real) *
                         (link ? chain.strength.p_real : 1 - chain.strength.p_real);
    const double likelihood = !(delivered && effect) ? seen.nil : link ? seen.link : seen.effect;
    posterior.joint[state] = prior * likelihood;
    total += posterior.joint[state];
  }
  BET_EXPECT(total > 0);
  for (double& probability : posterior.joint) {
    probability /= total;
  }
  const auto& joint = posterior.joint;
  posterior.execution_failure = joint[0] + joint[1] + joint[2] + joint[3];
  posterior.effect_failure = joint[4] + joint[5];
  posterior.link_failure = joint[6];
  posterior.success = joint[7];
  posterior.delivered = posterior.effect_failure + joint[6] + joint[7];
  posterior.effect_real = joint[2] + joint[3] + joint[6] + joint[7];
  posterior.link_real = joint[1] + joint[3] + joint[5] + joint[7];
  return posterior;
}

}  // namespace betledger::forecast
