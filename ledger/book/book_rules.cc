#include "ledger/book/book_rules.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger::ledger {
namespace {

void append(Diagnostics& to, Diagnostics more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

struct TreeRules {
  const Book& book;

  Diagnostics operator()(const LedgerOpened& /*event*/) const {
    if (book.head_seq > 0) {
      return {refusal(
          "L002", "the ledger is open already", "an entry of this kind is the first one only")};
    }
    return {};
  }

  Diagnostics operator()(const TreeDescribed& event) const {
    Diagnostics found = repeated_names(event.metrics, "metrics");
    append(found, repeated_names(event.links, "links"));
    append(found, repeated_names(event.occasions, "events"));
    const bool has_cycles =
        std::any_of(book.cycles.begin(), book.cycles.end(), [](const auto& cycle) {
          return cycle.second.cycle.timeline.count > 0;
        });
    if (event.period != book.tree.period && (!book.actuals.empty() || has_cycles)) {
      found.push_back(refusal(
          "L014",
          fmt::format(
              "the tree counts in {}s and the ledger holds values or cycles of that kind: it "
              "cannot change to {}s",
              name(book.tree.period),
              name(event.period)),
          "start a new ledger for the other period and import the values there"));
    }
    return found;
  }

  Diagnostics operator()(const MetricDefined& event) const {
    if (!is_key(event.metric.key)) {
      return {
          refusal("L010",
                  fmt::format("\"{}\" cannot be the key of a metric", printable(event.metric.key)),
                  "use lower-case letters, digits, - and _, starting with a letter")};
    }
    return {};
  }
  Diagnostics operator()(const MetricRetired& event) const {
    return unknown_metric(book, event.metric, "its retirement");
  }

  Diagnostics operator()(const LinkDefined& /*event*/) const { return {}; }
  Diagnostics operator()(const LinkRetired& event) const {
    std::vector<std::string> known;
    for (const tree::Link& link : book.tree.links) {
      known.push_back(link.key());
    }
    return missing("L011", "link", event.link, known);
  }

  Diagnostics operator()(const OccasionDefined& /*event*/) const { return {}; }
  Diagnostics operator()(const OccasionRetired& event) const {
    std::vector<std::string> known;
    for (const tree::Occasion& occasion : book.tree.occasions) {
      known.push_back(occasion.name);
    }
    return missing("L012", "event", event.occasion, known);
  }

  Diagnostics operator()(const ActualsRecorded& event) const {
    Diagnostics found = unknown_metric(book, event.metric, "the import");
    if (event.values.empty()) {
      found.push_back(refusal(
          "L041", fmt::format("there are no values of {} to record", printable(event.metric)), ""));
    }
    for (std::size_t i = 0; i < event.values.size(); ++i) {
      const Observation& value = event.values[i];
      if (!std::isfinite(value.value)) {
        found.push_back(refusal("L040",
                                fmt::format("the value of {} on {} is not a finite number",
                                            printable(event.metric),
                                            format_day(value.day)),
                                "leave the period out where the value is missing"));
      }
      if (period_start(book.tree.period, value.day) != value.day) {
        found.push_back(refusal(
            "L041",
            fmt::format(
                "{} is not the first day of a {}", format_day(value.day), name(book.tree.period)),
            "date every value by the first day of its period"));
      }
      if (i > 0 && event.values[i - 1].day >= value.day) {
        found.push_back(refusal("L041",
                                fmt::format("{} does not come after {}",
                                            format_day(value.day),
                                            format_day(event.values[i - 1].day)),
                                "write every period once, oldest first"));
      }
    }
    return found;
  }

  template <class Other>
  Diagnostics operator()(const Other& /*event*/) const {
    return {};
  }

 private:
  static Diagnostics missing(const std::string& code,
                             const std::string& noun,
                             const std::string& key,
                             const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), key) != known.end()) {
      return {};
    }
    return {unknown_name(code, noun, key, known, "`betledger export` shows the tree")};
  }
};

Diagnostics out_of_sequence(const Book& book, const Entry& entry) {
  if (entry.seq != book.head_seq + 1) {
    return {refusal("L001",
                    fmt::format("entry {} cannot follow entry {}", entry.seq, book.head_seq),
                    "entries follow one another without gaps")};
  }
  const std::string before = book.head_seq == 0 ? std::string(64, '0') : book.head_hash;
  if (entry.previous != before) {
    return {refusal("L001",
                    fmt::format("entry {} does not name the entry before it", entry.seq),
                    "its `previous` must be the hash of the head")};
  }
  if (book.head_seq == 0 && !std::holds_alternative<LedgerOpened>(entry.event)) {
    return {refusal(
        "L003", "the first entry does not open a ledger", "create it with `betledger init`")};
  }
  return {};
}

}  // namespace

Diagnostics unknown_metric(const Book& book,
                           const std::string& metric,
                           const std::string& named_by) {
  if (book.tree.find(metric) != nullptr) {
    return {};
  }
  std::vector<std::string> known;
  for (const tree::Metric& there : book.tree.metrics) {
    known.push_back(there.key);
  }
  const auto close = did_you_mean(metric, known);
  return {refusal(
      "L010",
      fmt::format("{} names the metric {}, which is not in the tree", named_by, printable(metric)),
      close ? fmt::format("did you mean {}?", *close) : "define it in tree.yaml first")};
}

Diagnostics repeated_names(const std::vector<std::string>& names, const std::string& list) {
  Diagnostics found;
  std::set<std::string> seen;
  for (const std::string& name : names) {
    if (!seen.insert(name).second) {
      found.push_back(refusal(
          "L013", fmt::format("{} is listed twice in {}", printable(name), list), "keep one"));
    }
  }
  return found;
}

Diagnostics reasons_against_tree_event(const Book& book, const Event& event) {
  return std::visit(TreeRules{book}, event);
}

Diagnostics reasons_against(const Book& book, const Entry& entry) {
  Diagnostics found = out_of_sequence(book, entry);
  if (!found.empty()) {
    return found;
  }
  // Of a closed cycle nothing else needs to be said.
  append(found, reasons_against_review_event(book, entry.event));
  if (!found.empty()) {
    return found;
  }
  append(found, reasons_against_tree_event(book, entry.event));
  append(found, reasons_against_bet_event(book, entry.event));
  append(found, reasons_against_cycle_event(book, entry.event));
  append(found, reasons_against_learning_event(book, entry.event));
  return found;
}

}  // namespace betledger::ledger
