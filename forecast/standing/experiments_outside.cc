#include "forecast/standing/experiments_outside.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "forecast/learning/readouts.h"

namespace betledger::forecast {
namespace {

/// What the notes of one bet or link are made from.
struct Outside {
  std::vector<std::int64_t> entries;
  std::vector<std::string> lines;  // to write
};

bool same(const SpikeSlab& a, const SpikeSlab& b) {
  return a.p_real == b.p_real && a.mean == b.mean && a.sd == b.sd;
}

const tree::Link* find_link(const ledger::Book& book, const std::string& key) {
  const auto& links = book.tree.links;
  const auto found =
      std::find_if(links.begin(), links.end(), [&](const auto& one) { return one.key() == key; });
  return found == links.end() ? nullptr : &*found;
}

/// The belief in an effect of a bet; nothing where there is none on that metric.
std::optional<SpikeSlab> stated(const ledger::Book& book,
                                const std::string& bet,
                                const std::string& metric) {
  const auto found = book.bets.find(bet);
  if (found == book.bets.end()) {
    return std::nullopt;
  }
  const ledger::Bet& terms = found->second.terms;
  for (std::size_t e = 0; e < terms.effects.size(); ++e) {
    if (terms.effects[e].metric == metric) {
      return belief_of(terms, e);
    }
  }
  return std::nullopt;
}

std::optional<SpikeSlab> stated(const ledger::Book& book, const std::string& link) {
  const tree::Link* const found = find_link(book, link);
  return found == nullptr ? std::nullopt : std::optional{belief_of(*found, book.tree.confidence)};
}

/// Whether gap and review of a plan of record take the experiment in.
bool counts_in(const ledger::CycleRecord& cycle, std::int64_t seq) {
  return !cycle.commits.empty() && seq > cycle.commits.back().head_seq &&
         (!cycle.closed || seq < cycle.closed->seq);
}

std::string quantiles(const SpikeSlab& belief, NumberKind kind) {
  constexpr double z90 = 1.2815515655446004;
  const bool per_cent = kind != NumberKind::plain;
  const auto at = [&](double z) {
    std::string digits = format_rounded((per_cent ? 100 : 1) * (belief.mean + z * belief.sd), 3);
    std::erase(digits, ',');  // a file has no thousands separators
    return digits + (kind == NumberKind::percent ? "%" : kind == NumberKind::points ? "pp" : "");
  };
  return fmt::format("{{p10: {}, p50: {}, p90: {}}}", at(-z90), at(0), at(z90));
}

std::string line_for(const ledger::Book& book,
                     const ledger::Bet& bet,
                     const ledger::Effect& effect,
                     const SpikeSlab& now) {
  const bool is_lift = effect.action == ledger::Action::lift;
  const tree::Metric* const metric = book.tree.find(effect.metric);
  const bool is_share = metric != nullptr && metric->support == tree::Support::fraction;
  const NumberKind kind = is_lift    ? NumberKind::percent
                          : is_share ? NumberKind::points
                                     : NumberKind::plain;
  const std::string amount =
      fmt::format("{}: {}", is_lift ? "lift" : "shift", quantiles(now, kind));
  const std::string works = "works: " + format_rounded(now.p_real, 2);
  return effect.works || bet.effects.size() > 1
             ? fmt::format("`{}, {}` in its effect on {}", amount, works, effect.metric)
             : fmt::format("`{}` and `{}`", works, amount);
}

std::string line_for(const tree::Link& link, const SpikeSlab& now) {
  return fmt::format("`{}: {}, confidence: {}`",
                     link.kind == tree::LinkKind::elasticity ? "elasticity" : "slope",
                     quantiles(now, NumberKind::plain),
                     format_rounded(now.p_real, 2));
}

/// Of the experiments on one effect or link those of the present terms, as one.
class Gathered {
 public:
  void add(std::int64_t entry, const Readout& readout) {
    entries_.push_back(entry);
    readouts_.push_back(readout);
  }
  [[nodiscard]] const std::vector<std::int64_t>& entries() const { return entries_; }
  [[nodiscard]] SpikeSlab posterior(const SpikeSlab& prior) const {
    return update(prior, pooled(readouts_)).posterior;
  }

 private:
  std::vector<std::int64_t> entries_;
  std::vector<Readout> readouts_;
};

class Search {
 public:
  Search(const ledger::Book& book,
         const ledger::BookAsOf& book_as_of,
         const Wanted& wanted,
         std::string_view to_commit)
      : book_{book}, book_as_of_{book_as_of}, wanted_{wanted}, to_commit_{to_commit} {}

