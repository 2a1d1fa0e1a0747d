#include "core/family_check.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"

namespace betledger {
namespace {

constexpr double largest = 1e100;  // squares and their sums stay finite
constexpr double most_sdlog = 10;  // p90 / p10 of 1e11
constexpr double least_shape = 0.01;
constexpr double most_shape = 1e6;
constexpr std::size_t most_levels = 99;
constexpr std::size_t most_values = 10000;

std::string shown(double value) {
  return std::isnan(value) ? "not a number" : std::isinf(value) ? "infinite" : format_number(value);
}

/// Collects what is wrong with one family.
class Problems {
 public:
  void add(std::string_view code, std::string message, std::string hint) {
    found_.push_back({.code = std::string{code},
                      .severity = Severity::error,
                      .at = {},
                      .excerpt = {},
                      .message = std::move(message),
                      .hint = std::move(hint)});
  }

  /// Whether all of them can be computed with.
  bool in_range(std::initializer_list<std::pair<std::string_view, double>> parameters) {
    bool fine = true;
    for (const auto& [name, value] : parameters) {
      if (!(std::abs(value) <= largest)) {
        add("Q001",
            fmt::format(
                "{} is {}; it has to be a number of at most 1e100 in size", name, shown(value)),
            "check the unit and the suffix");
        fine = false;
      }
    }
    return fine;
  }

  void positive(std::string_view name, double value, double least, double most) {
    if (value > 0 && value >= least && value <= most) {
      return;
    }
    const std::string range =
        most == largest ? "above zero"
        : least > 0 ? fmt::format("between {} and {}", format_number(least), format_number(most))
                    : fmt::format("above zero and at most {}", format_number(most));
    add("Q002",
        fmt::format("{} is {}; it has to be {}", name, shown(value), range),
        "write a plain number for a quantity that is certain");
  }

  void ordered(double low, double mode, double high) {
    if (low <= mode && mode <= high && low < high) {
      return;
    }
    add("Q003",
        low == high ? fmt::format("low and high are both {}", shown(low))
                    : fmt::format("low {}, mode {} and high {} are out of order",
                                  shown(low),
                                  shown(mode),
                                  shown(high)),
        "low <= mode <= high, and low < high, as in pert(1%, 3%, 8%)");
  }

  [[nodiscard]] Diagnostics take() && { return std::move(found_); }

