#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/book/book_rules.h"

namespace betledger::ledger {
namespace {

constexpr double longest_half_life = 1e6;

/// "L3": how a review numbers its proposals.
bool is_proposal_id(const std::string& id) {
  return id.size() >= 2 && id.size() <= 7 && id[0] == 'L' && id[1] != '0' &&
         id.find_first_not_of("0123456789", 1) == std::string::npos;
}

struct ReviewRules {
  const Book& book;

  Diagnostics operator()(const ReviewDecided& event) const {
    const Decision& decision = event.decision;
    Diagnostics found = without_plan(decision.cycle, "reviewed");
    if (!found.empty()) {
      return found;
    }
    if (decision.because.empty()) {
      found.push_back(
          refusal("L022", "a decision on a proposal needs a reason", "say why: --because \"...\""));
    }
    if (!is_proposal_id(decision.proposal)) {
      found.push_back(
          refusal("L071",
                  fmt::format("\"{}\" is no proposal of a review", printable(decision.proposal)),
                  "`betledger review` numbers them L1, L2, ..."));
    }
    if (book.tree_entries.find(decision.link) == book.tree_entries.end()) {
      std::vector<std::string> known;
      for (const tree::Link& link : book.tree.links) {
        known.push_back(link.key());
      }
      found.push_back(unknown_name(
          "L011", "link", decision.link, known, "`betledger export tree` shows the links"));
    }
    return found;
  }

  Diagnostics operator()(const CycleClosed& event) const {
    const Close& close = event.close;
    Diagnostics found = without_plan(close.cycle, "closed");
    if (!found.empty()) {
      return found;
    }
    if (!(close.half_life > 0 && close.half_life <= longest_half_life)) {
      found.push_back(refusal("L073",
                              fmt::format("{} cycles are no half-life", close.half_life),
                              "write a number above 0, e.g. --half-life 8"));
    }
    if (close.next == close.cycle || book.is_closed(close.next)) {
      found.push_back(refusal(
          "L073",
          fmt::format(
              "cycle {} cannot follow on {}", printable(close.next), printable(close.cycle)),
          "name a cycle that is still to be planned"));
    }
    append_carried(close, found);
    return found;
  }

  Diagnostics operator()(const BetsDescribed& event) const { return closed(event.cycle); }
  Diagnostics operator()(const BetProposed& event) const { return closed(event.cycle); }
  Diagnostics operator()(const BetAmended& event) const { return closed_of(event.bet.key); }
  Diagnostics operator()(const BetWithdrawn& event) const { return closed_of(event.bet); }
  Diagnostics operator()(const BetStarted& event) const { return closed_of(event.bet); }
  Diagnostics operator()(const BetDelivered& event) const { return closed_of(event.bet); }
  Diagnostics operator()(const BetCorrected& event) const {
    return event.step == BetStep::stopped ? Diagnostics{} : closed_of(event.bet);
  }
  Diagnostics operator()(const CycleOpened& event) const { return closed(event.cycle.key); }
  Diagnostics operator()(const CycleCommitted& event) const { return closed(event.commit.cycle); }

  template <class Other>
  Diagnostics operator()(const Other& /*event*/) const {
    return {};
  }

 private:
  [[nodiscard]] Diagnostics closed(const std::string& cycle) const {
    if (!book.is_closed(cycle)) {
      return {};
    }
    const CloseRecord& record = *book.cycles.at(cycle).closed;
    return {refusal("L072",
                    fmt::format("cycle {} was closed by entry {}", cycle, record.seq),
                    "what is still to come belongs to the next cycle")};
  }

  [[nodiscard]] Diagnostics closed_of(const std::string& bet) const {
    const auto found = book.bets.find(bet);
    return found == book.bets.end() ? Diagnostics{} : closed(found->second.cycle);
  }

  /// Nothing without a plan of record can be `done` so, and nothing after the close.
  [[nodiscard]] Diagnostics without_plan(const std::string& cycle, const char* done) const {
    std::vector<std::string> committed;
    for (const auto& [key, record] : book.cycles) {
      if (!record.commits.empty()) {
        committed.push_back(key);
      }
    }
    if (std::find(committed.begin(), committed.end(), cycle) != committed.end()) {
      return closed(cycle);
    }
    const auto meant = did_you_mean(cycle, committed);
    return {refusal(
        "L070",
        fmt::format("cycle {} has no plan of record: it cannot be {}", printable(cycle), done),
        meant ? fmt::format("did you mean {}?", *meant)
              : "lock a plan first: betledger cycle commit")};
  }

  void append_carried(const Close& close, Diagnostics& found) const {
    Diagnostics repeated = repeated_names(close.carried, "the bets carried over");
    found.insert(found.end(), repeated.begin(), repeated.end());
    for (const std::string& key : close.carried) {
      const auto bet = book.bets.find(key);
      const bool pending =
          bet != book.bets.end() && bet->second.cycle == close.cycle &&
          (bet->second.status == BetStatus::proposed || bet->second.status == BetStatus::started);
      if (!pending) {
        found.push_back(refusal(
            "L073",
            fmt::format(
                "bet {} is not pending in cycle {}", printable(key), printable(close.cycle)),
            "only bets that are still to come can be carried over"));
      }
    }
    if (!close.carried.empty() && close.next.empty()) {
      found.push_back(refusal("L073", "bets are carried over to no cycle", "name it: --next KEY"));
    }
  }
};

}  // namespace

Diagnostics reasons_against_review_event(const Book& book, const Event& event) {
  return std::visit(ReviewRules{book}, event);
}

}  // namespace betledger::ledger
