#include "ledger/book/book.h"

#include <algorithm>
#include <array>

namespace betledger::ledger {

std::string_view name(BetStatus status) noexcept {
  constexpr std::array<std::string_view, 5> names{
      "proposed", "started", "delivered", "stopped", "withdrawn"};
  return names[static_cast<std::size_t>(status)];
}

std::vector<Experiment> Book::experiments_on(const std::string& bet_or_link) const {
  std::vector<Experiment> found;
  for (const ExperimentRecord& record : experiments) {
    const Experiment& experiment = record.experiment;
    if (!record.withdrawn_because &&
        (experiment.bet.empty() ? experiment.link : experiment.bet) == bet_or_link) {
      found.push_back(experiment);
    }
  }
  return found;
}

bool Book::is_open(const std::string& cycle) const {
  const auto found = cycles.find(cycle);
  return found != cycles.end() && found->second.cycle.timeline.count > 0 && !found->second.closed;
}

bool Book::is_closed(const std::string& cycle) const {
  const auto found = cycles.find(cycle);
  return found != cycles.end() && found->second.closed;
}

const DecisionRecord* Book::decided(const std::string& cycle, const std::string& proposal) const {
  const auto found = cycles.find(cycle);
  if (found == cycles.end()) {
    return nullptr;
  }
  const auto& decisions = found->second.decisions;
  const auto last = std::find_if(decisions.rbegin(), decisions.rend(), [&](const auto& record) {
    return record.decision.proposal == proposal && record.decision.ruling != Ruling::annotated;
  });
  return last == decisions.rend() ? nullptr : &*last;
}

BetSheet Book::sheet(const std::string& cycle) const {
  BetSheet sheet;
  sheet.cycle = cycle;
  const auto found = cycles.find(cycle);
  if (found == cycles.end()) {
    return sheet;
  }
  sheet.capacity_person_weeks = found->second.capacity_person_weeks;
  for (const std::string& key : found->second.bets) {
    const auto bet = bets.find(key);
    if (bet != bets.end() && bet->second.cycle == cycle &&
        bet->second.status != BetStatus::withdrawn) {
      sheet.bets.push_back(bet->second.terms);
    }
  }
  return sheet;
}

tree::History Book::history(std::optional<Day> through) const {
  tree::History history;
  for (const auto& [metric, values] : actuals) {
    std::vector<Observation> latest;
    for (const auto& [day, recorded] : values) {
      const Day last_day = advance(tree.period, day, 1) - std::chrono::days{1};
      if (!through || last_day <= *through) {
        latest.push_back({day, recorded.back().value});
      }
    }
    if (!latest.empty() && tree.find(metric) != nullptr) {
      history.emplace(metric, to_series(tree.period, latest));
    }
  }
  return history;
}

}  // namespace betledger::ledger