 private:
  Diagnostics found_;
};

void check(const Constant& f, Problems& problems) {
  problems.in_range({{"the value", f.value}});
}

void check(const Normal& f, Problems& problems) {
  if (problems.in_range({{"the mean", f.mean}, {"the standard deviation", f.sd}})) {
    problems.positive("the standard deviation", f.sd, 0, largest);
  }
}

void check(const LogNormal& f, Problems& problems) {
  if (problems.in_range({{"the median", f.median}, {"sdlog", f.sdlog}})) {
    problems.positive("the median", f.median, 0, largest);
    problems.positive("sdlog", f.sdlog, 0, most_sdlog);
  }
}

void check(const Uniform& f, Problems& problems) {
  if (problems.in_range({{"low", f.low}, {"high", f.high}}) && !(f.low < f.high)) {
    problems.add("Q003",
                 fmt::format("low {} is not below high {}", shown(f.low), shown(f.high)),
                 "low < high, as in uniform(1%, 3%)");
  }
}

void check(const Triangular& f, Problems& problems) {
  if (problems.in_range({{"low", f.low}, {"mode", f.mode}, {"high", f.high}})) {
    problems.ordered(f.low, f.mode, f.high);
  }
}

void check(const Pert& f, Problems& problems) {
  check(Triangular{f.low, f.mode, f.high}, problems);
}

void check(const Beta& f, Problems& problems) {
  problems.positive("alpha", f.alpha, least_shape, most_shape);
  problems.positive("beta", f.beta, least_shape, most_shape);
}

/// 0.1 as the files say it: p10.
std::string level_name(double level) {
  if (!std::isfinite(level)) {
    return fmt::format("p({})", shown(level));
  }
  std::string text = format_number(level, NumberKind::percent);
  text.pop_back();
  return "p" + text;
}

bool check_levels(const Quantiles& f, Problems& problems) {
  constexpr auto way_out = "name two levels or more, as in {p10: 2%, p50: 4%, p90: 9%}";
  const std::size_t count = f.levels.size();
  if (count < 2 || count > most_levels || f.values.size() != count) {
    problems.add("Q004",
                 fmt::format("{} levels with {} values; 2 to {} of each are needed",
                             count,
                             f.values.size(),
                             most_levels),
                 way_out);
    return false;
  }
  bool fine = true;
  for (std::size_t i = 0; i < count; ++i) {
    const double level = f.levels[i];
    if (!(level > 0 && level < 1)) {
      problems.add(
          "Q004", fmt::format("{} does not lie between p0 and p100", level_name(level)), way_out);
      fine = false;
    } else if (i > 0 && level <= f.levels[i - 1]) {
      problems.add(
          "Q004",
          fmt::format("{} does not come after {}", level_name(level), level_name(f.levels[i - 1])),
          "name each level once, in rising order");
      fine = false;
    }
  }
  return fine;
}

void check_bounds(const Quantiles& f, Problems& problems) {
  if (f.lower && f.upper && !(*f.lower < *f.upper)) {
    problems.add(
        "Q006",
        fmt::format(
            "the lower bound {} is not below the upper bound {}", shown(*f.lower), shown(*f.upper)),
        "correct the bounds");
    return;
  }
  for (std::size_t i = 0; i < f.values.size(); ++i) {
    const double value = f.values[i];
    const bool low = f.lower && value < *f.lower;
    if (low || (f.upper && value > *f.upper)) {
      problems.add("Q006",
                   fmt::format("{} is {}, {} the bound {}",
                               level_name(f.levels[i]),
                               shown(value),
                               low ? "below" : "above",
                               shown(low ? *f.lower : *f.upper)),
                   "move the value inside, or correct the bound");
    }
  }
}

void check(const Quantiles& f, Problems& problems) {
  if (!check_levels(f, problems)) {
    return;
  }
  bool fine = problems.in_range(
      {{"the lower bound", f.lower.value_or(0)}, {"the upper bound", f.upper.value_or(0)}});
  for (std::size_t i = 0; i < f.values.size(); ++i) {
    const std::string name = level_name(f.levels[i]);
    fine = problems.in_range({{name, f.values[i]}}) && fine;
  }
  if (!fine) {
    return;
  }
  for (std::size_t i = 1; i < f.values.size(); ++i) {
    if (f.values[i] < f.values[i - 1]) {
      problems.add("Q005",
                   fmt::format("{} is {}, below {}, which is {}",
                               level_name(f.levels[i]),
                               shown(f.values[i]),
                               level_name(f.levels[i - 1]),
                               shown(f.values[i - 1])),
                   "give the values in rising order; the p10 of a harmful effect is its worst");
    }
  }
  check_bounds(f, problems);
}

void check(const Empirical& f, Problems& problems) {
  if (f.values.size() < 2 || f.values.size() > most_values) {
    problems.add(
        "Q007",
        fmt::format("the sample has {} values; it needs 2 to {}", f.values.size(), most_values),
        "state quantiles instead");
    return;
  }
  const auto bad = std::find_if(
      f.values.begin(), f.values.end(), [](double x) { return !(std::abs(x) <= largest); });
  if (bad != f.values.end()) {
    problems.in_range({{fmt::format("value {} of the sample", bad - f.values.begin() + 1), *bad}});
  }
}

}  // namespace

Diagnostics check(const Family& family) {
  Problems problems;
  std::visit([&](const auto& f) { check(f, problems); }, family);
  return std::move(problems).take();
}

}  // namespace betledger
