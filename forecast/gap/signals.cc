#include "forecast/gap/signals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger::forecast {
namespace {

constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

bool is_input(const Standing& standing, const tree::Metric& metric) {
  const auto& inputs = standing.locked.cycle.focus_inputs;
  return std::find(inputs.begin(), inputs.end(), metric.key) != inputs.end();
}

/// The metrics looked at, and the periods that they have a value in (or may have one to come).
std::vector<AlarmSeries> series_of(const Standing& standing) {
  std::vector<AlarmSeries> all;
  const tree::MetricTree& tree = standing.locked.tree;
  std::uint32_t node = 0;
  for (const MetricId id : tree.in_dependency_order()) {
    const tree::Metric& metric = tree.metric(id);
    const Observed& seen = standing.observed[id.value()];
    if (seen.count() > 0 && (!metric.formula || metric.guardrail || is_input(standing, metric))) {
      std::vector<bool> flags(standing.locked.cycle.timeline.count, true);
      for (std::size_t t = 0; t < seen.values.size(); ++t) {
        flags[t] = seen.values[t].has_value();
      }
      all.push_back({node, std::move(flags)});
    }
    ++node;
  }
  return all;
}

Signal::Sense sense_of(const tree::Metric& metric, double z) {
  if (metric.desired == tree::Desired::none || z == 0) {
    return Signal::Sense::neither;
  }
  return (z > 0) == (metric.desired == tree::Desired::up) ? Signal::Sense::better
                                                          : Signal::Sense::worse;
}

/// What lies ahead of a node along links, with the period that a change since `since` gets there.
std::vector<Ahead> ahead_of(const sim::Model& model, std::uint32_t node, std::uint32_t since) {
  std::vector<std::uint32_t> arrival(model.nodes.size(), never);
  arrival[node] = since;
  for (bool again = true; again;) {
    again = false;
    for (const sim::Influence& link : model.influences) {
      if (arrival[link.from] != never && arrival[link.from] + link.lag < arrival[link.to]) {
        arrival[link.to] = arrival[link.from] + link.lag;
        again = true;
      }
    }
  }
  std::vector<Ahead> ahead;
  for (std::uint32_t n = 0; n < model.nodes.size(); ++n) {
    if (n != node && arrival[n] < model.periods) {
      ahead.push_back({n, model.nodes[n].key, arrival[n], {}});
    }
  }
  std::stable_sort(ahead.begin(), ahead.end(), [](const Ahead& a, const Ahead& b) {
    return a.period < b.period;
  });
  return ahead;
}

Signal describe(const Standing& standing,
                const Alarm& alarm,
                std::size_t series,
                const Departure& departure) {
  const tree::MetricTree& tree = standing.locked.tree;
  Signal signal;
  signal.node = alarm.series()[series].node;
  const MetricId id = tree.in_dependency_order()[signal.node];
  const tree::Metric& metric = tree.metric(id);
  const auto& values = standing.observed[id.value()].values;
  signal.tier = departure.first ? Signal::Tier::warning : Signal::Tier::watch;
  signal.sense = sense_of(metric, departure.z);
  signal.metric = metric.key;
  signal.name = metric.name;
  signal.unit = metric.unit;
  signal.focus_input = is_input(standing, metric);
  signal.guardrail = metric.guardrail;
  signal.departure = departure;
  signal.last = standing.periods_known - 1;
  while (!values[signal.last]) {
    --signal.last;
  }
  signal.fresh = departure.first && *departure.first + 1 == standing.periods_known;
  signal.faded = departure.first && departure.p > alarm.threshold();
  signal.seen = *values[signal.last];
  signal.band = alarm.band(series, signal.last);
  const bool spike = departure.shape == Shape::spike;
  signal.step = alarm.step(series, departure, spike ? departure.since : signal.last);
  return signal;
}

/// The push of a probe that makes the step.
double push_of(const Signal& signal, sim::Action action) {
  return action == sim::Action::lift ? signal.step.shifted / signal.step.expected - 1
                                     : signal.step.shifted - signal.step.expected;
}

std::string shape_in_words(const Signal& signal, const std::string& since) {
  const double change = signal.step.shifted - signal.step.expected;
  const char* way = change < 0 ? "below" : "above";
  const std::string size = fmt::format(
      "{} {}{}", format_rounded(std::abs(change), 3), signal.unit, signal.unit.empty() ? "" : " ");
  const std::string amount =
      signal.step.expected == 0 || signal.unit == "%"
          ? size
          : fmt::format("{}({}) ", size, format_percent(std::abs(change / signal.step.expected)));
  switch (signal.departure.shape) {
    case Shape::level:
      return fmt::format("{}{} plan since the period of {}", amount, way, since);
    case Shape::spike:
      return fmt::format("{}{} plan in the period of {} alone", amount, way, since);
    case Shape::drift:
      return fmt::format("drifting off since the period of {}, now {}{} plan", since, amount, way);
  }
  return "";
}

}  // namespace

