#include "scenarios/change.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "forecast/plan/mistake.h"
#include "forecast/plan/plan_checks.h"

namespace betledger::scenarios {
namespace {

using forecast::mistake;
using forecast::suggest;
using Records = std::vector<ledger::BetRecord>;

std::vector<std::string> keys_of(const Records& records) {
  std::vector<std::string> keys;
  for (const auto& record : records) {
    keys.push_back(record.terms.key);
  }
  return keys;
}

Records::iterator find_bet(Records& records, const std::string& key) {
  return std::find_if(
      records.begin(), records.end(), [&](const auto& record) { return record.terms.key == key; });
}

class Applying {
 public:
  explicit Applying(forecast::Plan& plan) : plan_{plan} {
    const std::vector<std::string> funded = keys_of(plan.bets);
    all_ = keys_of(plan.cut);
    all_.insert(all_.end(), funded.begin(), funded.end());
  }

  void operator()(const DropBet& change) {
    move_bet(change.bet, {plan_.bets, plan_.cut, "B031", "is not funded, so it cannot be dropped"});
  }
  void operator()(const FundBet& change) {
    move_bet(change.bet, {plan_.cut, plan_.bets, "B032", "is funded already"});
  }
  void operator()(const MoveTarget& change) { plan_.cycle.target = change.target; }
  void operator()(const RescaleConfidence& change) {
    tree::TreeSpec spec = plan_.tree.spec();
    spec.confidence = change.scale;
    plan_.tree = tree::MetricTree::build(std::move(spec)).value();
  }

  [[nodiscard]] Diagnostics take_errors() { return std::move(errors_); }
  [[nodiscard]] const std::vector<std::string>& all() const noexcept { return all_; }

 private:
  struct Move {
    Records& from;
    Records& to;
    const char* code;
    const char* otherwise;
  };

  void move_bet(const std::string& key, const Move& move) {
    const auto found = find_bet(move.from, key);
    if (found != move.from.end()) {
      found->terms.funded = &move.to == &plan_.bets;
      move.to.push_back(std::move(*found));
      move.from.erase(found);
    } else if (find_bet(move.to, key) != move.to.end()) {
      errors_.push_back(mistake(
          move.code, {}, fmt::format("bet '{}' {}", key, move.otherwise), "leave that change out"));
    } else {
      errors_.push_back(
          mistake("B030",
                  {},
                  fmt::format("there is no bet '{}' in {}", printable(key), plan_.cycle.key),
                  suggest(key, all_, "bets of the cycle: " + join(all_, ", "))));
    }
  }

  forecast::Plan& plan_;
  std::vector<std::string> all_;  // every bet of the cycle
  Diagnostics errors_;
};

void append(Diagnostics& all, Diagnostics more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

Result<forecast::Plan> apply(forecast::Plan plan, const std::vector<Change>& changes) {
  Applying applying{plan};
  for (const Change& change : changes) {
    std::visit(applying, change);
  }
  Diagnostics errors = applying.take_errors();
  // A need that is no bet of this cycle was found delivered when the plan was made.
  append(errors, forecast::check_portfolio(plan.bets, [&](const std::string& need) {
           const auto& all = applying.all();
           return std::find(all.begin(), all.end(), need) == all.end();
         }));
  append(errors, forecast::check_goals(plan.tree, plan.cycle));
  if (!errors.empty()) {
    return errors;
  }
  return plan;
}

}  // namespace betledger::scenarios
