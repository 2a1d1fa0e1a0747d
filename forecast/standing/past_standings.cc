#include "forecast/standing/past_standings.h"

#include <map>
#include <utility>

#include "forecast/standing/make_standing.h"

namespace betledger::forecast {

std::vector<Standing> past_standings(const ledger::Book& known,
                                     const ledger::BookAsOf& book_as_of,
                                     std::optional<Day> recorded_by,
                                     const std::function<bool(const ledger::CycleRecord&)>& counts,
                                     Diagnostics& warnings) {
  std::map<Day, const ledger::CycleRecord*> cycles;
  for (const auto& [key, record] : known.cycles) {
    if (!record.commits.empty() && counts(record)) {
      cycles.emplace(record.cycle.timeline.start, &record);
    }
  }
  std::vector<Standing> standings;
  for (const auto& [start, record] : cycles) {
    Diagnostics said_then;
    auto past = make_standing(known,
                              book_as_of,
                              {.cycle = record->cycle.key,
                               .as_of = record->cycle.timeline.last_day(),
                               .recorded_by = recorded_by,
                               .today = {}},
                              said_then);
    if (past) {
      standings.push_back(std::move(past).value());
    } else {
      warnings.insert(warnings.end(), past.error().begin(), past.error().end());
    }
  }
  return standings;
}

}  // namespace betledger::forecast
