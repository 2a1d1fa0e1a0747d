#include "reports/ledger/check_report.h"

#include "core/calendar.h"
#include "core/number.h"
#include "core/text.h"
#include "reports/page/json_page.h"
#include "reports/page/page.h"
#include "tree/identity.h"

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

ledger::Node interval_node(const forecast::Interval& interval) {
  ledger::Node node = ledger::Node::mapping();
  node.add("low", json::number(interval.low));
  node.add("high", json::number(interval.high));
  return node;
}

ledger::Node slope_node(const forecast::Slope& slope) {
  ledger::Node node = ledger::Node::mapping();
  node.add("estimate", json::number(slope.estimate));
  node.add("se", json::number(slope.se));
  node.add("interval80", interval_node(slope.interval80));
  node.add("interval95", interval_node(slope.interval95));
  node.add("p_nil", json::number(slope.p_nil));
  node.add("p_stated", json::number(slope.p_stated));
  return node;
}

ledger::Node link_nodes(const std::vector<forecast::LinkEvidence>& links) {
  std::vector<ledger::Node> items;
  for (const auto& link : links) {
    ledger::Node node = ledger::Node::mapping();
    node.add("from", json::text(link.from));
    node.add("to", json::text(link.to));
    node.add("kind", json::text(link.kind == tree::LinkKind::elasticity ? "elasticity" : "slope"));
    node.add("lag", json::count(link.lag));
    ledger::Node stated = ledger::Node::mapping();
    stated.add("p10", json::number(link.stated_p10));
    stated.add("p50", json::number(link.stated_p50));
    stated.add("p90", json::number(link.stated_p90));
    node.add("stated", std::move(stated));
    node.add("periods", json::count(link.pairs));
    if (link.slope) {
      node.add("history", slope_node(*link.slope));
    }
    node.add("gamma", json::number(link.gamma));
    node.add("gamma_se", json::number(link.gamma_se));
    node.add("verdict", json::text(std::string{name(link.verdict)}));
    node.add("reason", json::text(link.reason));
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
    add_links(out.document, page.links);
    out.json.add("links", link_nodes(page.links));
  }
  out.document.heading("In all");
  out.document.paragraph(closing(page));
  return write(out, format, style);
}

}  // namespace betledger::reports
