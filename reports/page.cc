#include "reports/page.h"

#include <cmath>

#include <fmt/format.h>

#include "core/calendar.h"
#include "core/number.h"
#include "ledger/codec/event_text.h"
#include "reports/csv.h"

namespace betledger::reports {

std::string write(const Page& page, Format format, const Style& style) {
  switch (format) {
    case Format::json:
      return to_json(page.json);
    case Format::csv:
      return to_csv(page.csv);
    case Format::table:
    case Format::markdown:
      break;
  }
  return page.document.write(format, style);
}

namespace {

std::string value_in_words(double value, NumberKind kind, std::string_view unit) {
  switch (kind) {
    case NumberKind::percent:
    case NumberKind::fraction:
      return format_rounded(100 * value, 3) + " %";
    case NumberKind::points:
      return format_rounded(100 * value, 3) + " pp";
    case NumberKind::plain:
      break;
  }
  return format_rounded(value, 3) + (unit.empty() ? "" : " ") + std::string{unit};
}

std::string_view family_name(const Distribution& distribution) {
  constexpr std::array<std::string_view, 9> names{"constant",
                                                  "normal",
                                                  "lognormal",
                                                  "uniform",
                                                  "triangular",
                                                  "PERT",
                                                  "beta",
                                                  "quantiles",
                                                  "empirical"};
  return names[distribution.family().index()];
}

}  // namespace

std::string in_words(const Distribution& distribution, NumberKind kind, std::string_view unit) {
  if (distribution.is_constant()) {
    return value_in_words(distribution.quantile(0.5), kind, unit);
  }
  // What is nothing beside the spread is a nothing that was rounded on the way.
  const double spread = std::abs(distribution.quantile(0.9)) + std::abs(distribution.quantile(0.1));
  const auto at = [&](double p) {
    const double value = distribution.quantile(p);
    return value_in_words(std::abs(value) < 1e-12 * spread ? 0.0 : value, kind, unit);
  };
  const double mean = distribution.mean();
  return at(0.1) + " to " + at(0.9) + " in 8 of 10 cases, median " + at(0.5) + ", mean " +
         (std::isfinite(mean) ? value_in_words(mean, kind, unit) : "not finite") + " (" +
         std::string{family_name(distribution)} + ")";
}

ledger::Node quantiles_of(const Distribution& distribution) {
  ledger::Node node = ledger::Node::mapping();
  node.add("p10", json::number(distribution.quantile(0.1)));
  node.add("p50", json::number(distribution.quantile(0.5)));
  node.add("p90", json::number(distribution.quantile(0.9)));
  const double mean = distribution.mean();
  node.add("mean", std::isfinite(mean) ? json::number(mean) : ledger::Node{});
  return node;
}

NumberKind kind_of_amount(const ledger::Book& book, const ledger::Effect& effect) {
  if (effect.action == ledger::Action::lift) {
    return NumberKind::percent;
  }
  const tree::Metric* metric = book.tree.find(effect.metric);
  return metric != nullptr && metric->support == tree::Support::fraction ? NumberKind::points
                                                                         : NumberKind::plain;
}

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

ledger::Node entry_nodes(const std::vector<ledger::Entry>& entries) {
  std::vector<ledger::Node> items;
  for (const ledger::Entry& entry : entries) {
    ledger::Node node = ledger::Node::mapping();
    node.add("seq", json::count(static_cast<std::uint64_t>(entry.seq)));
    node.add("recorded_at", json::text(format_instant(entry.recorded_at)));
    node.add("actor", json::text(entry.actor));
    node.add("kind", json::text(std::string{ledger::kind_of(entry.event)}));
    node.add("what", json::text(ledger::describe(entry.event)));
    node.add("hash", json::text(entry.hash));
    items.push_back(std::move(node));
  }
  return ledger::Node::sequence(std::move(items));
}

ledger::Node diagnostic_nodes(const Diagnostics& diagnostics) {
  constexpr std::array<const char*, 3> severities{"note", "warning", "error"};
  std::vector<ledger::Node> items;
  for (const Diagnostic& one : diagnostics) {
    ledger::Node node = ledger::Node::mapping();
    node.add("code", json::text(one.code));
    node.add("severity", json::text(severities[static_cast<std::size_t>(one.severity)]));
    if (!one.at.file.empty()) {
      node.add("file", json::text(one.at.file));
      node.add("line", json::count(one.at.line));
      node.add("column", json::count(one.at.column));
    }
    node.add("message", json::text(one.message));
    node.add("hint", json::text(one.hint));
    items.push_back(std::move(node));
  }
  return ledger::Node::sequence(std::move(items));
}

}  // namespace betledger::reports
