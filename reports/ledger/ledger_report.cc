#include "reports/ledger/ledger_report.h"

#include <map>

#include "core/calendar.h"
#include "core/text.h"
#include "ledger/codec/event_text.h"
#include "ledger/text/json_values.h"
#include "ledger/text/json_write.h"
#include "reports/ledger/changes.h"
#include "reports/ledger/entries.h"
#include "reports/page/json_page.h"
#include "reports/page/page.h"

namespace betledger::reports {

std::string render(const LogPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  out.csv = entry_table(page.entries);
  out.document.table(out.csv);
  out.json = contract_of(page, provenance);
  return write(out, format, style);
}

std::string render(const EntryPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  const ledger::Entry& entry = page.entry;
  const ledger::Node payload = ledger::encode(entry.event);
  Page out;
  out.csv = {{{"field"}, {"value"}},
             {{"entry", std::to_string(entry.seq)},
              {"what", ledger::describe(entry.event)},
              {"kind", std::string{ledger::kind_of(entry.event)}},
              {"recorded at", format_instant(entry.recorded_at)},
              {"actor", entry.actor},
              {"schema", std::to_string(entry.schema)},
              {"idempotency key", entry.idempotency_key},
              {"previous", entry.previous},
              {"hash", entry.hash}}};
  out.document.title("Entry " + std::to_string(entry.seq));
  out.document.table(out.csv);
  std::vector<std::string> lines;
  const std::string pretty = to_json(payload);
  for (std::size_t begin = 0; begin < pretty.size();) {
    const std::size_t end = pretty.find('\n', begin);
    lines.push_back(pretty.substr(begin, end - begin));
    begin = end + 1;
  }
  out.document.heading("Payload");
  out.document.lines(std::move(lines));
  out.csv.rows.push_back({"payload", ledger::write_json(payload)});
  out.json = contract_of(page, provenance);
  return write(out, format, style);
}

std::string render(const ledger::Verification& verification,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  const auto count = static_cast<std::uint64_t>(verification.entries);
  out.json = contract_of(verification, provenance);
  out.csv = {{{"code"}, {"message"}, {"hint"}}, {}};
  for (const Diagnostic& finding : verification.findings) {
    out.csv.rows.push_back({finding.code, finding.message, finding.hint});
  }
  if (verification.findings.empty()) {
    out.document.paragraph("The ledger is whole: " +
                           (count == 1
                                ? "its one entry is what its hash says"
                                : std::to_string(count) + " entries" + " follow from one another") +
                           " (SHA-256 chain), SQLite's integrity check passes, the "
                           "triggers are in place, and the projections equal a replay.");
  } else {
    out.document.title("The ledger is damaged");
    out.document.table(out.csv);
    out.document.paragraph(
        "Go back to a copy that verifies; what the log holds before the first finding can be "
        "trusted.");
  }
  return write(out, format, style);
}

std::string render(const ProposalPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  out.json = contract_of(page, provenance);
  add_changes(out, page.proposal, page.recorded);
  return write(out, format, style);
}

std::string render(const ImportPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  out.csv = {{{"metric"}, {"values", Align::right}, {"first"}, {"last"}}, {}};
  for (const Imported& row : imported(page.plan)) {
    out.csv.rows.push_back({row.metric, std::to_string(row.count), row.first, row.last});
  }
  out.json = contract_of(page, provenance);
  if (!out.csv.rows.empty()) {
    out.document.table(out.csv);
  }
  out.document.paragraph(counted(page.plan.added, "value") + " added, " +
                         std::to_string(page.plan.revised) + " revised, " +
                         std::to_string(page.plan.unchanged) + " unchanged" +
                         (page.recorded ? "; recorded." : "; nothing recorded."));
  return write(out, format, style);
}

}  // namespace betledger::reports
