#include "ledger/actuals/actuals_dates.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace betledger::ledger {
namespace {

/// Values to name together: how many, and the earliest of them.
struct Named {
  std::size_t count = 0;
  Day first{};
  Position at;

  void add(Day day, const Position& position) {
    if (count == 0 || day < first) {
      first = day;
      at = position;
    }
    ++count;
  }
  [[nodiscard]] std::string counted() const {
    return count == 1 ? "1 value is" : fmt::format("{} values are", count);
  }
};

/// From the first to the last day of the metric's longest run of values, known and new, without a
/// year between two of them.
std::pair<Day, Day> main_stretch(const Book& book, const ActualsTable::Column& column) {
  constexpr std::chrono::days year{366};
  std::set<Day> days;
  for (const Observation& value : column.values) {
    days.insert(value.day);
  }
  if (const auto known = book.actuals.find(column.metric); known != book.actuals.end()) {
    for (const auto& [day, recorded] : known->second) {
      days.insert(day);
    }
  }
  std::pair<Day, Day> longest{};
  std::size_t most = 0;
  for (auto day = days.begin(); day != days.end();) {
    const Day begin = *day;
    Day last = begin;
    std::size_t size = 0;
    for (; day != days.end() && *day - last <= year; ++day, ++size) {
      last = *day;
    }
    if (size >= most) {
      most = size;
      longest = {begin, last};
    }
  }
  return longest;
}

Named strays_of(const Book& book, const ActualsTable& table) {
  Named strays;
  for (const ActualsTable::Column& column : table.columns) {
    if (book.tree.find(column.metric) == nullptr) {
      continue;
    }
    const auto [begin, end] = main_stretch(book, column);
    for (std::size_t i = 0; i < column.values.size(); ++i) {
      const Day day = column.values[i].day;
      if (day < begin || day > end) {
        strays.add(day, column.at[i]);
      }
    }
  }
  return strays;
}

const Cycle* last_cycle(const Book& book) {
  const Cycle* last = nullptr;
  for (const auto& [key, record] : book.cycles) {
    const Timeline& timeline = record.cycle.timeline;
    if (timeline.count > 0 && (last == nullptr || timeline.start > last->timeline.start)) {
      last = &record.cycle;
    }
  }
  return last;
}

Named after(Day end, const ActualsTable& table) {
  Named late;
  for (const ActualsTable::Column& column : table.columns) {
    for (std::size_t i = 0; i < column.values.size(); ++i) {
      if (column.values[i].day > end) {
        late.add(column.values[i].day, column.at[i]);
      }
    }
  }
  return late;
}

}  // namespace

Diagnostics strange_dates(const Book& book, const ActualsTable& table) {
  Diagnostics found;
  if (const Named strays = strays_of(book, table); strays.count > 0) {
    found.push_back({"C027",
                     Severity::warning,
                     strays.at,
                     {},
                     fmt::format("{} more than a year away from all others of {}, the first of {}",
                                 strays.counted(),
                                 strays.count == 1 ? "its metric" : "their metrics",
                                 format_day(strays.first)),
                     "is the year right? A wrong one leaves a gap of years in the history"});
  }
  const Cycle* cycle = last_cycle(book);
  if (cycle == nullptr) {
    return found;
  }
  if (const Named late = after(cycle->timeline.last_day(), table); late.count > 0) {
    found.push_back({"C028",
                     Severity::note,
                     late.at,
                     {},
                     fmt::format("{} of periods after the last cycle, {}, which ends on {}",
                                 late.counted(),
                                 cycle->key,
                                 format_day(cycle->timeline.last_day())),
                     "no cycle counts them until one is opened"});
  }
  return found;
}

Diagnostics values_of_closed_cycles(const Book& book, const std::vector<Event>& events) {
  Diagnostics found;
  for (const auto& [key, record] : book.cycles) {
    std::size_t count = 0;
    for (const Event& event : events) {
      if (const auto* actuals = std::get_if<ActualsRecorded>(&event)) {
        count += static_cast<std::size_t>(std::count_if(
            actuals->values.begin(), actuals->values.end(), [&](const Observation& value) {
              return value.day >= record.cycle.timeline.start &&
                     value.day <= record.cycle.timeline.last_day();
            }));
      }
    }
    if (record.closed && count > 0) {
      found.push_back({"U032",
                       Severity::warning,
                       {},
                       {},
                       fmt::format("{} of these values are of cycle {}, which is closed: its "
                                   "review did not know them",
                                   count,
                                   key),
                       "what was decided stands"});
    }
  }
  return found;
}

}  // namespace betledger::ledger
