#include "forecast/standing/standing_actuals.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "forecast/plan/plan_history.h"
#include "forecast/standing/broken_identity.h"
#include "tree/actuals.h"

namespace betledger::forecast {
namespace {

using std::chrono::days;

/// What was not read, and why: one remark each for all metrics.
struct LeftOut {
  std::size_t later = 0;    // of periods that start after the day
  std::size_t partial = 0;  // of the period that the day falls into
  std::size_t before = 0;   // recorded for, or changed in, the plan's own history
};

class Observer {
 public:
  Observer(Standing& standing, const ledger::Book& known, Diagnostics& warnings)
      : standing_{standing},
        known_{known},
        warnings_{warnings},
        tree_{standing.locked.tree},
        timeline_{standing.locked.cycle.timeline} {}

  void run() {
    const tree::History seen = usable_history(tree_, values_to_read(), warnings_);
    standing_.observed.resize(tree_.size());
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      observe(MetricId{i}, seen);
    }
    compute(seen);
    say_what_was_left_out();
    say_who_is_silent();
    say_what_breaks();
  }

 private:
  [[nodiscard]] const Series* planned(const std::string& metric) const {
    const auto found = standing_.locked.history.find(metric);
    return found == standing_.locked.history.end() ? nullptr : &found->second;
  }

  /// The first period that the plan's history does not hold, at most the start of the cycle.
  [[nodiscard]] Day first_new(const std::string& metric) const {
    const Series* series = planned(metric);
    return series == nullptr ? timeline_.start
                             : series->start_of(static_cast<int>(series->values.size()));
  }

  /// The latest values of whole periods after the plan's history.
  tree::History values_to_read() {
    tree::History read;
    const Day frontier = standing_.frontier();
    for (const tree::Metric& metric : tree_.spec().metrics) {
      const auto values = known_.actuals.find(metric.key);
      if (values == known_.actuals.end()) {
        continue;
      }
      std::vector<Observation> latest;
      for (const auto& [day, recorded] : values->second) {
        if (day >= timeline_.start_of(static_cast<int>(timeline_.count))) {
          break;  // the next cycle's
        }
        if (day >= frontier) {
          ++(day <= standing_.as_of ? left_out_.partial : left_out_.later);
        } else if (day >= first_new(metric.key)) {
          latest.push_back({day, recorded.back().value});
        } else {
          left_out_.before += recorded.back().seq > standing_.commit.head_seq ? 1U : 0U;
        }
      }
      if (!latest.empty()) {
        read.emplace(metric.key, to_series(timeline_.kind, latest));
      }
    }
    return read;
  }

  void observe(MetricId id, const tree::History& seen) {
    const std::string& key = tree_.metric(id).key;
    Observed& observed = standing_.observed[id.value()];
    const auto series = seen.find(key);
    const auto at = [&](Day day) {
      return series == seen.end() ? std::nullopt : series->second.at(day);
    };
    for (Day day = first_new(key); day < timeline_.start; day = advance(timeline_.kind, day, 1)) {
      observed.lead.push_back(at(day));
    }
    for (std::uint32_t t = 0; t < standing_.periods_known; ++t) {
      observed.values.push_back(at(timeline_.start_of(static_cast<int>(t))));
    }
    observed.revised = revisions(key);
    if (series != seen.end()) {
      observed.last = series->second.start_of(static_cast<int>(series->second.values.size()) - 1);
    } else if (const Series* past = planned(key)) {
      observed.last = past->start_of(static_cast<int>(past->values.size()) - 1);
    }
    if (observed.last) {
      const auto last = std::find_if(observed.values.rbegin(),
                                     observed.values.rend(),
                                     [](const auto& value) { return value.has_value(); });
      observed.silent = static_cast<std::size_t>(last - observed.values.rbegin());
    }
  }

  [[nodiscard]] std::size_t revisions(const std::string& metric) const {
    const auto values = known_.actuals.find(metric);
    if (values == known_.actuals.end()) {
      return 0;
    }
    return static_cast<std::size_t>(
        std::count_if(values->second.lower_bound(timeline_.start),
                      values->second.lower_bound(standing_.frontier()),
                      [](const auto& recorded) { return recorded.second.size() > 1; }));
  }

  /// The plan's history with what came after it, for formulas that look back.
  [[nodiscard]] tree::History joined(const tree::History& seen) const {
    tree::History all = standing_.locked.history;
    for (const auto& [key, series] : seen) {
      const auto [there, is_new] = all.emplace(key, series);
      if (!is_new) {
        Series& past = there->second;
        const int gap = periods_between(timeline_.kind, past.start, series.start);
        past.values.resize(static_cast<std::size_t>(gap));
        past.values.insert(past.values.end(), series.values.begin(), series.values.end());
      }
    }
    return all;
  }

