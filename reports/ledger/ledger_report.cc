#include "reports/ledger/ledger_report.h"

#include <map>

#include "core/calendar.h"
#include "core/text.h"
#include "ledger/codec/event_text.h"
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
  out.json = json_page("betledger.log/1", provenance);
  out.json.add("entries", entry_nodes(page.entries));
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
  out.json = json_page("betledger.entry/1", provenance);
  out.json.add("entry", entry_nodes({entry}).items.front());
  out.json.add("previous", json::text(entry.previous));
  out.json.add("schema_version", json::count(entry.schema));
  out.json.add("idempotency_key", json::text(entry.idempotency_key));
  out.json.add("payload", payload);
  return write(out, format, style);
}

std::string render(const ledger::Verification& verification,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  const auto count = static_cast<std::uint64_t>(verification.entries);
  out.json = json_page("betledger.verify/1", provenance);
  out.json.add("entries", json::count(count));
  out.json.add("ok", json::flag(verification.findings.empty()));
  out.json.add("findings", diagnostic_nodes(verification.findings));
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
  out.json = json_page("betledger.diff/1", provenance);
  out.json.add("recorded", json::flag(page.recorded));
  add_changes(out, page.proposal, page.recorded);
  return write(out, format, style);
}

namespace {

struct Imported {
  std::string metric;
  std::size_t count;
  std::string first;
  std::string last;
};

std::vector<Imported> imported(const ledger::ImportPlan& plan) {
  std::vector<Imported> rows;
  for (const ledger::Event& event : plan.events) {
    if (const auto* actuals = std::get_if<ledger::ActualsRecorded>(&event);
        actuals != nullptr && !actuals->values.empty()) {
      rows.push_back({actuals->metric,
                      actuals->values.size(),
                      format_day(actuals->values.front().day),
                      format_day(actuals->values.back().day)});
    }
  }
  return rows;
}

}  // namespace

std::string render(const ImportPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  out.csv = {{{"metric"}, {"values", Align::right}, {"first"}, {"last"}}, {}};
  std::vector<ledger::Node> metrics;
  for (const Imported& row : imported(page.plan)) {
    out.csv.rows.push_back({row.metric, std::to_string(row.count), row.first, row.last});
    ledger::Node node = ledger::Node::mapping();
    node.add("metric", json::text(row.metric));
    node.add("values", json::count(row.count));
    node.add("first", json::text(row.first));
    node.add("last", json::text(row.last));
    metrics.push_back(std::move(node));
  }
  out.json = json_page("betledger.import/1", provenance);
  out.json.add("source", json::text(page.source));
  out.json.add("recorded", json::flag(page.recorded));
  out.json.add("added", json::count(page.plan.added));
  out.json.add("revised", json::count(page.plan.revised));
  out.json.add("unchanged", json::count(page.plan.unchanged));
  out.json.add("metrics", ledger::Node::sequence(std::move(metrics)));
  out.json.add("warnings", diagnostic_nodes(page.plan.warnings));
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
