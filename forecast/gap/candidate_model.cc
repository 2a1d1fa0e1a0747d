#include "forecast/gap/candidate_model.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "forecast/plan/model_timing.h"
#include "forecast/standing/pending.h"

namespace betledger::forecast {
namespace {

using ledger::BetRecord;

const BetRecord* find(const std::vector<BetRecord>& bets, const std::string& key) {
  const auto found = std::find_if(
      bets.begin(), bets.end(), [&](const BetRecord& b) { return b.terms.key == key; });
  return found == bets.end() ? nullptr : &*found;
}

bool is_over(const BetRecord& record) {
  return record.stopped_on.has_value() || record.status == ledger::BetStatus::withdrawn;
}

bool holds(const std::vector<std::string>& keys, const std::string& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

class Collector {
 public:
  Collector(const Standing& standing, const std::vector<std::uint32_t>& probed)
      : standing_{standing}, probed_{probed} {}

  CandidateModel collect() {
    choose();
    Standing extended = standing_;
    for (BetRecord record : chosen_) {
      record.terms.start = std::max(standing_.frontier(), standing_.locked.cycle.timeline.start);
      record.terms.funded = true;
      extended.now.bets.push_back(std::move(record));
    }
    result_.model = to_model_at(extended);
    const std::uint32_t periods = result_.model.periods;
    if (standing_.periods_known < periods) {
      for (const BetRecord& record : chosen_) {
        add_funding(record, extended.now.bets);
      }
      add_own();
    }
    add_probes();
    return std::move(result_);
  }

 private:
  /// Proposed bets that may join, each with all it needs.
  void choose() {
    for (const BetRecord& record : standing_.now.cut) {
      const std::optional<std::string> obstacle = obstacle_of(record);
      if (obstacle) {
        result_.left_out.push_back({record.terms.key, *obstacle});
      } else if (!is_over(record)) {
        chosen_.push_back(record);
      }
    }
  }

  [[nodiscard]] std::optional<std::string> obstacle_of(const BetRecord& record) const {
    for (const std::string& key : package_of(record)) {
      const BetRecord* member = find(standing_.now.cut, key);
      if (member != nullptr && is_over(*member)) {
        return key == record.terms.key ? "it was stopped or withdrawn"
                                       : fmt::format("it needs {}, which was stopped", key);
      }
      for (const std::string& need :
           member == nullptr ? std::vector<std::string>{} : member->terms.needs) {
        const BetRecord* funded = find(standing_.now.bets, need);
        if (funded != nullptr && is_over(*funded) && !funded->delivered_on) {
          return fmt::format("it needs {}, which was stopped", need);
        }
      }
      for (const BetRecord& funded : standing_.now.bets) {
        const bool clash =
            member != nullptr && !is_over(funded) &&
            (holds(member->terms.excludes, funded.terms.key) || holds(funded.terms.excludes, key));
        if (clash) {
          return fmt::format("{} and {} exclude each other", key, funded.terms.key);
        }
      }
    }
    return std::nullopt;
  }

  /// The bet and what it needs that is not funded.
  [[nodiscard]] std::vector<std::string> package_of(const BetRecord& record) const {
    std::vector<std::string> keys{record.terms.key};
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const BetRecord* member = find(standing_.now.cut, keys[i]);
      for (const std::string& need :
           member == nullptr ? std::vector<std::string>{} : member->terms.needs) {
        if (find(standing_.now.cut, need) != nullptr && !holds(keys, need)) {
          keys.push_back(need);
        }
      }
    }
    return keys;
  }

  void take_bet(const std::string& key, const std::vector<BetRecord>& bets, Idea& idea) const {
    const auto group = static_cast<std::uint32_t>(find(bets, key) - bets.data());
    idea.effort += bets[group].terms.total_effort();
    for (std::uint32_t k = 0; k < result_.model.interventions.size(); ++k) {
      if (result_.model.interventions[k].group == group) {
        idea.interventions.push_back(k);
      }
    }
  }

  void add_funding(const BetRecord& record, const std::vector<BetRecord>& bets) {
    Idea idea;
    idea.kind = Idea::Kind::fund;
    idea.bet = record.terms.key;
    idea.first = standing_.periods_known;
    idea.end = result_.model.periods;
    for (const std::string& key : package_of(record)) {
      take_bet(key, bets, idea);
      if (key != idea.bet) {
        idea.along.push_back(key);
      }
    }
    add(std::move(idea));
  }

  /// Funded bets that can be pulled forward, or scaled.
  void add_own() {
    const std::uint32_t next = standing_.periods_known;
    for (const BetRecord& record : standing_.now.bets) {
      Idea idea;
      idea.bet = record.terms.key;
      idea.first = next;
      const bool partial =
          record.delivered_on && record.delivered_share > 0 && record.delivered_share < 1;
      const double start = timing_of(record, standing_.now.cycle.timeline).start;
      const bool ahead = !record.delivered_on && !record.started_on && start >= next + 1.0;
      if (is_over(record) || !(partial || ahead)) {
        continue;
      }
      take_bet(idea.bet, standing_.now.bets, idea);
      if (partial) {
        idea.kind = Idea::Kind::scale;
        idea.rest = 1 - record.delivered_share;
        idea.effort *= idea.rest;
        idea.end = result_.model.periods;
      } else {
        idea.kind = Idea::Kind::pull_forward;
        idea.end =
            static_cast<std::uint32_t>(std::min<double>(std::ceil(start), result_.model.periods));
      }
      add(std::move(idea));
    }
  }

  void add(Idea idea) {
    if (!idea.interventions.empty()) {
      idea.node = result_.model.interventions[idea.interventions.front()].node;
      result_.ideas.push_back(std::move(idea));
    }
  }

  void add_probes() {
    std::set<std::uint32_t> nodes{probed_.begin(), probed_.end()};
    for (const Idea& idea : result_.ideas) {
      nodes.insert(idea.node);
    }
    sim::Model& model = result_.model;
    for (const std::uint32_t n : nodes) {
      if (!std::holds_alternative<sim::BasePath>(model.nodes[n].source)) {
        continue;
      }
      const std::string key = "probe:" + model.nodes[n].key;
      sim::Profile profile;
      profile.key = key;
      model.gates.push_back({key, 1, {}});
      model.profiles.push_back(std::move(profile));
      result_.probes.push_back({n, static_cast<std::uint32_t>(model.interventions.size())});
      const bool lifts = model.nodes[n].support == tree::Support::positive;
      model.interventions.push_back({key,
                                     n,
                                     lifts ? sim::Action::lift : sim::Action::shift,
                                     Distribution::constant(0),
                                     {static_cast<std::uint32_t>(model.gates.size()) - 1},
                                     static_cast<std::uint32_t>(model.profiles.size()) - 1,
                                     model.groups++});
    }
  }

  const Standing& standing_;
  const std::vector<std::uint32_t>& probed_;
  std::vector<BetRecord> chosen_;
  CandidateModel result_;
};

}  // namespace

CandidateModel make_candidate_model(const Standing& standing,
                                    const std::vector<std::uint32_t>& probed) {
  return Collector{standing, probed}.collect();
}

}  // namespace betledger::forecast
