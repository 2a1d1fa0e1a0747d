#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "forecast/plan/plan.h"
#include "forecast/review/review.h"
#include "ledger/authoring/proposal.h"
#include "ledger/book/book.h"
#include "sim/tasks/executor.h"

namespace betledger::forecast {

struct ClosingRequest {
  std::string cycle;
  double half_life = 8;             // in cycles, > 0
  std::string next;                 // takes over the pending bets; empty: they stay where they are
  std::string because;              // may be empty
  std::vector<std::string> retire;  // metrics
};

/// A proposal that was accepted, and its link before and after.
struct LearnedLink {
  std::string id;
  std::int64_t entry = 0;  // of the decision
  LinkProposal::Action action = LinkProposal::Action::keep;
  double posterior = 0;  // P(real), what was accepted
  tree::Link from;
  std::optional<tree::Link> to;  // nothing: retired
};

struct CarriedBet {
  std::string bet;
  Day start{};
  Day next_start{};
};

/// What the close of a cycle changes.
struct Closing {
  ClosingRequest request;
  double kept = 1;  // share of what was learned that is kept
  std::vector<LearnedLink> links;
  std::vector<std::string> undecided;     // links without a decision: they stay as they are
  std::vector<LinkProposal> passed_over;  // of those, what evidence there was
  std::vector<CarriedBet> carried;
  tree::TreeSpec tree;        // of the next cycle
  ledger::Proposal proposal;  // from the book to the next tree and sheet
};

/// Links as a person wrote them last, by from->to: definitions by the close of a cycle are left
/// out. What was learned is forgotten towards these. O(entries)
[[nodiscard]] std::map<std::string, tree::Link> stated_links(
    const std::vector<ledger::Entry>& entries);

/// Fails (B05x) where an accepted proposal cannot be carried out, a metric is still read, or the
/// days of the next cycle are not known. `stated` has every link of the book's tree. Values
/// recorded after a decision are warned about.  \pre the cycle has a plan of record
[[nodiscard]] Result<Closing> make_closing(const ledger::Book& book,
                                           const std::map<std::string, tree::Link>& stated,
                                           const ClosingRequest& request,
                                           Diagnostics& warnings);

/// Takes from the cycle's review what it says of links that nobody decided on. They stay as they
/// are: nothing is carried over, but the close keeps the evidence, and its cycle counts for
/// hardening. A change that was proposed is warned about (B055).
void pass_over(const std::vector<LinkProposal>& proposals, Closing& closing, Diagnostics& warnings);

/// The closed cycle's plan with the links as they are now.
struct Rerun {
  std::string focus;
  std::optional<double> probability_then;  // P(target) as committed
  std::optional<double> probability_now;
  double se = 0;           // of the latter; the two share their random numbers
  double median_then = 0;  // of the focus' roll-up
  double median_now = 0;
  double p10_now = 0;
  double p90_now = 0;
};
/// `plan` is the plan of record; everything but the links that were learned is as it was then:
/// bets, history, seed and runs. Without changes it gives the numbers of the commit again.
[[nodiscard]] Result<Rerun> run_again(Plan plan,
                                      const std::vector<LearnedLink>& links,
                                      const ledger::Commit& commit,
                                      sim::Executor& executor);

/// All of it in one append: the close, then the tree and the sheet of the next cycle.
[[nodiscard]] std::vector<ledger::Event> events_of(const Closing& closing,
                                                   const Rerun& rerun,
                                                   std::vector<ledger::Node> undecided = {});
/// Evidence of the links passed over, as a decision would have it.
[[nodiscard]] std::vector<ledger::Node> undecided_evidence(const Review& review,
                                                           const Closing& closing,
                                                           const std::string& version);

}  // namespace betledger::forecast
