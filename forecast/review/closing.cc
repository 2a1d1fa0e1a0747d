#include "forecast/review/closing.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "forecast/learning/spike_slab.h"
#include "forecast/plan/mistake.h"
#include "forecast/review/decision_evidence.h"
#include "forecast/review/learned_link.h"
#include "ledger/codec/codec.h"

namespace betledger::forecast {
namespace {

using ledger::BetRecord;
using ledger::BetStatus;

bool is_pending(const BetRecord& record) {
  return record.terms.funded
             ? record.status == BetStatus::proposed || record.status == BetStatus::started
             : record.status == BetStatus::started;
}

class Closer {
 public:
  Closer(const ledger::Book& book,
         const std::map<std::string, tree::Link>& stated,
         const ClosingRequest& request,
         Diagnostics& warnings)
      : book_{book}, stated_{stated}, record_{book.cycles.at(request.cycle)}, warnings_{warnings} {
    closing_.request = request;
    closing_.kept = kept_after(1, request.half_life);
    closing_.tree = book.tree;
  }

  Result<Closing> run() {
    learn();
    ledger::Authored authored;
    carry_over(authored);
    retire();
    if (!errors_.empty()) {
      return std::move(errors_);
    }
    auto built = tree::MetricTree::build(closing_.tree);
    if (!built) {
      return still_read(built.error());
    }
    authored.tree = closing_.tree;
    closing_.proposal = ledger::propose(book_, authored);
    note_carried();
    return std::move(closing_);
  }

 private:
  void refuse(std::string code, std::string message, std::string hint) {
    errors_.push_back(mistake(std::move(code), {}, std::move(message), std::move(hint)));
  }

  /// Ids whose latest decision accepts, and links that no decision is about, in the tree's order.
  void learn() {
    std::set<std::string> decided;
    std::map<std::string, const ledger::DecisionRecord*> accepted;  // by link
    for (const ledger::DecisionRecord& one : record_.decisions) {
      const auto* latest = book_.decided(closing_.request.cycle, one.decision.proposal);
      if (latest == nullptr) {
        continue;
      }
      decided.insert(latest->decision.link);
      if (latest->decision.ruling == ledger::Ruling::accepted) {
        accepted[latest->decision.link] = latest;
      }
    }
    for (const tree::Link& link : book_.tree.links) {
      if (decided.count(link.key()) == 0) {
        closing_.undecided.push_back(link.key());
      }
      const auto found = accepted.find(link.key());
      if (found != accepted.end()) {
        accept(link, *found->second);
        accepted.erase(found);
      }
    }
    for (const auto& [link, decision] : accepted) {
      refuse("B050",
             fmt::format("{} accepts {} of link {}, which the tree has no more",
                         entry_of(*decision),
                         decision->decision.proposal,
                         link),
             reject(*decision));
    }
    warn_of_news();
  }

  static std::string entry_of(const ledger::DecisionRecord& decision) {
    return fmt::format("entry {}", decision.seq);
  }
  std::string reject(const ledger::DecisionRecord& decision) const {
    return fmt::format("betledger review reject {} --cycle {} --because \"...\"",
                       decision.decision.proposal,
                       closing_.request.cycle);
  }

  void accept(const tree::Link& link, const ledger::DecisionRecord& decision) {
    const auto accepted = accepted_in(decision.decision.evidence);
    if (!accepted || accepted->link != link.key()) {
      refuse("B051",
             fmt::format(
                 "the evidence of {} on link {} cannot be read", entry_of(decision), link.key()),
             "decide again: betledger review accept");
      return;
    }
    if (!accepted->terms_from.same_as(ledger::encode_link(link))) {
      refuse("B050",
             fmt::format("link {} has other terms than in the plan that {} judged",
                         link.key(),
                         entry_of(decision)),
             reject(decision) + ", or give the link its terms back");
      return;
    }
    const SpikeSlab before = stated_belief(stated_.at(link.key()), book_.tree.confidence);
    LearnedLink learned{decision.decision.proposal,
                        decision.seq,
                        accepted->action,
                        accepted->real_to,
                        link,
                        learned_link(link, *accepted, before, closing_.kept)};
    auto& links = closing_.tree.links;
    const auto place = std::find_if(
        links.begin(), links.end(), [&](const auto& one) { return one.key() == link.key(); });
    if (learned.to) {
      *place = *learned.to;
    } else {
      links.erase(place);
    }
    closing_.links.push_back(std::move(learned));
  }

  /// What was accepted may rest on values that were corrected since.
  void warn_of_news() {
    if (closing_.links.empty()) {
      return;
    }
    std::int64_t newest = 0;
    for (const auto& [metric, values] : book_.actuals) {
      for (auto at = values.lower_bound(record_.cycle.timeline.start);
           at != values.end() && at->first <= record_.cycle.timeline.last_day();
           ++at) {
        newest = std::max(newest, at->second.back().seq);
      }
    }
    std::vector<std::string> older;
    for (const LearnedLink& link : closing_.links) {
      if (link.entry < newest) {
        older.push_back(link.id);
      }
    }
    if (!older.empty()) {
      warnings_.push_back({"B054",
                           Severity::warning,
                           {},
                           {},
                           fmt::format("values of {} were recorded after {} was accepted",
                                       closing_.request.cycle,
                                       join(older, ", ")),
                           "`betledger review` shows what they change; accept again to use it"});
    }
  }

