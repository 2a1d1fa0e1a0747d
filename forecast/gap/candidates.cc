#include "forecast/gap/candidates.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

Change start_of(const Idea& idea, std::uint32_t period) {
  Change change;
  for (const std::uint32_t k : idea.interventions) {
    const bool scales = idea.kind == Idea::Kind::scale;
    change.push_back({scales ? Twist::Kind::more : Twist::Kind::start,
                      k,
                      static_cast<double>(period),
                      idea.rest});
  }
  return change;
}

bool is_help(const inference::Belief& change, double sign) {
  return sign * change.mean > 2 * change.se && sign * change.mean > 0;
}

/// The last start up to which every one keeps its share of what the earliest does.
void find_latest(Candidate& candidate, double sign, double keeps) {
  const Outlook::Effect& best = candidate.starts.front().effect;
  candidate.by_target = is_help(best.target_change, 1);
  if (!candidate.by_target && !is_help(best.focus_change, sign)) {
    return;
  }
  const auto worth = [&](const StartWorth& start) {
    return candidate.by_target ? start.effect.target_change.mean
                               : sign * start.effect.focus_change.mean;
  };
  const double least = keeps * worth(candidate.starts.front());
  for (const StartWorth& start : candidate.starts) {
    if (worth(start) < least) {
      break;
    }
    candidate.latest = start.period;
  }
}

/// Which way, and how far at most, a probe pushes.
double most_of(const sim::Node& node, std::span<const std::optional<double>> history) {
  switch (node.support) {
    case tree::Support::positive:
      return 3;
    case tree::Support::fraction:
      return 0.5;
    case tree::Support::real:
      break;
  }
  double size = 0;
  double count = 0;
  for (const auto& value : history) {
    size += value ? std::abs(*value) : 0;
    count += value ? 1 : 0;
  }
  return count > 0 && size > 0 ? 3 * size / count : 1;
}

/// A search for the least push that brings P(target) to where it is wanted.
struct Search {
  double most = 0;  // with its sign; 0: over
  double low = 0;   // not enough
  double high = 0;  // enough
};

class Searches {
 public:
  Searches(const std::vector<Probe>& probes, Outlook& outlook, double wanted)
      : probes_{probes}, outlook_{outlook}, wanted_{wanted} {}

  /// P(target) by probe, each alone at its amount.
  std::vector<double> at(const std::vector<double>& amounts) {
    std::vector<Change> changes;
    const double next = outlook_.known();
    for (std::size_t i = 0; i < probes_.size(); ++i) {
      changes.push_back({{Twist::Kind::constant, probes_[i].intervention, next, amounts[i]}});
    }
    std::vector<double> shares;
    for (const Ends& ends : outlook_.after(changes)) {
      shares.push_back(outlook_.target_of(ends).probability);
    }
    return shares;
  }

  /// The way that brings more, if it brings enough.
  std::vector<Search> begin(const std::vector<double>& most) {
    std::vector<double> down;
    for (std::size_t i = 0; i < most.size(); ++i) {
      const auto& node = outlook_.model().nodes[probes_[i].node];
      down.push_back(node.support == tree::Support::positive ? -0.9 : -most[i]);
    }
    const std::vector<double> risen = at(most);
    const std::vector<double> fallen = at(down);
    std::vector<Search> searches(most.size());
    for (std::size_t i = 0; i < most.size(); ++i) {
      if (std::max(risen[i], fallen[i]) >= wanted_) {
        searches[i].most = risen[i] >= fallen[i] ? most[i] : down[i];
        searches[i].high = searches[i].most;
      }
    }
    return searches;
  }

  void halve(std::vector<Search>& searches) {
    std::vector<double> amounts;
    for (const Search& search : searches) {
      amounts.push_back((search.low + search.high) / 2);
    }
    const std::vector<double> shares = at(amounts);
    for (std::size_t i = 0; i < searches.size(); ++i) {
      (shares[i] >= wanted_ ? searches[i].high : searches[i].low) = amounts[i];
    }
  }

