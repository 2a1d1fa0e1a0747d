#include "forecast/standing/make_standing.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/sha256.h"
#include "core/text.h"
#include "forecast/plan/canonical.h"
#include "forecast/plan/fit_baselines.h"
#include "forecast/plan/make_plan.h"
#include "forecast/plan/mistake.h"
#include "forecast/projection/committed.h"
#include "forecast/standing/standing_actuals.h"
#include "forecast/standing/standing_bets.h"

namespace betledger::forecast {
namespace {

using std::chrono::days;

bool has_open_plan(const ledger::Book& book) {
  return std::any_of(book.cycles.begin(), book.cycles.end(), [](const auto& cycle) {
    return !cycle.second.commits.empty() && !cycle.second.closed;
  });
}

/// The cycle that was asked for, or the only one with a plan of record.
Result<const ledger::CycleRecord*> committed_cycle(const ledger::Book& book,
                                                   const StandingRequest& request) {
  std::vector<std::string> committed;
  for (const auto& [key, record] : book.cycles) {
    // A closed one has to be named, unless there is no other.
    const bool is_offered = !record.closed || !request.cycle.empty() || !has_open_plan(book);
    if (!record.commits.empty() && is_offered) {
      committed.push_back(key);
    }
  }
  const std::string by =
      request.recorded_by ? " recorded by " + format_day(*request.recorded_by) : "";
  if (request.cycle.empty()) {
    if (committed.size() == 1) {
      return &book.cycles.at(committed.front());
    }
    if (committed.empty()) {
      return mistake(
          "B040", {}, "no cycle has a plan of record" + by, "lock one: betledger cycle commit");
    }
    return mistake(
        "B002",
        {},
        fmt::format("{} cycles have a plan of record: {}", committed.size(), join(committed, ", ")),
        fmt::format("say which one, as in --cycle {}", committed.back()));
  }
  const auto found = book.cycles.find(request.cycle);
  if (found == book.cycles.end()) {
    return mistake("B002",
                   {},
                   fmt::format("there is no cycle '{}'{}", request.cycle, by),
                   suggest(request.cycle, committed, "betledger cycle list"));
  }
  if (found->second.commits.empty()) {
    return mistake("B040",
                   {},
                   fmt::format("cycle '{}' has no plan of record{}", request.cycle, by),
                   fmt::format("lock one: betledger cycle commit {}", request.cycle));
  }
  return &found->second;
}

/// The last day of the newest period of the cycle in which any metric has a value.
std::optional<Day> newest_day(const Plan& plan, const ledger::Book& known) {
  const Timeline& timeline = plan.cycle.timeline;
  std::optional<Day> newest;
  for (const tree::Metric& metric : plan.tree.spec().metrics) {
    const auto values = known.actuals.find(metric.key);
    if (values == known.actuals.end()) {
      continue;
    }
    const auto after = values->second.upper_bound(timeline.last_day());
    if (after != values->second.begin() && std::prev(after)->first >= timeline.start) {
      const Day end = advance(timeline.kind, std::prev(after)->first, 1) - days{1};
      newest = std::max(newest.value_or(end), end);
    }
  }
  return newest;
}

Result<Day> day_of_standing(const Plan& plan,
                            const ledger::Book& known,
                            const StandingRequest& request,
                            Diagnostics& warnings) {
  const Timeline& timeline = plan.cycle.timeline;
  const auto newest = newest_day(plan, known);
  if (!request.as_of && !newest) {
    return mistake("B042",
                   {},
                   fmt::format("there are no actuals of {} yet: its weeks start on {}",
                               plan.cycle.key,
                               format_day(timeline.start)),
                   "import them (betledger actuals import FILE), or name the day to stand on");
  }
  const Day asked = request.as_of.value_or(*newest);
  if (asked < timeline.start) {
    return mistake("B041",
                   {},
                   fmt::format("{} lies before {}, which starts on {}: there is only the plan then",
                               format_day(asked),
                               plan.cycle.key,
                               format_day(timeline.start)),
                   "`betledger forecast` is the plan; choose a day from the start of the cycle on");
  }
  if (asked > timeline.last_day()) {
    warnings.push_back(remark(Severity::note,
                              "B043",
                              fmt::format("{} is after the end of {}: read as {}, its last day",
                                          format_day(asked),
                                          plan.cycle.key,
                                          format_day(timeline.last_day())),
                              "nothing to do"));
  }
  return std::min(asked, timeline.last_day());
}

std::uint32_t periods_until(const Timeline& timeline, Day as_of) {
  std::uint32_t known = 0;
  while (known < timeline.count &&
         timeline.start_of(static_cast<int>(known) + 1) <= as_of + days{1}) {
    ++known;
  }
  return known;
}

/// A standing ends with its cycle, so no --as-of counts what was read out after it.
std::string way_to_count(const ledger::Experiment& later, const ledger::Cycle& cycle) {
  const Day last = cycle.timeline.last_day();
  if (later.on <= last) {
    return fmt::format("--as-of {} or later counts it", format_day(later.on));
  }
  return fmt::format(
      "{} ends on {}: if it was read out by then, withdraw it and record it with --on a day of the "
      "cycle; else it counts in the next cycle's gap and review, if it is recorded after the "
      "commit of that plan",
      cycle.key,
      format_day(last));
}

void check_plan_of_record(const Standing& standing, Diagnostics& warnings) {
  if (sha256_hex(canonical_plan(standing.locked)) != standing.commit.plan_sha256) {
    warnings.push_back(
        remark(Severity::warning,
               "B020",
               fmt::format("the plan of {} does not come out as it was committed by version {}",
                           standing.commit.cycle,
                           standing.commit.version),
               "betledger cycle show --recompute tells what differs"));
  }
}

Result<std::vector<Baseline>> baselines_of_record(const ledger::Commit& commit,
                                                  const Plan& plan,
                                                  Diagnostics& warnings) {
  if (auto committed = committed_baselines(commit, plan.tree)) {
    return std::move(*committed);
  }
  warnings.push_back(remark(Severity::warning,
                            "D565",
                            fmt::format("the baselines that version {} committed cannot be read: "
                                        "they are fitted again to the same history",
                                        commit.version),
                            "use the version that made the commit to see its own"));
  return fit_baselines(plan);
}

void warn_of_day_to_come(const StandingRequest& request, Diagnostics& warnings) {
  if (request.as_of && request.today && *request.as_of > *request.today) {
    warnings.push_back(remark(
        Severity::warning,
        "U034",
        fmt::format(
            "{} has not come: today is {}", format_day(*request.as_of), format_day(*request.today)),
        "periods until then without a value count as missing"));
  }
}

}  // namespace

Result<Standing> make_standing(const ledger::Book& known,
                               const ledger::BookAsOf& book_as_of,
                               const StandingRequest& request,
                               Diagnostics& warnings) {
  warn_of_day_to_come(request, warnings);
  const auto cycle = committed_cycle(known, request);
  if (!cycle) {
    return cycle.error();
  }
  const ledger::Commit& commit = (*cycle)->commits.back();
  Diagnostics said_then;  // when it was committed
  auto plan = make_plan(book_as_of(commit.head_seq), {commit.cycle, commit.data_cut}, said_then);
  if (!plan) {
    return plan.error();
  }
  const auto as_of = day_of_standing(*plan, known, request, warnings);
  if (!as_of) {
    return as_of.error();
  }
  auto baselines = baselines_of_record(commit, *plan, warnings);
  if (!baselines) {
    return baselines.error();
  }
  Plan now = *plan;
  now.head_seq = known.head_seq;
  now.head_hash = known.head_hash;
  Standing standing{std::move(plan).value(),
                    commit,
                    std::move(baselines).value(),
                    committed_probability(commit),
                    std::move(now),
                    *as_of,
                    request.recorded_by,
                    0,
                    {},
                    {},
                    commits_of(known, **cycle)};
  standing.periods_known = periods_until(standing.locked.cycle.timeline, *as_of);
  check_plan_of_record(standing, warnings);
  // What happened to its bets after the close belongs to the next cycle.
  const auto& closed = (*cycle)->closed;
  if (closed) {
    standing.closed_on = std::chrono::floor<days>(closed->at);
  }
  take_facts(standing, closed ? book_as_of(closed->seq) : known, warnings);
  observe(standing, known, warnings);
  for (const ledger::ExperimentRecord& record : known.experiments) {
    if (record.withdrawn_because || record.seq <= commit.head_seq) {
      continue;
    }
    if (record.experiment.on <= *as_of) {
      standing.experiments.push_back(record.experiment);
      continue;
    }
    const ledger::Experiment& later = record.experiment;
    warnings.push_back(remark(Severity::note,
                              "D566",
                              fmt::format("the experiment on {} read out on {} is not known on {}",
                                          later.bet.empty() ? later.link : later.bet,
                                          format_day(later.on),
                                          format_day(*as_of)),
                              way_to_count(later, standing.locked.cycle)));
  }
  return standing;
}

}  // namespace betledger::forecast