  /// Funded bets that are still to come move to the sheet of the next cycle.
  void carry_over(ledger::Authored& authored) {
    const std::string& next = closing_.request.next;
    if (next.empty()) {
      return;
    }
    const auto start = start_of(next);
    if (!start) {
      refuse("B053",
             fmt::format("{} does not say on which day it starts", printable(next)),
             fmt::format("open it first: betledger cycle open {} --start DATE --end DATE",
                         printable(next)));
      return;
    }
    if (*start <= record_.cycle.timeline.last_day()) {
      refuse("B053",
             fmt::format("cycle {} starts on {}, before {} ends",
                         printable(next),
                         format_day(*start),
                         closing_.request.cycle),
             "name a later cycle");
      return;
    }
    ledger::BetSheet sheet = book_.sheet(next);
    if (sheet.capacity_person_weeks.empty()) {
      sheet.capacity_person_weeks = record_.capacity_person_weeks;
    }
    for (const std::string& key : record_.bets) {
      const BetRecord& bet = book_.bets.at(key);
      if (is_pending(bet)) {
        ledger::Bet terms = bet.terms;
        terms.start = std::max(terms.start, *start);
        closing_.carried.push_back({key, bet.terms.start, terms.start});
        sheet.bets.push_back(std::move(terms));
      }
    }
    if (!closing_.carried.empty()) {
      authored.sheets.push_back(std::move(sheet));
    }
  }

  [[nodiscard]] std::optional<Day> start_of(const std::string& cycle) const {
    if (book_.is_open(cycle)) {
      return book_.cycles.at(cycle).cycle.timeline.start;
    }
    const auto span = parse_cycle_key(cycle);
    return span ? std::optional{periods_of(*span, book_.tree.period).start} : std::nullopt;
  }

  void retire() {
    auto& metrics = closing_.tree.metrics;
    for (const std::string& key : closing_.request.retire) {
      const auto found = std::find_if(
          metrics.begin(), metrics.end(), [&](const auto& metric) { return metric.key == key; });
      if (found == metrics.end()) {
        std::vector<std::string> known;
        for (const tree::Metric& metric : book_.tree.metrics) {
          known.push_back(metric.key);
        }
        refuse("B052",
               fmt::format("there is no metric {} to retire", printable(key)),
               suggest(key, known, "`betledger export tree` shows the metrics"));
        continue;
      }
      const std::string user = user_of(key);
      if (!user.empty()) {
        refuse("B052",
               fmt::format("metric {} cannot be retired: {}", key, user),
               "retire it once nothing reads it");
      }
      metrics.erase(found);
    }
  }

  /// Who needs a metric beside the tree: bets to come and goals of cycles that are not closed.
  [[nodiscard]] std::string user_of(const std::string& metric) const {
    for (const auto& [key, bet] : book_.bets) {
      const bool here = bet.cycle == closing_.request.cycle;
      const bool matters = here ? is_pending(bet) && !closing_.request.next.empty()
                                : bet.status != BetStatus::withdrawn;
      const bool acts = std::any_of(
          bet.terms.effects.begin(), bet.terms.effects.end(), [&](const ledger::Effect& effect) {
            return effect.metric == metric;
          });
      if (acts && matters && !book_.is_closed(bet.cycle)) {
        return fmt::format("bet {} acts on it", key);
      }
    }
    for (const auto& [key, cycle] : book_.cycles) {
      const auto& inputs = cycle.cycle.focus_inputs;
      const bool is_goal = (cycle.cycle.target && cycle.cycle.target->metric == metric) ||
                           std::find(inputs.begin(), inputs.end(), metric) != inputs.end();
      if (is_goal && key != closing_.request.cycle && !cycle.closed) {
        return fmt::format("cycle {} watches it", key);
      }
    }
    return {};
  }

  [[nodiscard]] Diagnostics still_read(const Diagnostics& findings) const {
    Diagnostics told;
    for (const Diagnostic& finding : findings) {
      if (finding.severity == Severity::error) {
        told.push_back(mistake("B052",
                               {},
                               fmt::format("without {} the tree does not hold: {}",
                                           join(closing_.request.retire, ", "),
                                           finding.message),
                               "retire a metric once nothing reads it"));
      }
    }
    return told;
  }

  /// The diff calls them added; they come from somewhere.
  void note_carried() {
    for (const CarriedBet& bet : closing_.carried) {
      for (ledger::Change& change : closing_.proposal.changes) {
        if (change.what == "bet " + bet.bet) {
          change.what += fmt::format(" (carried over from {})", closing_.request.cycle);
          if (bet.start != bet.next_start) {
            change.fields.push_back(
                fmt::format("start: {} -> {}", format_day(bet.start), format_day(bet.next_start)));
          }
        }
      }
    }
  }

  const ledger::Book& book_;
  const std::map<std::string, tree::Link>& stated_;
  const ledger::CycleRecord& record_;
  Diagnostics& warnings_;
  Diagnostics errors_;
  Closing closing_;
};

}  // namespace

std::map<std::string, tree::Link> stated_links(const std::vector<ledger::Entry>& entries) {
  std::map<std::string, tree::Link> stated;
  std::int64_t closing = -1;  // first entry of the append that closes a cycle
  for (const ledger::Entry& entry : entries) {
    const std::int64_t first = entry.seq - entry.part;
    if (std::holds_alternative<ledger::CycleClosed>(entry.event)) {
      closing = first;
    }
    const auto* defined = std::get_if<ledger::LinkDefined>(&entry.event);
    if (defined != nullptr && closing != first) {
      stated.insert_or_assign(defined->link.key(), defined->link);
    }
  }
  return stated;
}

Result<Closing> make_closing(const ledger::Book& book,
                             const std::map<std::string, tree::Link>& stated,
                             const ClosingRequest& request,
                             Diagnostics& warnings) {
  return Closer{book, stated, request, warnings}.run();
}

}  // namespace betledger::forecast
