#include "forecast/history/correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/normal.h"
#include "core/number.h"
#include "forecast/baseline/baseline.h"
#include "forecast/baseline/truth.h"
#include "forecast/history/discoveries.h"

namespace betledger::forecast {
namespace {

constexpr std::size_t least_points = 20;
constexpr std::size_t most_findings = 10;

/// Blom's normal scores of the ranks.
std::vector<double> normal_scores(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] != values[b] ? values[a] < values[b] : a < b;
  });
  const auto n = static_cast<double>(values.size());
  std::vector<double> scores(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) {
      ++last;
    }
    const double rank = 1 + 0.5 * static_cast<double>(first + last);
    for (; first <= last; ++first) {
      scores[order[first]] = normal_quantile((rank - 0.375) / (n + 0.25));
    }
  }
  return scores;
}

Interval fisher_interval(double r, std::size_t points) {
  const double centre = std::atanh(std::clamp(r, -1 + 1e-15, 1 - 1e-15));
  const double half = normal_quantile(0.975) / std::sqrt(static_cast<double>(points) - 3);
  return {std::tanh(centre - half), std::tanh(centre + half)};
}

struct Driver {
  MetricId id;
  Residuals residuals;
  double push = 0;  // of one standard deviation on the focus, one period ahead
};

/// The focus metric with each metric at its last known value but one, and that moved on its scale.
class Focus {
 public:
  Focus(const tree::MetricTree& tree, const tree::History& history)
      : tree_{tree}, last_(tree.size()) {
    const std::vector<Series> truth = truth_of(tree, history);
    for (std::size_t i = 0; i < truth.size(); ++i) {
      for (const auto& value : truth[i].values) {
        last_[i] = value ? value : last_[i];
      }
    }
  }

  /// What one residual's standard deviation up and down does to it; 0 where that cannot be told.
  [[nodiscard]] double push(MetricId id, double sd) const {
    const auto& last = last_[id.value()];
    if (!last || !(sd > 0)) {
      return 0;
    }
    const tree::Support support = tree_.metric(id).support;
    const double middle = tree::to_scale(support, *last);
    const double up = value(id, tree::from_scale(support, middle + sd));
    const double down = value(id, tree::from_scale(support, middle - sd));
    const double change = 0.5 * (up - down);
    return std::isfinite(change) ? change : 0;
  }

 private:
  [[nodiscard]] double value(MetricId moved, double to) const {
    std::vector<double> now(tree_.size());
    for (const MetricId id : tree_.in_dependency_order()) {
      const auto& formula = tree_.metric(id).formula;
      double& own = now[id.value()];
      own = last_[id.value()].value_or(0.0);
      if (id == moved) {
        own = to;
      } else if (formula) {
        own = formula->evaluate([&](std::uint32_t reference, std::uint32_t periods_back) {
          const std::uint32_t read = tree_.find(formula->references()[reference])->value();
          return periods_back > 0 ? last_[read].value_or(0.0) : now[read];
        });
      }
    }
    return now[tree_.focus().value()];
  }

  const tree::MetricTree& tree_;
  std::vector<std::optional<double>> last_;
};

std::vector<Driver> drivers_of(const tree::MetricTree& tree, const tree::History& history) {
  const Focus focus{tree, history};
  std::vector<Driver> drivers;
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    const tree::Metric& metric = tree.metric(MetricId{i});
    const auto found = history.find(metric.key);
    if (metric.is_component() || found == history.end() ||
        found->second.kind != tree.spec().period) {
      continue;
    }
    Driver driver{MetricId{i}, one_step_residuals(found->second, metric.support), 0};
    driver.push = focus.push(driver.id, driver.residuals.sd);
    drivers.push_back(std::move(driver));
  }
  return drivers;
}

