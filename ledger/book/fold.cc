#include "ledger/book/fold.h"

#include <algorithm>
#include <utility>

#include "ledger/book/book_rules.h"

namespace betledger::ledger {
namespace {

using Places = std::map<std::string, std::size_t>;

Places places_of(const std::vector<std::string>& names) {
  Places places;
  for (std::size_t i = 0; i < names.size(); ++i) {
    places.emplace(names[i], i);
  }
  return places;
}

std::size_t place_of(const Places& places, const std::string& name) {
  const auto found = places.find(name);
  return found == places.end() ? places.size() : found->second;
}

const std::string& name_of(const tree::Metric& metric) {
  return metric.key;
}
std::string name_of(const tree::Link& link) {
  return link.key();
}
const std::string& name_of(const tree::Occasion& occasion) {
  return occasion.name;
}

/// Replaces what has the same name, else inserts it at the place that the list gives it (unlisted:
/// last).
template <class Noun>
void define(std::vector<Noun>& nouns, const Noun& noun, const Places& places) {
  const auto there = std::find_if(nouns.begin(), nouns.end(), [&noun](const Noun& other) {
    return name_of(other) == name_of(noun);
  });
  if (there != nouns.end()) {
    *there = noun;
    return;
  }
  const std::size_t place = place_of(places, name_of(noun));
  const auto before = std::upper_bound(
      nouns.begin(), nouns.end(), place, [&places](std::size_t at, const Noun& other) {
        return at < place_of(places, name_of(other));
      });
  nouns.insert(before, noun);
}

template <class Noun>
void retire(std::vector<Noun>& nouns, const std::string& name) {
  nouns.erase(
      std::remove_if(
          nouns.begin(), nouns.end(), [&name](const Noun& noun) { return name_of(noun) == name; }),
      nouns.end());
}

template <class Noun>
void put_in_order(std::vector<Noun>& nouns, const Places& places) {
  std::stable_sort(nouns.begin(), nouns.end(), [&places](const Noun& a, const Noun& b) {
    return place_of(places, name_of(a)) < place_of(places, name_of(b));
  });
}

/// Where something was written is not part of its value; in a ledger the entry says it.
template <class Noun>
Noun without_place(Noun noun) {
  noun.at = {};
  return noun;
}

}  // namespace

/// What an entry changes. It may: the rules had nothing against it.
class BookWriter {
 public:
  BookWriter(Book& book, const Entry& entry) : book_{book}, entry_{entry} {}

  void operator()(const LedgerOpened& event) {
    book_.ledger_id = entry_.hash;
    book_.title = event.title;
  }

  void operator()(const TreeDescribed& event) {
    book_.tree.title = event.title;
    book_.tree.focus = event.focus;
    book_.tree.period = event.period;
    book_.tree.confidence = event.confidence;
    book_.tree.review = event.review;
    book_.metric_places_ = places_of(event.metrics);
    book_.link_places_ = places_of(event.links);
    book_.occasion_places_ = places_of(event.occasions);
    put_in_order(book_.tree.metrics, book_.metric_places_);
    put_in_order(book_.tree.links, book_.link_places_);
    put_in_order(book_.tree.occasions, book_.occasion_places_);
    about_tree({});
  }
  void operator()(const MetricDefined& event) {
    tree::Metric metric = without_place(event.metric);
    metric.formula_at = {};
    define(book_.tree.metrics, metric, book_.metric_places_);
    about_tree(metric.key);
  }
  void operator()(const MetricRetired& event) {
    retire(book_.tree.metrics, event.metric);
    about_tree(event.metric);
  }
  void operator()(const LinkDefined& event) {
    define(book_.tree.links, without_place(event.link), book_.link_places_);
    about_tree(event.link.key());
  }
  void operator()(const LinkRetired& event) {
    retire(book_.tree.links, event.link);
    about_tree(event.link);
  }
  void operator()(const OccasionDefined& event) {
    define(book_.tree.occasions, without_place(event.occasion), book_.occasion_places_);
    about_tree("event:" + event.occasion.name);
  }
  void operator()(const OccasionRetired& event) {
    retire(book_.tree.occasions, event.occasion);
    about_tree("event:" + event.occasion);
  }

