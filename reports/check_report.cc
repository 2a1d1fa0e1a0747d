#include "reports/check_report.h"

#include "core/calendar.h"
#include "core/number.h"
#include "reports/page.h"

namespace betledger::reports {
namespace {

constexpr std::array<const char*, 3> severities{"note", "warning", "error"};

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
      std::string item{severities[static_cast<std::size_t>(severity)]};
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

ledger::Node residual_nodes(const std::vector<tree::IdentityResidual>& residuals) {
  std::vector<ledger::Node> items;
  for (const auto& residual : residuals) {
    ledger::Node node = ledger::Node::mapping();
    node.add("metric", json::text(residual.metric));
    node.add("periods", json::count(residual.periods));
    node.add("mean_abs", json::number(residual.mean_abs));
    node.add("worst", json::number(residual.worst));
    node.add("worst_period", json::day(residual.worst_period));
    items.push_back(std::move(node));
  }
  return ledger::Node::sequence(std::move(items));
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
  out.json = json_page("betledger.check/1", provenance);
  out.csv = {{{"severity"}, {"code"}, {"about"}, {"message"}, {"hint"}}, {}};
  const auto add = [&](const char* key, const std::string& heading, const Diagnostics& findings) {
    add_findings(out.document, heading, findings);
    out.json.add(key, diagnostic_nodes(findings));
    for (const Diagnostic& finding : findings) {
      out.csv.rows.push_back({severities[static_cast<std::size_t>(finding.severity)],
                              finding.code,
                              key,
                              finding.message,
                              finding.hint});
    }
  };
  if (page.structure) {
    add("structure", "Structure", page.structure_findings);
  }
  if (page.data) {
    add("data", "Data, and what to do about it", page.data_findings);
    add_residuals(out.document, page.residuals);
    out.json.add("residuals", residual_nodes(page.residuals));
  }
  out.document.heading("In all");
  out.document.paragraph(closing(page));
  return write(out, format, style);
}

}  // namespace betledger::reports
