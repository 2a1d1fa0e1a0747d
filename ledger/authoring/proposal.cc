#include "ledger/authoring/proposal.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "ledger/authoring/authored.h"
#include "ledger/codec/codec.h"
#include "ledger/codec/codec_parts.h"
#include "ledger/text/yaml_write.h"

namespace betledger::ledger {
namespace {

std::string shown(const Node* node) {
  constexpr std::size_t longest = 60;
  std::string text = node == nullptr ? "(none)" : write_yaml_line(*node);
  if (text.size() > longest) {
    std::size_t cut = longest;
    while ((static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
      --cut;  // never inside a character
    }
    text = text.substr(0, cut) + "...";
  }
  return text;
}

/// The members in which two mappings differ, as "works: 0.3 -> 0.5".
std::vector<std::string> differing_fields(const Node& before, const Node& after) {
  std::vector<std::string> fields;
  const auto note = [&](const std::string& key) {
    fields.push_back(
        fmt::format("{}: {} -> {}", key, shown(before.find(key)), shown(after.find(key))));
  };
  for (const Member& member : after.members) {
    const Node* old = before.find(member.key);
    if (old == nullptr || !old->same_as(member.value)) {
      note(member.key);
    }
  }
  for (const Member& member : before.members) {
    if (after.find(member.key) == nullptr) {
      note(member.key);
    }
  }
  return fields;
}

std::string name_of(const tree::Metric& metric) {
  return metric.key;
}
std::string name_of(const tree::Link& link) {
  return link.key();
}
std::string name_of(const tree::Occasion& occasion) {
  return occasion.name;
}
std::string name_of(const Bet& bet) {
  return bet.key;
}

template <class Noun>
std::vector<std::string> names_of(const std::vector<Noun>& nouns) {
  std::vector<std::string> names;
  std::transform(nouns.begin(), nouns.end(), std::back_inserter(names), [](const Noun& noun) {
    return name_of(noun);
  });
  return names;
}

template <class Noun>
std::map<std::string, const Noun*> index_of(const std::vector<Noun>& nouns) {
  std::map<std::string, const Noun*> index;
  for (const Noun& noun : nouns) {
    index.emplace(name_of(noun), &noun);
  }
  return index;
}

class Proposer {
 public:
  explicit Proposer(const Book& book) : book_{book} {}

  void tree(const tree::TreeSpec& wanted) {
    const tree::TreeSpec& now = book_.tree;
    describe_tree(now, wanted);
    const auto link = [](const tree::Link& one) { return encode_link(one); };
    const auto event = [&wanted](const tree::Occasion& one) {
      return encode_occasion(one, &wanted);
    };
    removed(
        now.links, wanted.links, "link", [](const std::string& key) { return LinkRetired{key}; });
    removed(now.occasions, wanted.occasions, "event", [](const std::string& key) {
      return OccasionRetired{key};
    });
    defined(
        now.metrics,
        wanted.metrics,
        "metric",
        [](const tree::Metric& one) { return encode_metric(one); },
        [](const tree::Metric& one, bool) { return MetricDefined{one}; });
    defined(now.links, wanted.links, "link", link, [](const tree::Link& one, bool) {
      return LinkDefined{one};
    });
    defined(now.occasions, wanted.occasions, "event", event, [](const tree::Occasion& one, bool) {
      return OccasionDefined{one};
    });
    removed(now.metrics, wanted.metrics, "metric", [](const std::string& key) {
      return MetricRetired{key};
    });
  }

  void sheet(const BetSheet& wanted, const tree::TreeSpec& tree) {
    const BetSheet now = book_.sheet(wanted.cycle);
    const auto bet = [&tree](const Bet& one) { return encode_bet(one, &tree); };
    removed(now.bets, wanted.bets, "bet", [](const std::string& key) {
      return BetWithdrawn{key, "left out of the sheet"};
    });
    defined(now.bets, wanted.bets, "bet", bet, [&wanted](const Bet& one, bool is_new) -> Event {
      if (is_new) {
        return BetProposed{wanted.cycle, one};
      }
      return BetAmended{one, {}};
    });
    describe_sheet(now, wanted);
  }

  [[nodiscard]] Proposal take() { return std::move(proposal_); }

 private:
  void note(Change::Kind kind, std::string what, std::vector<std::string> fields = {}) {
    proposal_.changes.push_back({kind, std::move(what), std::move(fields)});
  }

  template <class Noun, class Encode, class Define>
  void defined(const std::vector<Noun>& now,
               const std::vector<Noun>& wanted,
               const std::string& noun,
               Encode encode,
               Define define) {
    const auto there = index_of(now);
    for (const Noun& one : wanted) {
      const auto old = there.find(name_of(one));
      const bool is_new = old == there.end();
      if (!is_new && old->second->same_as(one)) {
        continue;
      }
      note(is_new ? Change::Kind::added : Change::Kind::changed,
           noun + " " + name_of(one),
           is_new ? std::vector<std::string>{}
                  : differing_fields(encode(*old->second), encode(one)));
      proposal_.events.emplace_back(define(one, is_new));
    }
  }

  template <class Noun, class Retire>
  void removed(const std::vector<Noun>& now,
               const std::vector<Noun>& wanted,
               const std::string& noun,
               Retire retire) {
    const auto kept = index_of(wanted);
    for (const Noun& one : now) {
      if (kept.find(name_of(one)) == kept.end()) {
        note(Change::Kind::removed, noun + " " + name_of(one));
        proposal_.events.emplace_back(retire(name_of(one)));
      }
    }
  }

  // Notes when the names that stay change their order.
  void order(const std::vector<std::string>& now,
             const std::vector<std::string>& wanted,
             const std::string& what) {
    const auto shared = [](const std::vector<std::string>& names,
                           const std::vector<std::string>& other) {
      const std::set<std::string> there(other.begin(), other.end());
      std::vector<std::string> both;
      std::copy_if(
          names.begin(), names.end(), std::back_inserter(both), [&there](const std::string& name) {
            return there.count(name) > 0;
          });
      return both;
    };
    if (shared(now, wanted) != shared(wanted, now)) {
      note(Change::Kind::changed, "order of " + what);
    }
  }

  // The description comes first: the book puts what is defined after it at its place in the lists.
  void describe_tree(const tree::TreeSpec& now, const tree::TreeSpec& wanted) {
    const TreeDescribed described{wanted.title,
                                  wanted.focus,
                                  wanted.period,
                                  wanted.confidence,
                                  wanted.review,
                                  names_of(wanted.metrics),
                                  names_of(wanted.links),
                                  names_of(wanted.occasions)};
    const Node before = header_of(now);
    const Node after = header_of(wanted);
    const bool same_lists = described.metrics == names_of(now.metrics) &&
                            described.links == names_of(now.links) &&
                            described.occasions == names_of(now.occasions);
    if (same_lists && before.same_as(after)) {
      return;
    }
    if (!before.same_as(after)) {
      // A new tree differs from the empty one, which has the default rules.
      note(now.metrics.empty() ? Change::Kind::added : Change::Kind::changed,
           "tree",
           differing_fields(before, after));
    }
    order(names_of(now.metrics), described.metrics, "metrics");
    order(names_of(now.links), described.links, "links");
    order(names_of(now.occasions), described.occasions, "events");
    proposal_.events.emplace_back(described);
  }

  // What a tree says besides its three lists.
  static Node header_of(const tree::TreeSpec& tree) {
    tree::TreeSpec header;
    header.title = tree.title;
    header.focus = tree.focus;
    header.period = tree.period;
    header.confidence = tree.confidence;
    Node node = encode_tree(header);
    node.members.pop_back();  // its empty `metrics`
    for (const Member& rule : encode_review_rules(tree.review).members) {
      node.add("review " + rule.key, rule.value);  // each by itself: a diff names what differs
    }
    return node;
  }

  void describe_sheet(const BetSheet& now, const BetSheet& wanted) {
    const bool is_new = book_.cycles.find(wanted.cycle) == book_.cycles.end();
    const bool same_capacity = now.capacity_person_weeks == wanted.capacity_person_weeks;
    if (!is_new && same_capacity && names_of(now.bets) == names_of(wanted.bets)) {
      return;
    }
    if (!same_capacity) {
      note(now.capacity_person_weeks.empty() ? Change::Kind::added : Change::Kind::changed,
           "capacity of " + wanted.cycle,
           differing_fields(encode_effort(now.capacity_person_weeks),
                            encode_effort(wanted.capacity_person_weeks)));
    } else if (is_new && wanted.bets.empty()) {
      note(Change::Kind::added, "sheet of " + wanted.cycle);
    }
    order(names_of(now.bets), names_of(wanted.bets), "bets of " + wanted.cycle);
    proposal_.events.emplace_back(
        BetsDescribed{wanted.cycle, wanted.capacity_person_weeks, names_of(wanted.bets)});
  }

  const Book& book_;
  Proposal proposal_;
};

}  // namespace

Proposal propose(const Book& book, const Authored& authored) {
  Proposer proposer{book};
  if (authored.tree) {
    proposer.tree(*authored.tree);
  }
  for (const BetSheet& sheet : authored.sheets) {
    proposer.sheet(sheet, authored.tree ? *authored.tree : book.tree);
  }
  return proposer.take();
}

Result<Proposal> propose_files(const Book& book,
                               const std::vector<AuthoredFile>& files,
                               const std::string& because,
                               Diagnostics& warnings) {
  const auto authored = read_authored(files, book, warnings);
  if (!authored) {
    return authored.error();
  }
  Proposal proposal = propose(book, *authored);
  for (Event& event : proposal.events) {
    if (auto* const amended = std::get_if<BetAmended>(&event)) {
      amended->because = because;
    } else if (auto* const withdrawn = std::get_if<BetWithdrawn>(&event)) {
      withdrawn->because = because;
    }
  }
  return proposal;
}

}  // namespace betledger::ledger
