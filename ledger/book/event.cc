#include "ledger/book/event.h"

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger::ledger {
namespace {

std::string with_reason(const std::string& text, const std::string& because) {
  return because.empty() ? text : text + ": " + because;
}

struct Describer {
  std::string operator()(const LedgerOpened& e) const { return "opened the ledger " + e.title; }
  std::string operator()(const TreeDescribed& e) const {
    return fmt::format("described the tree {}: {}, {}, focus {}",
                       e.title,
                       counted(e.metrics.size(), "metric"),
                       counted(e.links.size(), "link"),
                       e.focus);
  }
  std::string operator()(const MetricDefined& e) const { return "defined metric " + e.metric.key; }
  std::string operator()(const MetricRetired& e) const { return "retired metric " + e.metric; }
  std::string operator()(const LinkDefined& e) const { return "defined link " + e.link.key(); }
  std::string operator()(const LinkRetired& e) const { return "retired link " + e.link; }
  std::string operator()(const OccasionDefined& e) const {
    return "defined event " + e.occasion.name;
  }
  std::string operator()(const OccasionRetired& e) const { return "retired event " + e.occasion; }
  std::string operator()(const BetsDescribed& e) const {
    return fmt::format("described the bets of {}: {}", e.cycle, counted(e.bets.size(), "bet"));
  }
  std::string operator()(const BetProposed& e) const {
    return fmt::format("proposed bet {} for {}", e.bet.key, e.cycle);
  }
  std::string operator()(const BetAmended& e) const {
    return with_reason("amended bet " + e.bet.key, e.because);
  }
  std::string operator()(const BetWithdrawn& e) const {
    return with_reason("withdrew bet " + e.bet, e.because);
  }
  std::string operator()(const BetStarted& e) const {
    return fmt::format("started bet {} on {}", e.bet, format_day(e.on));
  }
  std::string operator()(const BetDelivered& e) const {
    const std::string share =
        e.share < 1 ? fmt::format(", {} of it", format_number(e.share, NumberKind::percent)) : "";
    return fmt::format("delivered bet {} on {}{}", e.bet, format_day(e.on), share);
  }
  std::string operator()(const BetStopped& e) const {
    return with_reason(fmt::format("stopped bet {} on {}", e.bet, format_day(e.on)), e.because);
  }
  std::string operator()(const BetCorrected& e) const {
    return with_reason(fmt::format("took back that bet {} was {}", e.bet, name(e.step)), e.because);
  }
  std::string operator()(const CycleOpened& e) const {
    const std::string target = e.cycle.target ? ", target " + format_target(*e.cycle.target) : "";
    return fmt::format("opened cycle {}: {} from {}{}",
                       e.cycle.key,
                       counted(e.cycle.timeline.count, name(e.cycle.timeline.kind)),
                       format_day(e.cycle.timeline.start),
                       target);
  }
  std::string operator()(const CycleCommitted& e) const {
    return with_reason(fmt::format("committed cycle {}: plan {} from entry {}, data to {}",
                                   e.commit.cycle,
                                   e.commit.plan_sha256.substr(0, 12),
                                   e.commit.head_seq,
                                   format_day(e.commit.data_cut)),
                       e.commit.because);
  }
  std::string operator()(const ActualsRecorded& e) const {
    return fmt::format(
        "recorded {} of {} from {}", counted(e.values.size(), "value"), e.metric, e.source);
  }
  std::string operator()(const ExperimentRecorded& e) const {
    const Experiment& x = e.experiment;
    return fmt::format("recorded an experiment on {} {}: {} {} ± {} ({})",
                       x.bet.empty() ? "link" : "bet",
                       x.bet.empty() ? x.link : x.bet,
                       x.metric,
                       format_rounded(x.estimate, 3),
                       format_rounded(x.se, 2),
                       x.source);
  }
  std::string operator()(const ExperimentWithdrawn& e) const {
    return with_reason(fmt::format("withdrew the experiment of entry {}", e.experiment), e.because);
  }
  std::string operator()(const PriorsLearned& e) const {
    return fmt::format("learned priors from {} of {}: {} of ideas move their metric",
                       counted(e.prior.effects, "effect"),
                       e.prior.source,
                       format_percent(e.prior.base_rate, 0));
  }
  std::string operator()(const OptimismSet& e) const {
    const Optimism& o = e.optimism;
    const std::string whose = o.team.empty() ? "every other team" : o.team;
    return with_reason(
        o.is_on ? fmt::format("corrects the effects of {}: factor {} ({} to {}), spread x {} ({})",
                              whose,
                              format_rounded(o.factor.quantile(0.5), 3),
                              format_rounded(o.factor.quantile(0.1), 2),
                              format_rounded(o.factor.quantile(0.9), 3),
                              format_rounded(o.spread, 3),
                              o.source)
                : fmt::format("takes the effects of {} as they are stated", whose),
        o.because);
  }
  std::string operator()(const ReviewDecided& e) const {
    const Decision& d = e.decision;
    return with_reason(
        fmt::format("{} proposal {} of {} on link {}", name(d.ruling), d.proposal, d.cycle, d.link),
        d.because);
  }
  std::string operator()(const CycleClosed& e) const {
    const std::string carried =
        e.close.carried.empty()
            ? ""
            : fmt::format(
                  ", {} carried over to {}", counted(e.close.carried.size(), "bet"), e.close.next);
    return with_reason(fmt::format("closed cycle {}{}", e.close.cycle, carried), e.close.because);
  }
};

}  // namespace

std::string describe(const Event& event) {
  return std::visit(Describer{}, event);
}

}  // namespace betledger::ledger
