#include "reports/ledger/entries.h"

#include <utility>

#include "core/calendar.h"
#include "ledger/codec/event_text.h"

namespace betledger::reports {

Table entry_table(const std::vector<ledger::Entry>& entries) {
  Table table{{{"entry", Align::right}, {"when"}, {"who"}, {"what"}}, {}};
  for (const ledger::Entry& entry : entries) {
    table.rows.push_back({std::to_string(entry.seq),
                          format_instant(entry.recorded_at).substr(0, 16),
                          entry.actor,
                          ledger::describe(entry.event)});
  }
  return table;
}

}  // namespace betledger::reports
