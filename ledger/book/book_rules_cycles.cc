#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/book/book_rules.h"

namespace betledger::ledger {
namespace {

bool is_sha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

struct CycleRules {
  const Book& book;

  Diagnostics operator()(const BetsDescribed& event) const {
    Diagnostics found = repeated_names(event.bets, "the bets of " + printable(event.cycle));
    if (event.cycle.empty()) {
      found.push_back(refusal("L031", "the bets name no cycle", "write cycle: 2026Q3 at the top"));
    }
    for (const auto& [team, weeks] : event.capacity_person_weeks) {
      if (!std::isfinite(weeks) || weeks < 0) {
        found.push_back(refusal("L035",
                                fmt::format("the capacity of {} is {}", printable(team), weeks),
                                "write person-weeks of 0 or more, e.g. 12pw"));
      }
    }
    return found;
  }

  Diagnostics operator()(const CycleOpened& event) const {
    const Cycle& cycle = event.cycle;
    Diagnostics found = wrong_periods(cycle);
    const auto there = book.cycles.find(cycle.key);
    if (there != book.cycles.end() && book.is_open(cycle.key)) {
      if (!there->second.commits.empty()) {
        found.push_back(refusal("L030",
                                fmt::format("cycle {} is committed: its terms stand", cycle.key),
                                "the next cycle can have others"));
      } else if (same_terms(there->second.cycle, cycle)) {
        found.push_back(refusal("L030", fmt::format("cycle {} is open already", cycle.key), ""));
      }
    }
    append_overlaps(cycle, found);
    if (cycle.target) {
      append_unknown(cycle.target->metric, "the target of " + cycle.key, found);
      if (!std::isfinite(cycle.target->bound.value)) {
        found.push_back(refusal("L036", "the target is not a finite number", ""));
      }
    }
    for (const std::string& input : cycle.focus_inputs) {
      append_unknown(input, "a focus input of " + cycle.key, found);
    }
    return found;
  }

  Diagnostics operator()(const CycleCommitted& event) const {
    const Commit& commit = event.commit;
    if (!book.is_open(commit.cycle)) {
      std::vector<std::string> open;
      for (const auto& [key, record] : book.cycles) {
        if (book.is_open(key)) {
          open.push_back(key);
        }
      }
      const auto close = did_you_mean(commit.cycle, open);
      return {refusal(
          "L031",
          fmt::format("cycle {} is not open", printable(commit.cycle)),
          close ? fmt::format("did you mean {}?", *close)
                : fmt::format("open it first: betledger cycle open {}", printable(commit.cycle)))};
    }
    Diagnostics found;
    const bool later = commit.head_seq < 1 || commit.head_seq > book.head_seq;
    const bool other = commit.head_seq == book.head_seq && commit.head_hash != book.head_hash;
    if (later || other) {
      found.push_back(refusal("L034",
                              fmt::format("the plan says it was made from entry {}, {}",
                                          commit.head_seq,
                                          later ? "which this ledger does not have yet"
                                                : "which has another hash in this ledger"),
                              "make the plan from this ledger"));
    }
    if (commit.runs == 0 || !is_sha256(commit.head_hash) || !is_sha256(commit.plan_sha256) ||
        !is_sha256(commit.forecast_sha256)) {
      found.push_back(refusal("L034",
                              "the commit lacks its runs or one of its three hashes",
                              "commit with `betledger cycle commit`"));
    }
    return found;
  }

  template <class Other>
  Diagnostics operator()(const Other& /*event*/) const {
    return {};
  }

 private:
  [[nodiscard]] Diagnostics wrong_periods(const Cycle& cycle) const {
    const Timeline& timeline = cycle.timeline;
    if (cycle.key.empty() || timeline.count == 0 ||
        period_start(timeline.kind, timeline.start) != timeline.start) {
      return {refusal("L033",
                      fmt::format("cycle {} has no whole periods", printable(cycle.key)),
                      "name it 2026Q3, 2026-07, 2026H2 or 2026")};
    }
    if (timeline.kind != book.tree.period) {
      return {refusal("L033",
                      fmt::format("cycle {} counts in {}s, the tree in {}s",
                                  printable(cycle.key),
                                  name(timeline.kind),
                                  name(book.tree.period)),
                      "open it in the periods of the tree")};
    }
    return {};
  }

  void append_overlaps(const Cycle& cycle, Diagnostics& found) const {
    for (const auto& [key, record] : book.cycles) {
      const Timeline& other = record.cycle.timeline;
      const bool overlaps = other.count > 0 && cycle.timeline.count > 0 && key != cycle.key &&
                            other.start <= cycle.timeline.last_day() &&
                            cycle.timeline.start <= other.last_day();
      if (overlaps) {
        found.push_back(refusal("L032",
                                fmt::format("cycle {} overlaps with {}, which runs from {} to {}",
                                            printable(cycle.key),
                                            key,
                                            format_day(other.start),
                                            format_day(other.last_day())),
                                "cycles follow one another; start this one after it"));
      }
    }
  }

  void append_unknown(const std::string& metric,
                      const std::string& named_by,
                      Diagnostics& found) const {
    Diagnostics unknown = unknown_metric(book, metric, named_by);
    std::move(unknown.begin(), unknown.end(), std::back_inserter(found));
  }
};

}  // namespace

Diagnostics reasons_against_cycle_event(const Book& book, const Event& event) {
  return std::visit(CycleRules{book}, event);
}

}  // namespace betledger::ledger
