#include "tree/check_formulas.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/core.h>

#include "core/number.h"
#include "core/text.h"
#include "tree/identity.h"

namespace betledger::tree {
namespace {

constexpr double good_identity = 0.01;

class FormulaCheck {
 public:
  FormulaCheck(const MetricTree& tree, const Actuals& actuals, DataFindings& findings)
      : tree_{tree}, actuals_{actuals}, findings_{findings} {}

  void run() {
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      if (tree_.metric(MetricId{i}).formula) {
        identity(MetricId{i});
      }
    }
    lags();
  }

 private:
  void identity(MetricId id) {
    const IdentityFit found = fit_identity(tree_, actuals_, id);
    const IdentityResidual& r = found.residual;
    if (found.no_value) {
      findings_.add("D010",
                    Severity::warning,
                    id,
                    fmt::format("the formula of `{}` has no usable value on the actuals of {}",
                                r.metric,
                                format_day(*found.no_value)),
                    "look at the values it divides by or takes the logarithm of in that period");
    }
    if (std::abs(r.worst) <= good_identity) {
      return;
    }
    const bool general = r.mean_abs > good_identity;
    findings_.add(
        "D009",
        general ? Severity::warning : Severity::note,
        id,
        fmt::format("the actuals of `{}` differ from its formula by {} on average, by {} at worst "
                    "on {} ({})",
                    r.metric,
                    format_percent(r.mean_abs, 2),
                    format_percent(r.worst, 2),
                    format_day(r.worst_period),
                    counted(r.periods, "period")),
        "look for a definition or a filter that is not the same on both sides");
  }

  /// The first cycle reads the last actuals through lag(x, k): all k of them must be there.
  void lags() {
    if (!actuals_.newest()) {
      return;
    }
    std::vector<std::uint32_t> longest(tree_.size(), 0);
    for (const Metric& metric : tree_.spec().metrics) {
      for (std::size_t r = 0; metric.formula && r < metric.formula->references().size(); ++r) {
        std::uint32_t& of = longest[tree_.find(metric.formula->references()[r])->value()];
        of = std::max(of, metric.formula->longest_lag(r));
      }
    }
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      lag_start(MetricId{i}, longest[i]);
    }
  }

  void lag_start(MetricId id, std::uint32_t longest) {
    const Metric& metric = tree_.metric(id);
    if (metric.baseline && actuals_.series(id) == nullptr) {
      return;
    }
    for (std::uint32_t back = 0; back < longest; ++back) {
      const Day day = advance(tree_.spec().period, *actuals_.newest(), -static_cast<int>(back));
      const bool there = actuals_.value(id, day).has_value() ||
                         (metric.formula && actuals_.computed(id, day).has_value());
      if (!there) {
        findings_.add("D013",
                      Severity::warning,
                      id,
                      fmt::format("a formula reads `{}` up to {} back, but {} has no value",
                                  metric.key,
                                  counted(longest, "period"),
                                  format_day(day)),
                      findings_.get_data(id, "import the last values before the cycle"));
        return;
      }
    }
  }

  const MetricTree& tree_;
  const Actuals& actuals_;
  DataFindings& findings_;
};

}  // namespace

void check_formulas(const MetricTree& tree, const Actuals& actuals, DataFindings& findings) {
  FormulaCheck{tree, actuals, findings}.run();
}

}  // namespace betledger::tree
