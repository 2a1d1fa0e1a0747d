#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/book/book_rules.h"

namespace betledger::ledger {
namespace {

constexpr double largest = 1e15;
constexpr double smallest = 1e-15;

bool is_share(double value) {
  return value >= 0 && value <= 1;
}

struct LearningRules {
  const Book& book;

  Diagnostics operator()(const ExperimentRecorded& event) const {
    const Experiment& experiment = event.experiment;
    if (experiment.bet.empty() == experiment.link.empty()) {
      return {refusal("L060",
                      "an experiment is on one bet or on one link",
                      "name one of them: --bet KEY or --link \"from->to\"")};
    }
    Diagnostics found = experiment.link.empty() ? on_bet(experiment) : on_link(experiment);
    const Diagnostics numbers = against_numbers(experiment);
    found.insert(found.end(), numbers.begin(), numbers.end());
    if (experiment.source.empty()) {
      found.push_back(refusal("L062",
                              "an experiment names its source",
                              "say where it can be looked up: --source \"A/B readout 41\""));
    }
    for (const ExperimentRecord& record : book.experiments) {
      if (!record.withdrawn_because && record.experiment == experiment) {
        found.push_back(
            refusal("L063",
                    fmt::format("entry {} has recorded this experiment already", record.seq),
                    "counted twice it would look like twice the evidence"));
        break;
      }
    }
    return found;
  }

  Diagnostics operator()(const ExperimentWithdrawn& event) const {
    const auto record =
        std::find_if(book.experiments.begin(), book.experiments.end(), [&event](const auto& one) {
          return one.seq == event.experiment;
        });
    if (record == book.experiments.end()) {
      return {refusal("L064",
                      fmt::format("entry {} recorded no experiment", event.experiment),
                      "`betledger experiment list` shows their numbers")};
    }
    if (record->withdrawn_because) {
      return {
          refusal("L064",
                  fmt::format("the experiment of entry {} is withdrawn already", event.experiment),
                  "`betledger experiment list` shows which ones count")};
    }
    if (event.because.empty()) {
      return {refusal(
          "L022", "withdrawing an experiment needs a reason", "say why: --because \"...\"")};
    }
    return {};
  }

  Diagnostics operator()(const PriorsLearned& event) const {
    const RecordedPrior& prior = event.prior;
    const bool shares = is_share(prior.base_rate) && is_share(prior.base_rate_low) &&
                        is_share(prior.base_rate_high) && is_share(prior.works) &&
                        prior.works <= prior.base_rate;
    const bool sizes = std::abs(prior.mean) <= largest && prior.scale >= smallest &&
                       prior.scale <= largest && prior.effects >= 2;
    if (shares && sizes && !prior.source.empty() && is_key(prior.family)) {
      return {};
    }
    return {refusal("L065",
                    "the priors are not what past experiments can teach",
                    "learn them with `betledger priors learn FILE --record`")};
  }

  Diagnostics operator()(const OptimismSet& event) const {
    const Optimism& o = event.optimism;
    if (o.source.empty() || (o.readouts == 0 && o.because.empty())) {
      return {refusal("L066",
                      "a correction names its source, and one set by hand its reason",
                      "say why: --because \"...\"")};
    }
    return against_correction(o);
  }

  template <class Other>
  Diagnostics operator()(const Other& /*event*/) const {
    return {};
  }

 private:
  [[nodiscard]] Diagnostics on_bet(const Experiment& experiment) const {
    const auto bet = book.bets.find(experiment.bet);
    if (bet == book.bets.end()) {
      std::vector<std::string> known;
      for (const auto& [key, there] : book.bets) {
        known.push_back(key);
      }
      return {unknown_name(
          "L020", "bet", experiment.bet, known, "`betledger bet show` lists the bets")};
    }
    const auto& effects = bet->second.terms.effects;
    if (std::any_of(effects.begin(), effects.end(), [&](const Effect& effect) {
          return effect.metric == experiment.metric;
        })) {
      return {};
    }
    std::vector<std::string> metrics;
    for (const Effect& effect : effects) {
      metrics.push_back(effect.metric);
    }
    return {refusal(
        "L061",
        fmt::format("bet {} has no effect on {}", experiment.bet, printable(experiment.metric)),
        "it has effects on: " + join(metrics, ", "))};
  }

  [[nodiscard]] Diagnostics on_link(const Experiment& experiment) const {
    std::vector<std::string> known;
    for (const tree::Link& link : book.tree.links) {
      known.push_back(link.key());
      if (known.back() != experiment.link) {
        continue;
      }
      if (link.to != experiment.metric) {
        return {refusal(
            "L061",
            fmt::format(
                "link {} does not lead to {}", experiment.link, printable(experiment.metric)),
            "it leads to " + link.to)};
      }
      if (experiment.counts) {
        return {refusal("L061",
                        "counts of a metric do not say how strong a link is",
                        "give the strength that was measured with --estimate and --se")};
      }
      return {};
    }
    return {
        unknown_name("L011", "link", experiment.link, known, "`betledger export` shows the tree")};
  }

  /// The written comparisons turn NaN away.
  static Diagnostics against_correction(const Optimism& o) {
    Diagnostics found;
    if (!o.team.empty() && !is_key(o.team)) {
      found.push_back(refusal("L067",
                              fmt::format("`{}` is no name of a team", printable(o.team)),
                              "a team is named as in the bets file: letters, digits, - and _"));
    }
    if (!(o.factor.lowest() >= 0 && o.factor.quantile(0.5) > 0)) {
      found.push_back(refusal("L067",
                              "the factor can be 0 or less",
                              "it is what comes over what is stated, above 0: 1 is no bias, 0.5 "
                              "that half of it comes; lognormal(median=0.5, sdlog=0.4) and "
                              "{p10: ..., p50: ..., p90: ...} stay above 0"));
    } else if (!(o.factor.quantile(0.99) <= 1000)) {
      found.push_back(refusal("L067",
                              "the factor goes beyond 1000",
                              "it is what comes over what is stated: 1 is no bias, 0.5 that half "
                              "of it comes"));
    }
    if (!(o.spread >= 0.1 && o.spread <= 10)) {
      found.push_back(refusal("L067",
                              fmt::format("a spread of {} is not from 0.1 to 10", o.spread),
                              "1 leaves stated intervals as they are, 1.5 makes them half as wide "
                              "again"));
    }
    return found;
  }

  static Diagnostics against_numbers(const Experiment& experiment) {
    Diagnostics found;
    if (!(std::abs(experiment.estimate) <= largest)) {
      found.push_back(refusal("L062", "the estimate is out of reason", "check its unit"));
    }
    if (!(experiment.se >= smallest && experiment.se <= largest)) {
      found.push_back(refusal("L062",
                              "the standard error is not above 0",
                              "a readout without an error cannot be weighed: give --se"));
    }
    if (!(experiment.exposure > 0 && experiment.exposure <= 1)) {
      found.push_back(
          refusal("L062",
                  "the exposure is no share above 0 % and up to 100 %",
                  "it is the part of the metric's units that the treatment could reach"));
    }
    if (experiment.counts) {
      if (const auto why = objection(*experiment.counts)) {
        found.push_back(refusal("L062", "the counts cannot be: " + *why, "check them"));
      }
    }
    return found;
  }
};

}  // namespace

Diagnostics reasons_against_learning_event(const Book& book, const Event& event) {
  return std::visit(LearningRules{book}, event);
}

}  // namespace betledger::ledger
