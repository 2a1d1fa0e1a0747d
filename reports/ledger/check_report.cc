#include "reports/ledger/check_report.h"

#include "core/calendar.h"
#include "core/number.h"
#include "core/text.h"
#include "ledger/text/json_values.h"
#include "reports/page/json_page.h"
#include "reports/page/page.h"
#include "tree/identity.h"

namespace betledger::reports {
namespace {

void add_findings(Document& out, const std::string& heading, const Diagnostics& findings) {
  out.heading(heading);
  if (findings.empty()) {
    out.paragraph("Nothing to report.");
    return;
  }
  std::vector<std::string> items;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    for (const Diagnostic& finding : findings) {
      if (finding.severity != severity) {
        continue;
      }
      std::string item{name(severity)};
      item += " [" + finding.code + "] " + finding.message;
      if (!finding.hint.empty()) {
        item += ". To do: " + finding.hint;
      }
      items.push_back(std::move(item));
    }
  }
  out.list(std::move(items));
}

void add_residuals(Document& out, const std::vector<tree::IdentityResidual>& residuals) {
  if (residuals.empty()) {
    return;
  }
  out.heading("Identities: actual ÷ formula of the actual inputs − 1");
  Table table{{{"metric"},
               {"periods", Align::right},
               {"mean |residual|", Align::right},
               {"worst", Align::right},
               {"in"}},
              {}};
  for (const auto& residual : residuals) {
    table.rows.push_back({residual.metric,
                          std::to_string(residual.periods),
                          format_percent(residual.mean_abs, 2),
                          format_percent(residual.worst, 2),
                          format_day(residual.worst_period)});
  }
  out.table(std::move(table));
}

std::string range(const forecast::Interval& interval) {
  return format_rounded(interval.low, 2) + " to " + format_rounded(interval.high, 2);
}

void add_links(Document& out, const std::vector<forecast::LinkEvidence>& links) {
  if (links.empty()) {
    return;
  }
  out.heading("Links: what history says of them");
  Table table{{{"link"},
               {"stated, p10 to p90", Align::right},
               {"history", Align::right},
               {"80 %", Align::right},
               {"95 %", Align::right},
               {"n", Align::right}},
              {}};
  std::vector<std::string> verdicts;
  for (const auto& link : links) {
    const auto& slope = link.slope;
    table.rows.push_back(
        {link.from + "->" + link.to,
         format_rounded(link.stated_p50, 2) + ", " + range({link.stated_p10, link.stated_p90}),
         slope ? format_rounded(slope->estimate, 2) : "none",
         slope ? range(slope->interval80) : std::string{},
         slope ? range(slope->interval95) : std::string{},
         std::to_string(link.pairs)});
    verdicts.push_back(std::string{name(link.verdict)} + " " + link.from + "->" + link.to +
                       " at lag " + std::to_string(link.lag) + ": " + link.reason);
  }
  out.table(std::move(table));
  out.list(std::move(verdicts));
  out.paragraph(
      "History is the slope of the outcome's surprises on its drivers' surprises, lag periods "
      "before, in the link's unit, with its intervals from n periods. It says what a surprise in "
      "the driver foretells, which may be a common cause; a link's strength is what a change made "
      "on purpose passes on. Only an experiment shows that.");
}

std::string closing(const CheckPage& page) {
  std::array<std::size_t, 3> counts{};
  for (const auto* findings : {&page.structure_findings, &page.data_findings}) {
    for (const Diagnostic& finding : *findings) {
      ++counts[static_cast<std::size_t>(finding.severity)];
    }
  }
  return counted(page.tree.size(), "metric") + ": " + counted(counts[2], "error") + ", " +
         counted(counts[1], "warning") + ", " + counted(counts[0], "note") +
         ". `betledger explain CODE` tells why each matters.";
}

}  // namespace

std::string render(const CheckPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  out.json = contract_of(page, provenance);
  out.csv = {{{"severity"}, {"code"}, {"about"}, {"message"}, {"hint"}}, {}};
  const auto add = [&](const char* key, const std::string& heading, const Diagnostics& findings) {
    add_findings(out.document, heading, findings);
    for (const Diagnostic& finding : findings) {
      out.csv.rows.push_back(
          {std::string{name(finding.severity)}, finding.code, key, finding.message, finding.hint});
    }
  };
  if (page.structure) {
    add("structure", "Structure", page.structure_findings);
  }
  if (page.data) {
    add("data", "Data, and what to do about it", page.data_findings);
    add_residuals(out.document, page.residuals);
    add_links(out.document, page.links);
  }
  out.document.heading("In all");
  out.document.paragraph(closing(page));
  return write(out, format, style);
}

}  // namespace betledger::reports
