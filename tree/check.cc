#include "tree/check.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "core/number.h"
#include "core/text.h"
#include "tree/finding.h"
#include "tree/formula_functions.h"
#include "tree/formula_range.h"
#include "tree/reach.h"

namespace betledger::tree {
namespace {

constexpr std::size_t most_drivers = 4;
constexpr std::uint32_t deepest = 6;
constexpr double least_confidence = 0.1;

class StructureCheck {
 public:
  explicit StructureCheck(const MetricTree& tree) : tree_{tree}, spec_{tree.spec()} {}

  Diagnostics run() {
    whole();
    roots();
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      const Metric& metric = spec_.metrics[i];
      attributes(metric);
      place(MetricId{i});
      judged(metric);
      rollup(metric);
      if (metric.formula) {
        formula(metric);
      }
    }
    for (const Link& link : spec_.links) {
      belief(link);
      strength(link);
    }
    sort_by_place(found_);
    return std::move(found_);
  }

 private:
  void add(std::string_view code, const Position& at, std::string message, std::string hint) {
    found_.push_back(finding(code, Severity::warning, at, std::move(message), std::move(hint)));
  }
  void note(std::string_view code, const Position& at, std::string message, std::string hint) {
    found_.push_back(finding(code, Severity::note, at, std::move(message), std::move(hint)));
  }

  void whole() {
    const auto any = [&](auto what) {
      return std::any_of(spec_.metrics.begin(), spec_.metrics.end(), what);
    };
    if (!any([](const Metric& m) { return m.guardrail; })) {
      add("T108",
          spec_.at,
          "the tree has no guardrail",
          "mark what must not suffer, such as the return share, with guardrail: true");
    }
    if (!any([](const Metric& m) { return m.controllable; })) {
      note("T123",
           spec_.at,
           "no metric is controllable",
           "mark the metrics that teams can move with controllable: true");
    }
    const Metric& focus = tree_.metric(tree_.focus());
    if (focus.desired == Desired::none) {
      add("T109",
          focus.at,
          fmt::format("the focus `{}` is wanted neither up nor down", focus.key),
          "write desired: up or desired: down");
    }
    if (tree_.drivers_of(tree_.focus()).empty()) {
      add("T124",
          focus.at,
          fmt::format("nothing drives the focus `{}`", focus.key),
          "write its formula, or links from the metrics that move it");
    }
  }

  void roots() {
    for (const MetricId top : stray_tops(tree_)) {
      stray(top);
    }
  }

  void stray(MetricId id) {
    const Metric& metric = tree_.metric(id);
    const std::string& focus = tree_.metric(tree_.focus()).key;
    if (tree_.drivers_of(id).empty() && tree_.outcomes_of(id).empty()) {
      add("T102",
          metric.at,
          fmt::format("`{}` is tied to no other metric", metric.key),
          "link it to what it moves, make it a guardrail, or take it out");
    } else {
      add("T101",
          metric.at,
          fmt::format("`{}` is a second root: it does not lead to `{}`", metric.key, focus),
          fmt::format("link it to a metric below `{}`, make it a guardrail, or take it out",
                      focus));
    }
  }

  void attributes(const Metric& metric) {
    const std::string key = metric.key;
    if (metric.owner.empty()) {
      add("T103",
          metric.at,
          fmt::format("`{}` has no owner", key),
          "write owner: a person or a team");
    }
    if (metric.unit.empty()) {
      add("T104",
          metric.at,
          fmt::format("`{}` has no unit", key),
          "write unit: GBP, orders, %, ...");
    }
    if (metric.definition.empty()) {
      add("T105",
          metric.at,
          fmt::format("`{}` has no definition", key),
          "say in one sentence what is counted, when, and what is left out");
    }
    if (metric.controllable && metric.formula) {
      add("T110",
          metric.at,
          fmt::format("`{}` is controllable, but a formula fixes it", key),
          "mark what it is made of as controllable instead");
    }
    if (key.find('-') != std::string::npos || is_function(key)) {
      add("T116",
          metric.at,
          fmt::format("no formula can name `{}`: it would read {}",
                      key,
                      is_function(key) ? "a function" : "a difference"),
          "rename it, with underscores");
    }
  }

  void place(MetricId id) {
    const Metric& metric = tree_.metric(id);
    const std::size_t drivers = tree_.drivers_of(id).size();
    if (drivers > most_drivers) {
      add("T106",
          metric.at,
          fmt::format("`{}` has {} drivers, more than {}", metric.key, drivers, most_drivers),
          "group some of them under a metric between");
    }
    if (const std::optional<std::uint32_t> level = tree_.level(id); level && *level > deepest) {
      add("T107",
          metric.at,
          fmt::format(
              "`{}` is {} steps below the focus, more than {}", metric.key, *level, deepest),
          "leave out steps between that nobody acts on");
    }
  }

