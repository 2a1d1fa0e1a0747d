#include "forecast/standing/standing_bets.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "forecast/plan/plan_checks.h"
#include "forecast/standing/pending.h"

namespace betledger::forecast {
namespace {

using ledger::BetRecord;
using ledger::BetStatus;

/// What happened to a bet, as far as it is known on a day.
struct Facts {
  std::optional<Day> started;
  std::optional<Day> delivered;
  double share = 0;
  std::optional<Day> stopped;
  bool withdrawn = false;
  std::vector<std::string> ahead;  // what is recorded for a later day, in words
};

Facts facts_of(const BetRecord& record, Day as_of) {
  Facts facts;
  const auto known = [&](const std::optional<Day>& day, const char* what) {
    if (day && *day > as_of) {
      facts.ahead.push_back(fmt::format("{} on {}", what, format_day(*day)));
      return std::optional<Day>{};
    }
    return day;
  };
  facts.started = known(record.started_on, "started");
  facts.delivered = known(record.delivered_on, "delivered");
  facts.share = facts.delivered ? record.delivered_share : 0;
  facts.stopped = known(record.stopped_on, "stopped");
  facts.withdrawn = record.status == BetStatus::withdrawn;
  return facts;
}

/// The record with its terms and these facts. One that was withdrawn will not come: it is stopped
/// by the day of the standing, since no day was given.
BetRecord with_facts(BetRecord record, const Facts& facts, Day as_of) {
  record.started_on = facts.started;
  record.delivered_on = facts.delivered;
  record.delivered_share = facts.share;
  record.stopped_on = facts.withdrawn ? std::optional{as_of} : facts.stopped;
  record.status = facts.withdrawn       ? BetStatus::withdrawn
                  : record.stopped_on   ? BetStatus::stopped
                  : record.delivered_on ? BetStatus::delivered
                  : record.started_on   ? BetStatus::started
                                        : BetStatus::proposed;
  return record;
}

class FactTaker {
 public:
  FactTaker(Standing& standing, const ledger::Book& known, Diagnostics& warnings)
      : standing_{standing}, known_{known}, warnings_{warnings} {}

  void run() {
    for (BetRecord& record : standing_.now.bets) {
      const auto found = known_.bets.find(record.terms.key);
      if (found != known_.bets.end()) {
        take(record, found->second);
      }
    }
    for (BetRecord& record : standing_.now.cut) {
      const auto found = known_.bets.find(record.terms.key);
      if (found != known_.bets.end()) {
        record = with_facts(record, facts_of(found->second, standing_.as_of), standing_.as_of);
      }
    }
    add_bets_under_way();
    say_what_is_overdue();
  }

 private:
  void say_what_is_overdue() {
    for (const Pending& pending : pending_bets(standing_.now, standing_.as_of)) {
      if (pending.overdue) {
        warnings_.push_back(remark(
            Severity::warning,
            "B047",
            fmt::format("bet {} is overdue: not delivered by {}, {}; taken as not coming",
                        pending.bet,
                        format_day(standing_.as_of),
                        pending.latest ? "and believed to come by " + format_day(*pending.latest)
                                       : "later than its delay allows"),
            fmt::format("record it: betledger bet deliver {0} --on DATE, or betledger bet stop {0}",
                        pending.bet)));
      }
    }
  }

  void take(BetRecord& record, const BetRecord& latest) {
    const Facts facts = facts_of(latest, standing_.as_of);
    if (!facts.ahead.empty()) {
      warnings_.push_back(remark(Severity::note,
                                 "B044",
                                 fmt::format("bet {} is recorded as {}: not known on {}",
                                             record.terms.key,
                                             join(facts.ahead, ", "),
                                             format_day(standing_.as_of)),
                                 "choose a later day to count it"));
    }
    if (!latest.terms.same_as(record.terms)) {
      warnings_.push_back(remark(
          Severity::note,
          "B045",
          fmt::format("bet {} was amended after the plan of record: the terms of the plan "
                      "are judged",
                      record.terms.key),
          "nothing to do; a second commit would be a plan that knows the weeks since, and every "
          "report would say so"));
    }
    record = with_facts(record, facts, standing_.as_of);
  }

  /// Work that the plan of record did not fund moves metrics all the same.
  void add_bets_under_way() {
    const auto cycle = known_.cycles.find(standing_.locked.cycle.key);
    if (cycle == known_.cycles.end()) {
      return;
    }
    for (const std::string& key : cycle->second.bets) {
      const auto found = known_.bets.find(key);
      if (found == known_.bets.end() || is_planned(key)) {
        continue;
      }
      const Facts facts = facts_of(found->second, standing_.as_of);
      if (facts.started || facts.delivered) {
        add(with_facts(found->second, facts, standing_.as_of));
      }
    }
  }

  [[nodiscard]] bool is_planned(const std::string& key) const {
    const auto& bets = standing_.locked.bets;
    return std::any_of(
        bets.begin(), bets.end(), [&](const BetRecord& bet) { return bet.terms.key == key; });
  }

  void add(const BetRecord& record) {
    const std::string& key = record.terms.key;
    Plan& now = standing_.now;
    now.bets.push_back(record);
    const bool fits =
        check_effects(now.tree, {record}).empty() &&
        !runs_in_a_circle(check_portfolio(now.bets, [](const auto&) { return true; }));
    if (!fits) {
      now.bets.pop_back();
    } else {
      now.cut.erase(std::remove_if(now.cut.begin(),
                                   now.cut.end(),
                                   [&](const BetRecord& bet) { return bet.terms.key == key; }),
                    now.cut.end());
    }
    warnings_.push_back(remark(
        Severity::warning,
        "B046",
        fits ? fmt::format("bet {} is under way but was not in the plan of record: its effects are "
                           "counted in the landing, not in the plan",
                           key)
             : fmt::format("bet {} is under way, but the tree and bets of the plan of record have "
                           "no place for it: its effects are not counted",
                           key),
        "nothing to do; a second commit would be a plan that knows the weeks since, and every "
        "report "
        "would say so"));
  }

  static bool runs_in_a_circle(const Diagnostics& found) {
    return std::any_of(found.begin(), found.end(), [](const Diagnostic& diagnostic) {
      return diagnostic.code == "B009";
    });
  }

  Standing& standing_;
  const ledger::Book& known_;
  Diagnostics& warnings_;
};

}  // namespace

void take_facts(Standing& standing, const ledger::Book& known, Diagnostics& warnings) {
  FactTaker{standing, known, warnings}.run();
}

}  // namespace betledger::forecast
