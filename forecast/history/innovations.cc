#include "forecast/history/innovations.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "forecast/baseline/baseline.h"
#include "forecast/baseline/truth.h"

namespace betledger::forecast {
namespace {

constexpr double robust_limit = 3;
constexpr double sd_per_median_distance = 1.4826;  // of a normal

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct Moments {
  double mean = 0;
  double sd = 0;
};

Moments moments_of(const std::vector<double>& values) {
  Moments moments;
  const auto n = static_cast<double>(values.size());
  for (const double value : values) {
    moments.mean += value / n;
  }
  for (const double value : values) {
    moments.sd += (value - moments.mean) * (value - moments.mean) / n;
  }
  moments.sd = std::sqrt(moments.sd);
  return moments;
}

std::vector<double> known(const std::vector<std::optional<double>>& values) {
  std::vector<double> all;
  for (const auto& value : values) {
    if (value) {
      all.push_back(*value);
    }
  }
  return all;
}

double level_of(const Series& series, tree::Support support) {
  std::vector<double> on_scale;
  for (const double value : known(series.values)) {
    on_scale.push_back(tree::to_scale(support, value));
  }
  return tree::from_scale(support, moments_of(on_scale).mean);
}

Innovation innovation_of(const tree::Metric& metric, const Series& truth) {
  const std::size_t points = known(truth.values).size();
  if (points < 2) {
    Innovation nothing;
    nothing.why_not =
        fmt::format("`{}` has {} history", metric.key, points == 0 ? "no" : "one value of");
    return nothing;
  }
  Residuals residuals = one_step_residuals(truth, metric.support);
  Innovation result = standardised(std::move(residuals.values), residuals.sd);
  if (result.values.empty()) {
    result.why_not = fmt::format("`{}` did not move in {} periods", metric.key, points);
  }
  result.level = level_of(truth, metric.support);
  return result;
}

}  // namespace

Innovation standardised(std::vector<std::optional<double>> residuals, double sd) {
  Innovation result;
  std::vector<double> values = known(residuals);
  const Moments raw = values.empty() ? Moments{} : moments_of(values);
  if (!(sd > 0) || !(raw.sd > 0)) {
    return result;
  }
  const double middle = median_of(values);
  std::vector<double> distances;
  distances.reserve(values.size());
  for (const double value : values) {
    distances.push_back(std::abs(value - middle));
  }
  const double limit = robust_limit * sd_per_median_distance * median_of(std::move(distances));
  if (limit > 0) {  // more than half of them the same: no scale to judge by
    for (double& value : values) {
      value = std::clamp(value, middle - limit, middle + limit);
    }
  }
  const Moments held = moments_of(values);
  auto next = values.begin();
  for (auto& value : residuals) {
    if (value) {
      value = (*next++ - held.mean) / held.sd;
    }
  }
  result.values = std::move(residuals);
  result.held = held.sd / raw.sd;
  result.sd = sd * result.held;
  return result;
}

Innovations innovations_of(const tree::MetricTree& tree, const tree::History& history) {
  const std::vector<Series> truth = truth_of(tree, history);
  std::vector<bool> wanted(tree.size());
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    wanted[i] = !tree.metric(MetricId{i}).is_component();
  }
  for (const tree::Link& link : tree.spec().links) {
    wanted[tree.find(link.from)->value()] = true;
  }
  Innovations all;
  all.of.resize(tree.size());
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    if (wanted[i]) {
      all.of[i] = innovation_of(tree.metric(MetricId{i}), truth[i]);
    }
  }
  return all;
}

}  // namespace betledger::forecast