 private:
  const std::vector<Probe>& probes_;
  Outlook& outlook_;
  double wanted_;
};

}  // namespace

std::vector<Candidate> weigh(const std::vector<Idea>& ideas,
                             Outlook& outlook,
                             bool falls,
                             const CandidateSettings& settings) {
  const double sign = falls ? -1 : 1;
  std::vector<Candidate> candidates;
  for (const Idea& idea : ideas) {
    BET_EXPECT(idea.first < idea.end);
    std::vector<Change> changes;
    for (std::uint32_t t = idea.first; t < idea.end; ++t) {
      changes.push_back(start_of(idea, t));
    }
    Candidate candidate;
    candidate.idea = idea;
    std::uint32_t period = idea.first;
    for (const Ends& ends : outlook.after(changes)) {
      candidate.starts.push_back({period++, outlook.effect_of(ends)});
    }
    find_latest(candidate, sign, settings.keeps);
    candidates.push_back(std::move(candidate));
  }
  const auto worth = [&](const Candidate& candidate) {
    const Outlook::Effect& effect = candidate.starts.front().effect;
    return std::pair{effect.target_change.mean, sign * effect.focus_change.mean};
  };
  std::stable_sort(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) {
    return worth(a) > worth(b);
  });
  return candidates;
}

std::vector<RequiredLift> required_lifts(
    const std::vector<Probe>& probes,
    const std::vector<std::vector<std::optional<double>>>& histories,
    Outlook& outlook,
    const CandidateSettings& settings) {
  BET_EXPECT(histories.size() == probes.size());
  const std::uint32_t next = outlook.known();
  std::vector<RequiredLift> lifts;
  if (!outlook.ask().goal || next >= outlook.model().periods || probes.empty()) {
    return lifts;
  }
  std::vector<double> most;
  for (std::size_t i = 0; i < probes.size(); ++i) {
    most.push_back(most_of(outlook.model().nodes[probes[i].node], histories[i]));
  }
  const bool there = outlook.target_of(outlook.as_it_is()).probability >= settings.wanted;
  Searches search{probes, outlook, settings.wanted};
  std::vector<Search> found(probes.size());
  constexpr int halvings = 14;
  if (!there) {
    found = search.begin(most);
    for (int i = 0; i < halvings; ++i) {
      search.halve(found);
    }
  }
  for (std::size_t i = 0; i < probes.size(); ++i) {
    RequiredLift lift;
    lift.node = probes[i].node;
    lift.action = outlook.model().interventions[probes[i].intervention].action;
    lift.most = most[i];
    if (there || found[i].most != 0) {
      lift.amount = there ? 0 : found[i].high;
      lift.record =
          track_record(histories[i], outlook.model().periods - next, lift.action, *lift.amount);
    }
    lifts.push_back(std::move(lift));
  }
  return lifts;
}

std::vector<std::vector<std::optional<double>>> histories_of(const Standing& standing,
                                                             const std::vector<Probe>& probes) {
  std::vector<std::vector<std::optional<double>>> all;
  const tree::MetricTree& tree = standing.locked.tree;
  const Timeline& timeline = standing.locked.cycle.timeline;
  for (const Probe& probe : probes) {
    const MetricId id = tree.in_dependency_order()[probe.node];
    const Observed& seen = standing.observed[id.value()];
    std::vector<std::optional<double>> history;
    const auto past = standing.locked.history.find(tree.metric(id).key);
    if (past != standing.locked.history.end()) {
      const int lead = static_cast<int>(seen.lead.size());
      const Day end = timeline.start_of(-lead);
      for (int t = 0; past->second.start_of(t) < end; ++t) {
        history.push_back(past->second.at(past->second.start_of(t)));
      }
    }
    history.insert(history.end(), seen.lead.begin(), seen.lead.end());
    history.insert(history.end(), seen.values.begin(), seen.values.end());
    all.push_back(std::move(history));
  }
  return all;
}

}  // namespace betledger::forecast