/// Residuals of the periods that both have, and nothing where those are too few.
std::optional<Comovement> compare(const tree::MetricTree& tree,
                                  const tree::History& history,
                                  const Driver& a,
                                  const Driver& b) {
  const Series& from_a = history.at(tree.metric(a.id).key);
  const Series& from_b = history.at(tree.metric(b.id).key);
  const int shift = periods_between(from_a.kind, from_b.start, from_a.start);
  std::vector<double> left;
  std::vector<double> right;
  for (std::size_t t = 0; t < a.residuals.values.size(); ++t) {
    const int other = static_cast<int>(t) + shift;
    const bool inside = other >= 0 && other < static_cast<int>(b.residuals.values.size());
    const auto& value = a.residuals.values[t];
    if (inside && value && b.residuals.values[static_cast<std::size_t>(other)]) {
      left.push_back(*value);
      right.push_back(*b.residuals.values[static_cast<std::size_t>(other)]);
    }
  }
  if (left.size() < least_points) {
    return std::nullopt;
  }
  Comovement found{tree.metric(a.id).key, tree.metric(b.id).key, left.size(), 0, {}, 1, 1};
  found.correlation = normal_score_correlation(left, right);
  found.interval = fisher_interval(found.correlation, left.size());
  found.p_value = correlation_p_value(found.correlation, left.size());
  return found;
}

std::vector<Comovement> discovered(std::vector<Comovement> pairs) {
  std::vector<double> p_values;
  p_values.reserve(pairs.size());
  for (const Comovement& pair : pairs) {
    p_values.push_back(pair.p_value);
  }
  const std::vector<bool> believed = discoveries(p_values);
  std::vector<Comovement> kept;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    if (believed[k]) {
      kept.push_back(std::move(pairs[k]));
    }
  }
  return kept;
}

std::string consequence(const Comovement& pair, const std::string& focus) {
  if (std::abs(pair.band - 1) < 0.005) {
    return fmt::format("the band of {} hardly depends on it, but what is said of both at once does",
                       focus);
  }
  return fmt::format("this alone makes the band of {} for a period about {} too {}",
                     focus,
                     format_percent(std::abs(pair.band - 1), 0),
                     pair.band < 1 ? "narrow" : "wide");
}

}  // namespace

double normal_score_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  BET_EXPECT(a.size() == b.size());
  const auto scores_a = normal_scores(a);
  const auto scores_b = normal_scores(b);
  const auto product = [](const std::vector<double>& x, const std::vector<double>& y) {
    return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);  // scores have mean 0
  };
  const double scale = std::sqrt(product(scores_a, scores_a) * product(scores_b, scores_b));
  return scale > 1e-12 ? std::clamp(product(scores_a, scores_b) / scale, -1.0, 1.0) : 0.0;
}

std::vector<Comovement> comovements(const tree::MetricTree& tree, const tree::History& history) {
  const std::vector<Driver> drivers = drivers_of(tree, history);
  double variance = 0;
  for (const Driver& driver : drivers) {
    variance += driver.push * driver.push;
  }
  std::vector<Comovement> pairs;
  for (std::size_t i = 0; i < drivers.size(); ++i) {
    for (std::size_t j = i + 1; j < drivers.size(); ++j) {
      auto pair = compare(tree, history, drivers[i], drivers[j]);
      if (!pair) {
        continue;
      }
      const double both = 2 * pair->correlation * drivers[i].push * drivers[j].push;
      if (variance > 0) {
        pair->band = 1 / std::sqrt(std::max(1 + both / variance, 0.01));
      }
      pairs.push_back(std::move(*pair));
    }
  }
  pairs = discovered(std::move(pairs));
  std::stable_sort(pairs.begin(), pairs.end(), [](const Comovement& x, const Comovement& y) {
    return std::abs(x.correlation) > std::abs(y.correlation);
  });
  return pairs;
}

Diagnostics check_comovements(const tree::MetricTree& tree, const tree::History& history) {
  const auto pairs = comovements(tree, history);
  const std::string& focus = tree.metric(tree.focus()).key;
  Diagnostics findings;
  for (const Comovement& pair : pairs) {
    if (findings.size() == most_findings) {
      findings.back().message +=
          fmt::format("; {} weaker pairs more", pairs.size() - most_findings);
      break;
    }
    findings.push_back(
        {"D505",
         Severity::warning,
         tree.metric(*tree.find(pair.a)).at,
         {},
         fmt::format(
             "`{}` and `{}` move {} (correlation {:.2f}, 95 % interval {:.2f} to {:.2f}, {} "
             "periods), and a forecast draws them apart: {}",
             pair.a,
             pair.b,
             pair.correlation > 0 ? "together" : "against each other",
             pair.correlation,
             pair.interval.low,
             pair.interval.high,
             pair.points,
             consequence(pair, focus)),
         fmt::format("look for what moves both; `betledger backtest --metrics {}` shows how often "
                     "its band held",
                     focus)});
  }
  return findings;
}

}  // namespace betledger::forecast
