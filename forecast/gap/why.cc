#include "forecast/gap/why.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"

namespace betledger::forecast {
namespace {

using Kind = WhyCause::Kind;
using Index = std::uint32_t;

class Trace {
 public:
  explicit Trace(const Bridge& bridge) : bridge_{bridge} {}

  [[nodiscard]] std::vector<WhyStep> from(const std::string& metric) {
    std::optional<std::string> next = metric;
    while (next) {  // ends: a metric is visited once
      visited_.insert(*next);
      next = step(*next);
    }
    return std::move(steps_);
  }

 private:
  /// Answers one why; where to go on, if not here.
  std::optional<std::string> step(const std::string& key) {
    const MetricBridge* metric = bridge_.find(key);
    BET_EXPECT(metric != nullptr);
    WhyStep step{key, metric->plan, metric->landing, metric->gap(), {}, {}, {}};
    if (followed_) {
      const Contribution* one = contribution(*metric, *followed_);
      step.gap = one == nullptr ? 0 : one->amount;
      step.followed = bridge_.factors[*followed_];
      follow(*metric, step);
    } else if (!metric->inputs.empty()) {
      split_inputs(*metric, step);
    } else {
      split_factors(*metric, step);
    }
    finish(step);
    std::optional<std::string> next;
    if (!step.causes.empty()) {
      const WhyCause& first = step.causes.front();
      if (first.kind == Kind::driver && !followed_) {
        followed_ = brought_.at(first.source);
      }
      if (first.kind == Kind::input || first.kind == Kind::driver) {
        next = first.source;
      }
    }
    steps_.push_back(std::move(step));
    return next;
  }

  void split_inputs(const MetricBridge& metric, WhyStep& step) const {
    const bool looks_back =
        std::any_of(metric.inputs.begin(), metric.inputs.end(), [&](const InputPart& input) {
          return visited_.contains(input.input) && input.amount != 0;
        });
    if (looks_back) {
      split_through_time(metric, step);
      return;
    }
    for (const InputPart& input : metric.inputs) {
      if (input.amount == 0 && input.se == 0) {
        continue;
      }
      WhyCause cause{Kind::input, input.input, {}, input.amount, input.se, 0};
      if (input.input.empty()) {
        cause.kind = Kind::factor;
        cause.source = metric.metric;
        cause.factor = Factor{Factor::Kind::unexplained, metric.metric};
      }
      step.causes.push_back(std::move(cause));
    }
  }

  /// A component that reads its own past (a stock): what its past is behind by came in earlier,
  /// over the same inputs. Each factor's whole contribution goes to the inputs that the factor
  /// moved.
  void split_through_time(const MetricBridge& metric, WhyStep& step) const {
    std::vector<std::string> inputs;
    for (const InputPart& input : metric.inputs) {
      if (!input.input.empty() && !visited_.contains(input.input)) {
        inputs.push_back(input.input);
      }
    }
    std::map<std::string, WhyCause> over;  // by input
    for (const Contribution& one : metric.contributions) {
      const Factor& factor = bridge_.factors[one.factor];
      if (acts_on(one.factor, metric.metric)) {
        step.causes.push_back({Kind::factor, factor.source, factor, one.amount, one.se, 0});
        continue;
      }
      for (const auto& [input, share] : shares_of(inputs, one.factor)) {
        WhyCause& cause = over[input];
        cause.kind = Kind::input;
        cause.source = input;
        cause.amount += share * one.amount;
        cause.se = std::hypot(cause.se, share * one.se);
      }
    }
    for (auto& [input, cause] : over) {
      step.causes.push_back(std::move(cause));
    }
  }

