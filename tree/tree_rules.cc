#include "tree/tree_rules.h"

#include <string>
#include <string_view>

#include <fmt/core.h>

#include "core/number.h"
#include "core/text.h"
#include "tree/finding.h"
#include "tree/formula_range.h"
#include "tree/formula_units.h"

namespace betledger::tree {
namespace {

class RuleCheck {
 public:
  RuleCheck(const TreeSpec& spec, const KeyIndex& index) : spec_{spec}, index_{index} {}

  Diagnostics run() {
    for (const Metric& metric : spec_.metrics) {
      baseline(metric);
      weight(metric);
      if (metric.formula) {
        units(metric);
        range(metric);
      }
    }
    for (const Link& link : spec_.links) {
      into_component(link);
      elasticity(link);
    }
    for (const Occasion& occasion : spec_.occasions) {
      act(occasion);
    }
    return std::move(found_);
  }

 private:
  void add(std::string_view code, const Position& at, std::string message, std::string hint) {
    found_.push_back(finding(code, Severity::error, at, std::move(message), std::move(hint)));
  }

  [[nodiscard]] const Metric* find(std::string_view key) const {
    const std::optional<MetricId> id = index_.find(key);
    return id ? &spec_.metrics[id->value()] : nullptr;
  }

  static std::string aim_lower(const Metric& component) {
    const auto below = component.formula->references();
    return below.empty() ? "take its formula out, or this"
                         : fmt::format("aim at what it is made of: {}", join(below, ", "));
  }

  void baseline(const Metric& metric) {
    if (!metric.baseline) {
      return;
    }
    if (metric.formula) {
      add("T011",
          metric.at,
          fmt::format("`{}` has a formula and a stated baseline", metric.key),
          "keep the formula; state the baselines of what it is made of");
      return;
    }
    for (const Distribution* stated : {&metric.baseline->start, &metric.baseline->end}) {
      const double median = stated->quantile(0.5);
      if (!contains(metric.support, median)) {
        add("T021",
            metric.at,
            fmt::format("the stated baseline of `{}` has its median at {}, which is no {} value",
                        metric.key,
                        format_rounded(median),
                        name(metric.support)),
            metric.support == Support::fraction
                ? "write a share between 0 and 1, such as 12% or 0.12"
                : "write a value above 0, or give the metric the support real");
        return;
      }
    }
  }

  void weight(const Metric& metric) {
    const Metric* by =
        metric.rollup.kind == RollupKind::weighted ? find(metric.rollup.weighted_by) : nullptr;
    if (by != nullptr && by != &metric && by->support == Support::real) {
      add("T015",
          metric.at,
          fmt::format("`{}` is weighted by `{}`, whose support is real: a weight must be positive",
                      metric.key,
                      by->key),
          fmt::format("give `{}` the support positive, or weight by a count", by->key));
    }
  }

  void units(const Metric& metric) {
    const FormulaUnits found =
        units_of(*metric.formula, [&](std::uint32_t reference) -> std::string_view {
          const Metric* read = find(metric.formula->references()[reference]);
          return read == nullptr ? std::string_view{} : std::string_view{read->unit};
        });
    for (const UnitClash& clash : found.clashes) {
      add("T016",
          in_formula(metric, clash.column),
          fmt::format("the formula of `{}` puts {} and {} together",
                      metric.key,
                      printable(clash.left),
                      printable(clash.right)),
          "bring both to one unit first, or write the unit the same way in both metrics");
    }
    if (found.clashes.empty() && !metric.unit.empty() && !found.unit.empty() &&
        metric.unit != found.unit) {
      add("T016",
          in_formula(metric, 1),
          fmt::format("`{}` is in {}, but its formula gives {}",
                      metric.key,
                      printable(metric.unit),
                      printable(found.unit)),
          fmt::format("write unit: {}, or correct the formula", printable(found.unit)));
    }
  }

  void range(const Metric& metric) {
    bool complete = true;
    const FormulaRange found = range_of(*metric.formula, [&](std::uint32_t reference) {
      const Metric* read = find(metric.formula->references()[reference]);
      complete = complete && read != nullptr;
      return read == nullptr ? Support::real : read->support;
    });
    if (!complete) {
      return;
    }
    bool sound = true;
    for (const DomainRisk& risk : found.risks) {
      sound = sound && !risk.certain;
      if (risk.certain) {
        add("T017",
            in_formula(metric, risk.column),
            fmt::format("the formula of `{}` has no value: {}, whatever the metrics are",
                        metric.key,
                        risk.what),
            "correct the formula, or the supports of the metrics in it");
      }
    }
    const Range wanted = range_of(metric.support);
    if (sound && !overlap(found.range, wanted)) {
      add("T017",
          in_formula(metric, 1),
          fmt::format("`{}` has the support {}, where its formula never lies",
                      metric.key,
                      name(metric.support)),
          "correct the formula, or the support of the metric");
    }
  }

  static bool overlap(const Range& a, const Range& b) {
    const auto apart = [](const Bound& high, const Bound& low) {
      return high.value < low.value || (high.value == low.value && (high.open || low.open));
    };
    return !apart(a.high, b.low) && !apart(b.high, a.low);
  }

  void into_component(const Link& link) {
    const Metric* to = find(link.to);
    if (to != nullptr && to->formula) {
      add("T009",
          link.at,
          fmt::format(
              "the link {} acts on `{}`, which a formula fixes already", link.key(), to->key),
          aim_lower(*to));
    }
  }

  void elasticity(const Link& link) {
    if (link.kind != LinkKind::elasticity) {
      return;
    }
    for (const std::string* end : {&link.from, &link.to}) {
      const Metric* metric = find(*end);
      if (metric != nullptr && metric->support == Support::real) {
        add("T018",
            link.at,
            fmt::format("the link {} has an elasticity, but `{}` can be zero or negative",
                        link.key(),
                        metric->key),
            fmt::format("state a slope, or give `{}` the support positive", metric->key));
      }
    }
  }

  void act(const Occasion& occasion) {
    const Metric* on = find(occasion.metric);
    if (on == nullptr) {
      return;
    }
    const std::string name = printable(occasion.name);
    if (on->formula) {
      add("T010",
          occasion.at,
          fmt::format("the event `{}` acts on `{}`, which a formula fixes already", name, on->key),
          aim_lower(*on));
    }
    const bool ratio = occasion.action == Action::lift && on->support != Support::real;
    if (ratio && occasion.amount.quantile(0.5) <= -1) {
      add("T021",
          occasion.at,
          fmt::format("the event `{}` takes all of `{}` away, or more: a lift of {}",
                      name,
                      on->key,
                      format_percent(occasion.amount.quantile(0.5))),
          "write a lift above -100%");
    }
  }

  const TreeSpec& spec_;
  const KeyIndex& index_;
  Diagnostics found_;
};

}  // namespace

Diagnostics contradictions(const TreeSpec& spec, const KeyIndex& index) {
  return RuleCheck{spec, index}.run();
}

}  // namespace betledger::tree