  [[nodiscard]] std::map<std::string, Outside> run() const {
    const ExperimentReadouts readouts = experiment_readouts(book_);
    std::map<std::pair<std::string, std::size_t>, Gathered> effects;
    for (const EffectReadout& one : readouts.effects) {
      const ledger::BetRecord& record = book_.bets.at(one.bet);
      const std::string& metric = record.terms.effects[one.effect].metric;
      if (wanted_(one.bet) && !is_counted(record, one.entry) &&
          is_as_then(belief_of(record.terms, one.effect),
                     stated(book_as_of_(one.entry), one.bet, metric))) {
        effects[{one.bet, one.effect}].add(one.entry, one.readout);
      }
    }
    std::map<std::string, Gathered> links;
    for (const LinkReadout& one : readouts.links) {
      if (wanted_(one.link) && !is_counted(one.entry) &&
          is_as_then(*stated(book_, one.link), stated(book_as_of_(one.entry), one.link))) {
        links[one.link].add(one.entry, one.readout);
      }
    }
    std::map<std::string, Outside> found;
    for (const auto& [place, gathered] : effects) {
      const ledger::Bet& bet = book_.bets.at(place.first).terms;
      add(found["bet " + place.first],
          gathered,
          line_for(book_,
                   bet,
                   bet.effects[place.second],
                   gathered.posterior(belief_of(bet, place.second))));
    }
    for (const auto& [key, gathered] : links) {
      add(found["link " + key],
          gathered,
          line_for(*find_link(book_, key), gathered.posterior(*stated(book_, key))));
    }
    return found;
  }

 private:
  static bool is_as_then(const SpikeSlab& now, const std::optional<SpikeSlab>& then) {
    return then && same(now, *then);
  }
  static void add(Outside& outside, const Gathered& gathered, std::string line) {
    outside.entries.insert(
        outside.entries.end(), gathered.entries().begin(), gathered.entries().end());
    outside.lines.push_back(std::move(line));
  }
  /// A bet belongs to one cycle.
  [[nodiscard]] bool is_counted(const ledger::BetRecord& bet, std::int64_t entry) const {
    const auto cycle = book_.cycles.find(bet.cycle);
    return bet.cycle != to_commit_ && cycle != book_.cycles.end() &&
           counts_in(cycle->second, entry);
  }
  /// A link is in the plan of every cycle.
  [[nodiscard]] bool is_counted(std::int64_t entry) const {
    return std::any_of(book_.cycles.begin(), book_.cycles.end(), [&](const auto& cycle) {
      return cycle.first != to_commit_ && counts_in(cycle.second, entry);
    });
  }

  const ledger::Book& book_;
  const ledger::BookAsOf& book_as_of_;
  const Wanted& wanted_;
  std::string_view to_commit_;
};

}  // namespace

Diagnostics notes_on_experiments(const ledger::Book& book,
                                 const ledger::BookAsOf& book_as_of,
                                 const Wanted& wanted,
                                 std::string_view to_commit) {
  Diagnostics notes;
  for (auto& [subject, outside] : Search{book, book_as_of, wanted, to_commit}.run()) {
    std::sort(outside.entries.begin(), outside.entries.end());
    std::vector<std::string> numbers;
    for (const std::int64_t entry : outside.entries) {
      numbers.push_back(std::to_string(entry));
    }
    const bool one = numbers.size() == 1;
    notes.push_back(remark(
        Severity::note,
        "B016",
        fmt::format("the plan does not take up {} of {} {} on {} by itself: it is made from what "
                    "is stated",
                    one ? "the experiment" : "the experiments",
                    one ? "entry" : "entries",
                    join(numbers, ", "),
                    subject),
        fmt::format("to take {} up write {}", one ? "it" : "them", join(outside.lines, "; "))));
  }
  return notes;
}

Diagnostics notes_on_experiments(const ledger::Book& book,
                                 const ledger::BookAsOf& book_as_of,
                                 const Plan& plan,
                                 std::string_view to_commit) {
  const auto has = [](const std::vector<ledger::BetRecord>& bets, const std::string& key) {
    return std::any_of(
        bets.begin(), bets.end(), [&](const auto& record) { return record.terms.key == key; });
  };
  const Wanted in_plan = [&](const std::string& key) {
    return has(plan.bets, key) || has(plan.cut, key) || find_link(book, key) != nullptr;
  };
  return notes_on_experiments(book, book_as_of, in_plan, to_commit);
}

}  // namespace betledger::forecast
