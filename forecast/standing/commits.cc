#include "forecast/standing/commits.h"

#include <set>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "forecast/projection/committed.h"

namespace betledger::forecast {
namespace {

std::string known_of(const CommitNews& commit, PeriodKind kind) {
  if (commit.periods_known == 0) {
    return fmt::format("no {}", name(kind));
  }
  return fmt::format(
      "{} {}{}", commit.periods_known, name(kind), commit.periods_known == 1 ? "" : "s");
}

std::string reason_of(const CommitNews& commit) {
  return commit.because.empty() ? "" : fmt::format(" (\"{}\")", commit.because);
}

std::string chance_of(const CommitNews& commit) {
  return commit.probability
             ? fmt::format(", P(target) {}", format_percent(commit.probability->value, 1))
             : "";
}

}  // namespace

std::uint32_t periods_known_by(const ledger::Book& known,
                               const Timeline& timeline,
                               std::int64_t seq) {
  std::set<Day> periods;
  for (const tree::Metric& metric : known.tree.metrics) {
    const auto values = known.actuals.find(metric.key);
    if (values == known.actuals.end()) {
      continue;
    }
    const auto end = values->second.upper_bound(timeline.last_day());
    for (auto value = values->second.lower_bound(timeline.start); value != end; ++value) {
      if (value->second.front().seq <= seq) {
        periods.insert(value->first);
      }
    }
  }
  return static_cast<std::uint32_t>(periods.size());
}

std::vector<CommitNews> commits_of(const ledger::Book& known, const ledger::CycleRecord& cycle) {
  std::vector<CommitNews> news;
  for (std::size_t i = 0; i < cycle.commits.size(); ++i) {
    const ledger::Commit& commit = cycle.commits[i];
    // A book that no entries made does not say when.
    const Instant at = i < cycle.committed_at.size() ? cycle.committed_at[i] : Instant{};
    news.push_back({std::chrono::floor<std::chrono::days>(at),
                    commit.head_seq,
                    periods_known_by(known, cycle.cycle.timeline, commit.head_seq),
                    committed_probability(commit),
                    commit.because});
  }
  return news;
}

std::vector<std::string> in_words(const std::vector<CommitNews>& commits, PeriodKind kind) {
  std::vector<std::string> sentences;
  if (commits.empty() || (commits.size() == 1 && commits.back().periods_known == 0)) {
    return sentences;
  }
  const CommitNews& last = commits.back();
  sentences.push_back(fmt::format("The plan of record was committed on {} with {} of it known{}.",
                                  format_day(last.on),
                                  known_of(last, kind),
                                  reason_of(last)));
  std::vector<std::string> earlier;
  for (std::size_t i = 0; i + 1 < commits.size(); ++i) {
    earlier.push_back(fmt::format("{} with {} known{}{}",
                                  format_day(commits[i].on),
                                  known_of(commits[i], kind),
                                  chance_of(commits[i]),
                                  reason_of(commits[i])));
  }
  if (!earlier.empty()) {
    sentences.push_back(
        fmt::format("Earlier commit{}: {}.", earlier.size() == 1 ? "" : "s", join(earlier, "; ")));
  }
  return sentences;
}

}  // namespace betledger::forecast