  void split_factors(const MetricBridge& metric, WhyStep& step) {
    std::map<std::string, WhyCause> over;  // by driver
    std::map<std::string, double> most;
    brought_.clear();
    for (const Contribution& one : metric.contributions) {
      const Factor& factor = bridge_.factors[one.factor];
      if (acts_on(one.factor, metric.metric)) {
        step.causes.push_back({Kind::factor, factor.source, factor, one.amount, one.se, 0});
        continue;
      }
      for (const auto& [driver, share] : ways(metric, one.factor)) {
        WhyCause& cause = over[driver];
        cause.kind = visited_.contains(driver) ? Kind::other : Kind::driver;
        cause.source = driver;
        cause.amount += share * one.amount;
        cause.se = std::hypot(cause.se, share * one.se);
        const double weight = share * one.amount * (metric.gap() < 0 ? -1 : 1);
        if (!brought_.contains(driver) || weight > most[driver]) {
          brought_[driver] = one.factor;
          most[driver] = weight;
        }
      }
    }
    for (auto& [driver, cause] : over) {
      step.causes.push_back(std::move(cause));
    }
  }

  /// One factor, from where it came over a link down to where it acts.
  void follow(const MetricBridge& metric, WhyStep& step) const {
    const Factor& factor = bridge_.factors[*followed_];
    const Contribution* one = contribution(metric, *followed_);
    const double se = one == nullptr ? 0 : one->se;
    if (acts_on(*followed_, metric.metric)) {
      step.causes.push_back({Kind::factor, factor.source, factor, step.gap, se, 0});
      return;
    }
    std::vector<std::string> sources;
    for (const InputPart& input : metric.inputs) {
      sources.push_back(input.input);
    }
    if (metric.inputs.empty()) {
      sources = drivers_of(metric);
    }
    const auto moved = [&](const std::string& key) {
      return visited_.contains(key) ? 0.0 : movement(key, *followed_);
    };
    const auto best = std::max_element(
        sources.begin(), sources.end(), [&](const std::string& a, const std::string& b) {
          return moved(a) < moved(b);
        });
    if (best != sources.end() && moved(*best) > 0) {
      step.causes.push_back(
          {metric.inputs.empty() ? Kind::driver : Kind::input, *best, factor, step.gap, se, 0});
    }
  }

  /// Drivers (links' or the weights) that a factor's contribution may have come over, with shares
  /// that sum to 1.
  [[nodiscard]] std::vector<std::pair<std::string, double>> ways(const MetricBridge& metric,
                                                                 Index factor) const {
    return shares_of(drivers_of(metric), factor);
  }

  /// Those of `sources` that a factor moved, with shares by how much.
  [[nodiscard]] std::vector<std::pair<std::string, double>> shares_of(
      const std::vector<std::string>& sources, Index factor) const {
    std::vector<std::pair<std::string, double>> found;
    double total = 0;
    for (const std::string& source : sources) {
      const double moved = movement(source, factor);
      if (moved > 0) {
        found.emplace_back(source, moved);
        total += moved;
      }
    }
    for (auto& [source, share] : found) {
      share /= total;
    }
    return found;
  }

  /// How much a factor moved a metric, relative to where it was planned.
  [[nodiscard]] double movement(const std::string& key, Index factor) const {
    const MetricBridge* metric = bridge_.find(key);
    const Contribution* one = metric == nullptr ? nullptr : contribution(*metric, factor);
    if (one == nullptr) {
      return 0;
    }
    const double scale = std::max(std::abs(metric->plan), std::abs(metric->landing));
    return std::abs(one->amount) / (scale > 0 ? scale : 1);
  }

  [[nodiscard]] std::vector<std::string> drivers_of(const MetricBridge& metric) const {
    std::vector<std::string> drivers;
    if (!metric.weighted_by.empty()) {
      drivers.push_back(metric.weighted_by);
    }
    for (Index f = 0; f < bridge_.factors.size(); ++f) {
      if (bridge_.factors[f].kind == Factor::Kind::link && acts_on(f, metric.metric)) {
        const std::string& source = bridge_.factors[f].source;
        drivers.push_back(source.substr(0, source.find("->")));
      }
    }
    return drivers;
  }

  [[nodiscard]] bool acts_on(Index factor, const std::string& metric) const {
    const auto& targets = bridge_.targets[factor];
    return std::find(targets.begin(), targets.end(), metric) != targets.end();
  }

