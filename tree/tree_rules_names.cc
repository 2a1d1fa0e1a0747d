#include <map>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "core/text.h"
#include "tree/finding.h"
#include "tree/tree_rules.h"

namespace betledger::tree {
namespace {

std::string where(const Position& at) {
  return at.line == 0 ? std::string{} : fmt::format("; the other stands in line {}", at.line);
}

class NameCheck {
 public:
  NameCheck(const TreeSpec& spec, const KeyIndex& index) : spec_{spec}, index_{index} {}

  Diagnostics run() {
    focus();
    metrics();
    links();
    occasions();
    return std::move(found_);
  }

 private:
  void add(std::string_view code, const Position& at, std::string message, std::string hint) {
    found_.push_back(finding(code, Severity::error, at, std::move(message), std::move(hint)));
  }

  [[nodiscard]] bool known(std::string_view key) const { return index_.find(key).has_value(); }

  void focus() {
    if (spec_.metrics.empty()) {
      add("T001", spec_.at, "the tree has no metrics", "add the focus metric and what drives it");
    } else if (spec_.focus.empty()) {
      add("T003",
          spec_.at,
          "the tree has no focus",
          "say which metric the cycle is about: focus: KEY");
    } else if (!known(spec_.focus)) {
      add("T003",
          spec_.at,
          fmt::format("the focus `{}` is not a metric of the tree", printable(spec_.focus)),
          index_.way_out(spec_.focus));
    }
  }

  void metrics() {
    for (std::uint32_t i = 0; i < spec_.metrics.size(); ++i) {
      const Metric& metric = spec_.metrics[i];
      const MetricId first = index_.find(metric.key).value_or(MetricId{i});
      if (first.value() != i) {
        add("T002",
            metric.at,
            fmt::format("two metrics have the key `{}`", metric.key),
            "rename one of them" + where(spec_.metrics[first.value()].at));
      }
      references(metric);
      weight(metric);
    }
  }

  void references(const Metric& metric) {
    if (!metric.formula) {
      return;
    }
    const Formula& formula = *metric.formula;
    for (std::uint32_t r = 0; r < formula.references().size(); ++r) {
      const std::string& key = formula.references()[r];
      if (known(key)) {
        continue;
      }
      add("T004",
          in_formula(metric, formula.first_column(r)),
          fmt::format(
              "the formula of `{}` reads `{}`, which is not a metric of the tree", metric.key, key),
          index_.way_out(key));
    }
  }

  void weight(const Metric& metric) {
    if (metric.rollup.kind != RollupKind::weighted) {
      return;
    }
    const std::string& by = metric.rollup.weighted_by;
    if (by == metric.key) {
      add("T014",
          metric.at,
          fmt::format("`{}` is weighted by itself", metric.key),
          "name the metric that counts what it is an average over, such as buyers");
    } else if (!known(by)) {
      add("T013",
          metric.at,
          fmt::format("`{}` is weighted by `{}`, which is not a metric of the tree",
                      metric.key,
                      printable(by)),
          index_.way_out(by));
    }
  }

  void links() {
    std::map<std::string, const Link*> seen;
    for (const Link& link : spec_.links) {
      for (const std::string* end : {&link.from, &link.to}) {
        if (!known(*end)) {
          add("T005",
              link.at,
              fmt::format("the link {} names `{}`, which is not a metric of the tree",
                          printable(link.key()),
                          printable(*end)),
              index_.way_out(*end));
        }
      }
      if (link.from == link.to) {
        add("T006",
            link.at,
            fmt::format("`{}` has a link to itself", printable(link.from)),
            "its own momentum is in the baseline already: take the link out");
      }
      const auto [other, fresh] = seen.emplace(link.key(), &link);
      if (!fresh) {
        add("T007",
            link.at,
            fmt::format("the link {} is written twice", printable(link.key())),
            "keep one of them, with the strength you believe" + where(other->second->at));
      }
    }
  }

  void occasions() {
    std::map<std::string, const Occasion*> seen;
    for (const Occasion& occasion : spec_.occasions) {
      const std::string name = printable(occasion.name);
      if (!known(occasion.metric)) {
        add("T008",
            occasion.at,
            fmt::format("the event `{}` acts on `{}`, which is not a metric of the tree",
                        name,
                        printable(occasion.metric)),
            index_.way_out(occasion.metric));
      }
      const auto [other, fresh] = seen.emplace(occasion.name, &occasion);
      if (!fresh) {
        add("T019",
            occasion.at,
            fmt::format("two events have the name `{}`", name),
            "give each its own name" + where(other->second->at));
      }
      if (occasion.end < occasion.start) {
        add("T020",
            occasion.at,
            fmt::format("the event `{}` ends on {}, before it starts on {}",
                        name,
                        format_day(occasion.end),
                        format_day(occasion.start)),
            "swap the dates; the end is its last day");
      }
    }
  }

  const TreeSpec& spec_;
  const KeyIndex& index_;
  Diagnostics found_;
};

}  // namespace

Diagnostics broken_names(const TreeSpec& spec, const KeyIndex& index) {
  return NameCheck{spec, index}.run();
}

}  // namespace betledger::tree
