#include "forecast/review/link_proposals.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/number.h"
#include "forecast/gap/updated_beliefs.h"
#include "forecast/plan/variable_keys.h"
#include "forecast/projection/committed.h"
#include "forecast/review/bits_learned.h"

namespace betledger::forecast {
namespace {

using inference::Index;
using inference::Unknown;

/// What the posterior says of one link.
struct Facts {
  bool informed = false;
  bool randomised = false;  // an experiment measured it
  std::uint32_t cycles = 1;
  double risk = 0;  // its share of the focus' variance at commit
};

double believed_sign(const Distribution& strength) {
  return strength.quantile(0.5) < 0 ? -1 : 1;
}

void weigh(const Inferred& inferred,
           Index l,
           const tree::ReviewRules& rules,
           LinkProposal& proposal) {
  const sim::Influence& from = inferred.model.influences[l];
  const std::vector<double> strength =
      inferred.posterior.values(inferred.problem.unknown(Unknown::Kind::strength, l));
  const std::vector<double> open = inferred.posterior.open(from.gate);
  const double sign = believed_sign(from.strength);
  const double smallest = rules.useful_share * std::abs(from.strength.quantile(0.5));
  double real = 0;
  double right = 0;
  double useful = 0;
  for (std::size_t i = 0; i < strength.size(); ++i) {
    real += open[i];
    right += open[i] * (strength[i] * sign > 0 ? 1 : 0);
    useful += open[i] * (std::abs(strength[i]) > smallest ? 1 : 0);
  }
  proposal.sign_certain = real > 0 ? right / real : 0;
  proposal.useful = useful / static_cast<double>(strength.size());
}

/// Whatever was learned more of says which way: P(real), or the strength's size.
bool goes_up(const LinkProposal& proposal) {
  return proposal.bits >= proposal.strength_bits
             ? proposal.real_to.probability > proposal.real_from
             : std::abs(proposal.strength_to.p50) > std::abs(proposal.strength_from.p50);
}

std::string news_of(const LinkProposal& proposal) {
  std::string news = fmt::format("the data moved it from {} to {} ({:.2f} bits)",
                                 format_percent(proposal.real_from, 0),
                                 format_percent(proposal.real_to.probability, 0),
                                 proposal.bits);
  if (proposal.strength_bits > 0) {
    news += fmt::format(", its strength from {} to {} ({:.2f} bits)",
                        format_rounded(proposal.strength_from.p50, 2),
                        format_rounded(proposal.strength_to.p50, 2),
                        proposal.strength_bits);
  }
  return news;
}

void decide(const tree::ReviewRules& rules, const Facts& facts, LinkProposal& proposal) {
  using Action = LinkProposal::Action;
  const double news = proposal.bits + proposal.strength_bits;
  const double now = proposal.real_to.probability;
  const auto settle = [&](Action action, std::string because) {
    proposal.action = action;
    proposal.because = std::move(because);
  };
  const bool confirmed = facts.randomised || facts.cycles >= rules.harden_cycles;
  if (!facts.informed) {
    facts.risk >= 0.01
        ? settle(Action::test_next,
                 fmt::format("nothing moved its driver, and it carries {} of the plan's variance",
                             format_percent(facts.risk, 0)))
        : settle(Action::keep, "nothing moved its driver: the data cannot tell");
  } else if (now >= rules.harden_real && proposal.sign_certain >= rules.sign_certain && confirmed) {
    settle(Action::harden,
           fmt::format("real with {}, its sign with {}, {}",
                       format_percent(now, 0),
                       format_percent(proposal.sign_certain, 0),
                       facts.randomised ? "and an experiment measured it"
                                        : fmt::format("in {} cycles", facts.cycles)));
  } else if (proposal.useful < rules.prune_below) {
    settle(Action::prune,
           fmt::format("larger than {} of what was believed with {} only",
                       format_percent(rules.useful_share, 0),
                       format_percent(proposal.useful, 0)));
  } else if (news >= rules.news_bits) {
    settle(goes_up(proposal) ? Action::raise : Action::lower, news_of(proposal));
  } else if (facts.risk >= 0.05) {
    settle(
        Action::test_next,
        fmt::format("the data hardly tell ({:.2f} bits), and it carries {} of the plan's variance",
                    news,
                    format_percent(facts.risk, 0)));
  } else {
    settle(Action::keep, fmt::format("the data hardly tell ({:.2f} bits)", news));
  }
}

}  // namespace

std::string_view name(LinkProposal::Action action) noexcept {
  switch (action) {
    case LinkProposal::Action::raise:
      return "raise";
    case LinkProposal::Action::lower:
      return "lower";
    case LinkProposal::Action::harden:
      return "harden";
    case LinkProposal::Action::prune:
      return "prune";
    case LinkProposal::Action::test_next:
      return "test next";
    case LinkProposal::Action::keep:
      return "keep";
  }
  return {};
}

bool changes_link(LinkProposal::Action action) noexcept {
  return action != LinkProposal::Action::keep && action != LinkProposal::Action::test_next;
}

const ledger::DecisionRecord* ruling_on(const LinkProposal& proposal) noexcept {
  const auto found =
      std::find_if(proposal.decisions.rbegin(), proposal.decisions.rend(), [](const auto& one) {
        return one.decision.ruling != ledger::Ruling::annotated;
      });
  return found == proposal.decisions.rend() ? nullptr : &*found;
}

std::vector<LinkProposal> propose_links(
    const Standing& standing,
    const Inferred& inferred,
    const tree::ReviewRules& rules,
    const std::map<std::string, std::uint32_t>& earlier_cycles) {
  std::vector<LinkProposal> proposals;
  const auto& links = standing.locked.tree.spec().links;
  const std::vector<LinkOutlook> outlooks = link_outlooks(standing, inferred.posterior);
  for (Index l = 0; l < links.size(); ++l) {
    const sim::Influence& from = inferred.model.influences[l];
    LinkProposal proposal;
    proposal.id = fmt::format("L{}", l + 1);
    proposal.link = links[l].key();
    proposal.real_from = inferred.model.gates[from.gate].probability;
    proposal.real_to = inferred.posterior.chance(from.gate);
    proposal.bits = bits_learned(proposal.real_from, proposal.real_to.probability);
    proposal.strength_from = outlooks[l].prior;
    proposal.strength_to = outlooks[l].now;
    proposal.strength_bits =
        proposal.real_to.probability * bits_learned(outlooks[l].prior, outlooks[l].now);
    proposal.is_informed = outlooks[l].is_informed;
    const std::string& key = proposal.link;
    Facts facts;
    facts.informed = proposal.is_informed;
    facts.randomised = std::any_of(standing.experiments.begin(),
                                   standing.experiments.end(),
                                   [&](const ledger::Experiment& e) { return e.link == key; });
    const auto earlier = earlier_cycles.find(key);
    // Beyond what the particles' own error makes: else every second cycle would count by chance.
    const bool supports = facts.informed && proposal.real_to.probability >
                                                proposal.real_from + 2 * proposal.real_to.se;
    facts.cycles = (earlier == earlier_cycles.end() ? 0 : earlier->second) + (supports ? 1 : 0);
    facts.risk = committed_variance(standing.commit, keys::link(key));
    proposal.cycles = facts.cycles;
    weigh(inferred, l, rules, proposal);
    decide(rules, facts, proposal);
    proposals.push_back(std::move(proposal));
  }
  return proposals;
}

}  // namespace betledger::forecast