  void operator()(const BetsDescribed& event) {
    CycleRecord& record = cycle(event.cycle);
    record.capacity_person_weeks = event.capacity_person_weeks;
    std::vector<std::string> unlisted = std::exchange(record.bets, event.bets);
    for (std::string& bet : unlisted) {
      list_bet(record, bet);
    }
  }
  void operator()(const BetProposed& event) {
    BetRecord& record = book_.bets[event.bet.key];
    if (record.cycle != event.cycle && !record.cycle.empty()) {
      auto& former = cycle(record.cycle).bets;
      former.erase(std::remove(former.begin(), former.end(), event.bet.key), former.end());
    }
    list_bet(cycle(event.cycle), event.bet.key);
    const bool carried_over = book_.is_closed(record.cycle) && record.status == BetStatus::started;
    record.cycle = event.cycle;
    record.status = carried_over ? BetStatus::started : BetStatus::proposed;
    set_terms(record, event.bet);
  }
  void operator()(const BetAmended& event) { set_terms(about_bet(event.bet.key), event.bet); }
  void operator()(const BetWithdrawn& event) { about_bet(event.bet).status = BetStatus::withdrawn; }
  void operator()(const BetStarted& event) {
    BetRecord& record = about_bet(event.bet);
    record.started_on = event.on;
    settle(record);
  }
  void operator()(const BetDelivered& event) {
    BetRecord& record = about_bet(event.bet);
    record.delivered_on = event.on;
    record.delivered_share = event.share;
    settle(record);
  }
  void operator()(const BetStopped& event) {
    BetRecord& record = about_bet(event.bet);
    record.stopped_on = event.on;
    settle(record);
  }
  void operator()(const BetCorrected& event) {
    BetRecord& record = about_bet(event.bet);
    if (event.step == BetStep::started) {
      record.started_on.reset();
    } else if (event.step == BetStep::stopped) {
      record.stopped_on.reset();
    } else {
      record.delivered_on.reset();
      record.delivered_share = 0;
    }
    settle(record);
  }

  void operator()(const CycleOpened& event) { cycle(event.cycle.key).cycle = event.cycle; }
  void operator()(const CycleCommitted& event) {
    cycle(event.commit.cycle).commits.push_back(event.commit);
    cycle(event.commit.cycle).committed_at.push_back(entry_.recorded_at);
  }

  void operator()(const ActualsRecorded& event) {
    auto& values = book_.actuals[event.metric];
    for (const Observation& value : event.values) {
      values[value.day].push_back({value.value, entry_.seq});
    }
  }

  void operator()(const ExperimentRecorded& event) {
    book_.experiments.push_back({entry_.seq, event.experiment, {}});
    if (event.experiment.bet.empty()) {
      about_tree(event.experiment.link);
    } else {
      about_bet(event.experiment.bet);
    }
  }
  void operator()(const ExperimentWithdrawn& event) {
    for (ExperimentRecord& record : book_.experiments) {
      if (record.seq == event.experiment) {
        record.withdrawn_because = event.because;
      }
    }
  }
  void operator()(const PriorsLearned& event) { book_.prior = event.prior; }
  void operator()(const OptimismSet& event) {
    book_.optimism[event.optimism.team] = event.optimism;
  }

  void operator()(const ReviewDecided& event) {
    cycle(event.decision.cycle)
        .decisions.push_back({entry_.seq, entry_.actor, entry_.recorded_at, event.decision});
    about_tree(event.decision.link);
  }
  void operator()(const CycleClosed& event) {
    cycle(event.close.cycle).closed =
        CloseRecord{entry_.seq, entry_.actor, entry_.recorded_at, event.close};
  }

 private:
  void about_tree(const std::string& key) { book_.tree_entries[key].push_back(entry_.seq); }

  BetRecord& about_bet(const std::string& key) {
    BetRecord& record = book_.bets.at(key);
    record.entries.push_back(entry_.seq);
    return record;
  }
  void set_terms(BetRecord& record, const Bet& terms) {
    record.terms = without_place(terms);
    for (Effect& effect : record.terms.effects) {
      effect.at = {};
    }
    if (record.entries.empty() || record.entries.back() != entry_.seq) {
      record.entries.push_back(entry_.seq);
    }
  }

  /// The status that the days give: what was recorded late does not undo what came after it.
  static void settle(BetRecord& record) {
    record.status = record.stopped_on     ? BetStatus::stopped
                    : record.delivered_on ? BetStatus::delivered
                    : record.started_on   ? BetStatus::started
                                          : BetStatus::proposed;
  }

  CycleRecord& cycle(const std::string& key) {
    CycleRecord& record = book_.cycles[key];
    record.cycle.key = key;
    return record;
  }
  static void list_bet(CycleRecord& record, const std::string& bet) {
    if (std::find(record.bets.begin(), record.bets.end(), bet) == record.bets.end()) {
      record.bets.push_back(bet);
    }
  }

  Book& book_;
  const Entry& entry_;
};

Diagnostics apply(Book& book, const Entry& entry) {
  Diagnostics against = reasons_against(book, entry);
  if (against.empty()) {
    std::visit(BookWriter{book, entry}, entry.event);
    book.head_seq = entry.seq;
    book.head_hash = entry.hash;
  }
  return against;
}

Result<Book> replay(const std::vector<Entry>& entries) {
  Book book;
  for (const Entry& entry : entries) {
    Diagnostics against = apply(book, entry);
    if (!against.empty()) {
      return against;
    }
  }
  return book;
}

}  // namespace betledger::ledger