Signals find_signals(const Standing& standing,
                     const sim::Program& plan,
                     const SignalSettings& settings,
                     sim::Executor& executor) {
  Signals signals;
  if (standing.periods_known == 0) {
    return signals;
  }
  const Alarm alarm{plan, series_of(standing), settings.alarm, executor};
  const tree::MetricTree& tree = standing.locked.tree;
  signals.threshold = alarm.threshold();
  signals.false_alarms = alarm.false_alarms();
  signals.metrics = alarm.series().size();
  for (std::size_t j = 0; j < alarm.series().size(); ++j) {
    const MetricId id = tree.in_dependency_order()[alarm.series()[j].node];
    const Departure departure =
        alarm.read(j, standing.observed[id.value()].values, standing.periods_known);
    if (departure.first || departure.p <= settings.watch) {
      signals.found.push_back(describe(standing, alarm, j, departure));
      signals.found.back().ahead =
          ahead_of(plan.model(), signals.found.back().node, departure.since);
    }
  }
  const auto rank = [](const Signal& signal) {
    return std::tuple{signal.tier, signal.departure.p, -std::abs(signal.departure.z)};
  };
  std::stable_sort(signals.found.begin(),
                   signals.found.end(),
                   [&](const Signal& a, const Signal& b) { return rank(a) < rank(b); });
  return signals;
}

void foretell(Signals& signals, const std::vector<Probe>& probes, Outlook& outlook) {
  const sim::Model& model = outlook.model();
  for (Signal& signal : signals.found) {
    const auto probe = std::find_if(
        probes.begin(), probes.end(), [&](const Probe& p) { return p.node == signal.node; });
    if (probe == probes.end() || signal.ahead.empty() || signal.step.expected == 0) {
      continue;
    }
    Twist push{Twist::Kind::constant,
               probe->intervention,
               static_cast<double>(signal.departure.since),
               push_of(signal, model.interventions[probe->intervention].action)};
    if (signal.departure.shape == Shape::spike) {
      push.until = push.from + 1;
    }
    const auto means = outlook.path_of({push});
    for (Ahead& one : signal.ahead) {
      const std::uint32_t first = std::max(one.period, outlook.known());
      double sum = 0;
      for (std::uint32_t t = first; t < model.periods; ++t) {
        sum += means[one.node][t];
      }
      if (first < model.periods) {
        one.change = sum / (model.periods - first);
      }
    }
  }
}

std::string in_words(const Signal& signal, const tree::MetricTree& tree, const Timeline& timeline) {
  const auto day = [&](std::uint32_t t) {
    return format_day(timeline.start_of(static_cast<int>(t)));
  };
  const char* sense = signal.sense == Signal::Sense::better  ? "better"
                      : signal.sense == Signal::Sense::worse ? "worse"
                                                             : "moved";
  std::string words = fmt::format(
      "{} ({}): {}; chance would do as much in {} of plans",
      signal.name,
      sense,
      shape_in_words(signal, day(signal.departure.since)),
      signal.departure.p < 0.0001 ? "less than 0.01%" : format_percent(signal.departure.p, 2));
  if (signal.faded) {
    words +=
        fmt::format("; raised in the period of {}, weaker since", day(*signal.departure.first));
  }
  std::vector<std::string> hits;
  for (const Ahead& one : signal.ahead) {
    const auto id = tree.find(one.metric);
    const tree::Metric& metric = tree.metric(*id);
    std::string hit = fmt::format("{} from the period of {}", metric.name, day(one.period));
    if (one.change && *one.change != 0) {
      hit += fmt::format(" (by {}{} {} a period, if the link is causal)",
                         *one.change > 0 ? "+" : "",
                         format_rounded(*one.change, 2),
                         metric.unit);
    }
    hits.push_back(std::move(hit));
  }
  return hits.empty() ? words : words + "; leads " + join(hits, ", ");
}

}  // namespace betledger::forecast