  void judged(const Metric& metric) {
    if (metric.guardrail && !metric.limit && metric.desired == Desired::none) {
      add("T118",
          metric.at,
          fmt::format("the guardrail `{}` has neither a limit nor a desired direction", metric.key),
          "write limit: at most ..., or desired: up or down");
    }
    if (!metric.limit) {
      return;
    }
    const double bound = metric.limit->value;
    if (!metric.guardrail) {
      add("T117",
          metric.at,
          fmt::format("`{}` has a limit but is no guardrail", metric.key),
          "write guardrail: true, or take the limit out");
    }
    if (metric.rollup.kind != RollupKind::sum && !contains(metric.support, bound)) {
      add("T119",
          metric.at,
          fmt::format("the limit of `{}` is {}, which is no {} value",
                      metric.key,
                      format_rounded(bound),
                      name(metric.support)),
          metric.support == Support::fraction ? "write a share, such as 5% or 0.05"
                                              : "write a limit above 0");
    }
  }

  void rollup(const Metric& metric) {
    if (metric.support == Support::fraction && metric.rollup.kind == RollupKind::sum) {
      add("T120",
          metric.at,
          fmt::format("`{}` is a share, and its roll-up adds shares up", metric.key),
          "write rollup: mean, or weighted by what it is a share of");
    }
  }

  void formula(const Metric& metric) {
    if (metric.formula->references().empty()) {
      add("T115",
          in_formula(metric, 1),
          fmt::format("the formula of `{}` names no metric", metric.key),
          "write the constant where it is used, or give the metric a baseline");
    }
    const FormulaRange found = range_of(*metric.formula, [&](std::uint32_t reference) {
      return tree_.metric(*tree_.find(metric.formula->references()[reference])).support;
    });
    for (const DomainRisk& risk : found.risks) {
      add("T121",
          in_formula(metric, risk.column),
          fmt::format("in the formula of `{}` {}", metric.key, risk.what),
          "give the metrics in it the support positive or fraction where it is true, or use max");
    }
    // Only where it shows at a glance: a ratio that stays below 1 is the author's knowledge.
    const Op last = metric.formula->steps().back().op;
    const bool sum = last == Op::add || last == Op::subtract || last == Op::negate;
    if (sum && found.risks.empty() && !within(found.range, range_of(metric.support))) {
      note("T122",
           in_formula(metric, 1),
           fmt::format(
               "the formula of `{}` can leave its support, {}", metric.key, name(metric.support)),
           "make sure that it cannot, use clamp, or give the metric the support real");
    }
  }

  static bool within(const Range& inner, const Range& outer) {
    const auto ends = [](const Bound& in, const Bound& out) {
      return in.value == out.value && (in.open || !out.open);
    };
    return (inner.low.value > outer.low.value || ends(inner.low, outer.low)) &&
           (inner.high.value < outer.high.value || ends(inner.high, outer.high));
  }

  void belief(const Link& link) {
    const double confidence = link.confidence.on(spec_.confidence).value();
    if (confidence < least_confidence) {
      add("T111",
          link.at,
          fmt::format(
              "the link {} is believed with {} only", link.key(), format_percent(confidence)),
          "test it or take it out: so weak a belief moves no decision");
    }
    if (link.evidence.empty()) {
      add("T112",
          link.at,
          fmt::format("the link {} has no evidence", link.key()),
          "write evidence: an experiment, an analysis, or \"judgement\" and whose");
    }
  }

  void strength(const Link& link) {
    if (link.strength.lowest() == 0 && link.strength.highest() == 0) {
      add("T114",
          link.at,
          fmt::format("the link {} has the strength 0 and does nothing", link.key()),
          "state its strength, or take it out");
    }
    if (link.lag.count > 0 && link.periods_of_lag(spec_.period) == 0) {
      note("T113",
           link.at,
           fmt::format("the lag of {}, {}, rounds to no {} at all",
                       link.key(),
                       format_duration(link.lag),
                       name(spec_.period)),
           "a lag counts in whole periods, rounded; nothing to do if that is what you mean");
    }
  }

  const MetricTree& tree_;
  const TreeSpec& spec_;
  Diagnostics found_;
};

}  // namespace

Diagnostics check_structure(const MetricTree& tree) {
  return StructureCheck{tree}.run();
}

}  // namespace betledger::tree