  void compute(const tree::History& seen) {
    const tree::History all = joined(seen);
    const tree::Actuals actuals{tree_, all, std::nullopt};
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      if (!tree_.metric(MetricId{i}).is_component()) {
        continue;
      }
      for (std::uint32_t t = 0; t < standing_.periods_known; ++t) {
        const auto value = actuals.computed(MetricId{i}, timeline_.start_of(static_cast<int>(t)));
        standing_.observed[i].computed.push_back(value && std::isfinite(*value) ? value
                                                                                : std::nullopt);
      }
    }
  }

  void say(Severity severity, const char* code, std::string message, std::string hint) {
    warnings_.push_back(remark(severity, code, std::move(message), std::move(hint)));
  }

  void say_what_was_left_out() {
    const auto values = [](std::size_t count) {
      return fmt::format("{} value{}", count, count == 1 ? "" : "s");
    };
    if (left_out_.partial > 0) {
      say(Severity::note,
          "D560",
          fmt::format("{} of the {} of {} left out: it is not over on {}",
                      values(left_out_.partial),
                      name(timeline_.kind),
                      format_day(standing_.frontier()),
                      format_day(standing_.as_of)),
          "they count from its last day on");
    }
    if (left_out_.later > 0) {
      say(Severity::note,
          "D561",
          fmt::format("{} of periods after {} left out",
                      values(left_out_.later),
                      format_day(standing_.as_of)),
          "choose a later day to count them");
    }
    if (left_out_.before > 0) {
      say(Severity::note,
          "D562",
          fmt::format("{} of the plan's own history recorded after it was locked: the baselines "
                      "stay as committed",
                      values(left_out_.before)),
          "commit the cycle again if the plan should rest on them");
    }
  }

  void say_who_is_silent() {
    const bool anything = std::any_of(standing_.observed.begin(),
                                      standing_.observed.end(),
                                      [](const Observed& one) { return one.count() > 0; });
    if (!anything && standing_.periods_known > 0) {
      say(Severity::warning,
          "B042",
          fmt::format("there are no actuals of the {} {}s of {} until {}: only what is known of "
                      "the bets moves the plan",
                      standing_.periods_known,
                      name(timeline_.kind),
                      standing_.locked.cycle.key,
                      format_day(standing_.as_of)),
          "import them: betledger actuals import FILE");
      return;
    }
    std::map<Day, std::vector<std::string>> since;  // metrics by their newest period
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      const Observed& observed = standing_.observed[i];
      if (observed.silent > 0) {
        since[*observed.last].push_back(tree_.metric(MetricId{i}).key);
      }
    }
    for (const auto& [last, metrics] : since) {
      say_silent(last, metrics);
    }
  }

  void say_silent(Day last, const std::vector<std::string>& metrics) {
    const int missing =
        periods_between(
            timeline_.kind, std::max(last, start_before_cycle()), standing_.frontier()) -
        1;
    const bool one = metrics.size() == 1;
    say(missing > 1 ? Severity::warning : Severity::note,
        "D563",
        fmt::format("{} {} not reported for {} {}{}: the last value{} of the {} of {}",
                    join(metrics, ", "),
                    one ? "has" : "have",
                    missing,
                    name(timeline_.kind),
                    missing == 1 ? "" : "s",
                    one ? " is" : "s are",
                    name(timeline_.kind),
                    format_day(last)),
        "import what is there; a missing period is marginalised, never zero");
  }

  /// Periods before the cycle are not counted as missed.
  [[nodiscard]] Day start_before_cycle() const { return timeline_.start_of(-1); }

  void say_what_breaks() {
    for (const BrokenIdentity& broken : broken_identities(standing_)) {
      say(Severity::warning,
          "D564",
          in_words(broken, timeline_) + "; the difference is carried as unexplained",
          "correct the metric or its inputs, or the formula");
    }
  }

  Standing& standing_;
  const ledger::Book& known_;
  Diagnostics& warnings_;
  const tree::MetricTree& tree_;
  const Timeline& timeline_;
  LeftOut left_out_;
};

}  // namespace

void observe(Standing& standing, const ledger::Book& known, Diagnostics& warnings) {
  Observer{standing, known, warnings}.run();
}

}  // namespace betledger::forecast