  [[nodiscard]] static const Contribution* contribution(const MetricBridge& metric, Index factor) {
    const auto found = std::find_if(metric.contributions.begin(),
                                    metric.contributions.end(),
                                    [&](const Contribution& one) { return one.factor == factor; });
    return found == metric.contributions.end() ? nullptr : &*found;
  }

  /// What the causes leave, the order, and the answer in words.
  void finish(WhyStep& step) const {
    double rest = step.gap;
    double size = std::abs(step.gap);
    for (const WhyCause& cause : step.causes) {
      rest -= cause.amount;
      size = std::max(size, std::abs(cause.amount));
    }
    if (std::abs(rest) > 1e-9 * size) {
      step.causes.push_back({Kind::other, "", {}, rest, 0, 0});
    }
    const double direction = step.gap < 0 ? -1 : 1;
    std::stable_sort(
        step.causes.begin(), step.causes.end(), [&](const WhyCause& a, const WhyCause& b) {
          const auto rank = [&](const WhyCause& cause) {
            return std::pair{cause.kind != Kind::other, direction * cause.amount};
          };
          return rank(a) > rank(b);
        });
    for (WhyCause& cause : step.causes) {
      cause.share = step.gap == 0 ? 0 : cause.amount / step.gap;
    }
    step.words = answer(step, bridge_.find(step.metric)->weighted_by);
  }

  [[nodiscard]] static std::string answer(const WhyStep& step, const std::string& weighted_by) {
    if (step.gap == 0 || step.causes.empty()) {
      return fmt::format("{} lands as planned", step.metric);
    }
    const WhyCause& first = step.causes.front();
    if (first.kind == Kind::other) {
      return fmt::format("nothing that can be named explains the gap of {}", step.metric);
    }
    const std::string share = first.share > 0.995 && first.share < 1.005
                                  ? "all of it"
                                  : format_percent(first.share, 0) + " of it";
    if (first.kind == Kind::factor) {
      return fmt::format("{}: {}", in_words(*first.factor, step.metric), share);
    }
    const bool is_weight = first.kind == Kind::driver && first.source == weighted_by;
    const char* way = is_weight                   ? "through its weights,"
                      : first.kind == Kind::input ? "through its input"
                                                  : "over the link from";
    if (step.followed) {
      return fmt::format("{} {}", way, first.source);
    }
    return fmt::format("{} {}: {}", way, first.source, share);
  }

  const Bridge& bridge_;
  std::vector<WhyStep> steps_;
  std::set<std::string> visited_;
  std::optional<Index> followed_;         // once a link was crossed
  std::map<std::string, Index> brought_;  // by driver: the factor that brought most
};

}  // namespace

std::string_view name(WhyCause::Kind kind) noexcept {
  switch (kind) {
    case WhyCause::Kind::input:
      return "input";
    case WhyCause::Kind::driver:
      return "driver";
    case WhyCause::Kind::factor:
      return "factor";
    case WhyCause::Kind::other:
      break;
  }
  return "other";
}

std::vector<WhyStep> why(const Bridge& bridge, const std::string& metric) {
  return Trace{bridge}.from(metric);
}

std::string in_words(const Factor& factor, const std::string& metric) {
  switch (factor.kind) {
    case Factor::Kind::baseline:
      return fmt::format("{} itself drifted, whatever the bets did", factor.source);
    case Factor::Kind::execution:
      return fmt::format("bet {} was not carried out as planned (when, how much, or at all)",
                         factor.source);
    case Factor::Kind::hypothesis:
      return fmt::format("bet {} does not do to {} what was believed", factor.source, metric);
    case Factor::Kind::link:
      return fmt::format("the link {} does not carry what was believed", factor.source);
    case Factor::Kind::unexplained:
      return fmt::format("the actuals of {} are not what its formula says: unexplained",
                         factor.source);
    case Factor::Kind::correlation:
      return "baselines move together, and the plan drew them one by one";
    case Factor::Kind::sampling:
      break;
  }
  return "the paired runs' own sampling error";
}

}  // namespace betledger::forecast
