#include "ledger/store/ledger_projection.h"

#include <optional>
#include <variant>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/text.h"

namespace betledger::ledger {
namespace {

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
using Row = std::vector<Value>;
using Rows = std::map<Row, Row>;  // by the columns of the primary key

/// A table and how many of its first columns are its key.
struct Table {
  const char* name;
  int key_columns;
};
constexpr Table actual_table{"actual", 2};
constexpr Table metric_table{"metric", 1};
constexpr Table link_table{"link", 1};
constexpr Table bet_table{"bet", 1};

Value text_or_null(const std::optional<Day>& day) {
  return day ? Value{format_day(*day)} : Value{};
}

std::int64_t latest_entry(const Book& book, const std::string& key) {
  const auto found = book.tree_entries.find(key);
  return found == book.tree_entries.end() ? 0 : found->second.back();
}

std::string rollup_text(const tree::Rollup& rollup) {
  switch (rollup.kind) {
    case tree::RollupKind::sum:
      return "sum";
    case tree::RollupKind::mean:
      return "mean";
    case tree::RollupKind::last:
      return "last";
    case tree::RollupKind::weighted:
      break;
  }
  return "weighted by " + rollup.weighted_by;
}

Row row_of(const Book& book, const tree::Metric& metric) {
  return {metric.key,
          metric.name,
          metric.definition,
          metric.unit,
          metric.owner,
          metric.source,
          std::string{name(metric.support)},
          rollup_text(metric.rollup),
          metric.formula ? Value{metric.formula->text()} : Value{},
          latest_entry(book, metric.key)};
}

Row row_of(const Book& book, const tree::Link& link) {
  return {link.key(),
          link.from,
          link.to,
          std::string{link.kind == tree::LinkKind::slope ? "slope" : "elasticity"},
          link.confidence.on(book.tree.confidence).value(),
          format_duration(link.lag),
          link.evidence,
          latest_entry(book, link.key())};
}

Row row_of(const BetRecord& record) {
  const Bet& terms = record.terms;
  return {terms.key,
          record.cycle,
          terms.name,
          terms.hypothesis.metric,
          terms.team,
          terms.owner,
          std::string{name(record.status)},
          std::int64_t{terms.funded ? 1 : 0},
          terms.works.value(),
          terms.delivery.value(),
          terms.total_effort(),
          format_day(terms.start),
          text_or_null(record.started_on),
          text_or_null(record.delivered_on),
          record.delivered_on ? Value{record.delivered_share} : Value{},
          text_or_null(record.stopped_on),
          record.entries.back()};
}

Row row_of(const std::string& metric, Day day, const Recorded& recorded) {
  return {metric, format_day(day), recorded.value, recorded.seq};
}

void bind(SQLite::Statement& statement, int index, const Value& value) {
  std::visit(
      [&](const auto& held) {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
          statement.bind(index);
        } else {
          statement.bind(index, held);
        }
      },
      value);
}

void put(SQLite::Database& database, const Table& table, const Row& row) {
  std::string places = "?";
  for (std::size_t i = 1; i < row.size(); ++i) {
    places += ", ?";
  }
  SQLite::Statement statement{
      database, fmt::format("INSERT OR REPLACE INTO {} VALUES ({})", table.name, places)};
  for (std::size_t i = 0; i < row.size(); ++i) {
    bind(statement, static_cast<int>(i + 1), row[i]);
  }
  statement.exec();
}

void remove(SQLite::Database& database, const Table& table, const std::string& key) {
  SQLite::Statement statement{database, fmt::format("DELETE FROM {} WHERE key = ?", table.name)};
  statement.bind(1, key);
  statement.exec();
}

Row key_of(const Row& row, const Table& table) {
  return {row.begin(), row.begin() + table.key_columns};
}

Value value_at(SQLite::Statement& query, int column) {
  const SQLite::Column cell = query.getColumn(column);
  if (cell.isNull()) {
    return {};
  }
  if (cell.isInteger()) {
    return cell.getInt64();
  }
  if (cell.isFloat()) {
    return cell.getDouble();
  }
  return cell.getString();
}

std::string shown(const Row& key) {
  std::vector<std::string> parts;
  for (const Value& value : key) {
    const auto* text = std::get_if<std::string>(&value);
    parts.push_back(text != nullptr ? *text : "?");
  }
  return printable(join(parts, ", "));
}

void compare(SQLite::Database& database, const Table& table, Rows wanted, Diagnostics& findings) {
  constexpr std::size_t most_per_table = 12;
  std::size_t reported = 0;
  const auto report = [&](const Row& key, std::string_view what) {
    if (++reported <= most_per_table) {
      findings.push_back({"L056",
                          Severity::error,
                          {},
                          {},
                          fmt::format("table {}: the row {} {}", table.name, shown(key), what),
                          "the entries are right: do not trust the table; restore a backup"});
    }
  };
  SQLite::Statement query{database, fmt::format("SELECT * FROM {}", table.name)};
  while (query.executeStep()) {
    Row row;
    for (int i = 0; i < query.getColumnCount(); ++i) {
      row.push_back(value_at(query, i));
    }
    const Row key = key_of(row, table);
    const auto found = wanted.find(key);
    if (found == wanted.end()) {
      report(key, "should not be there");
      continue;
    }
    if (found->second != row) {
      report(key, "is not what the entries say");
    }
    wanted.erase(found);
  }
  for (const auto& [key, row] : wanted) {
    report(key, "is missing");
  }
}

}  // namespace

void Projection::touch(const Event& event) {
  if (const auto* defined = std::get_if<MetricDefined>(&event)) {
    metrics_.insert(defined->metric.key);
  } else if (const auto* retired = std::get_if<MetricRetired>(&event)) {
    metrics_.insert(retired->metric);
  } else if (const auto* link = std::get_if<LinkDefined>(&event)) {
    links_.insert(link->link.key());
  } else if (const auto* unlink = std::get_if<LinkRetired>(&event)) {
    links_.insert(unlink->link);
  } else if (const auto* proposed = std::get_if<BetProposed>(&event)) {
    bets_.insert(proposed->bet.key);
  } else if (const auto* amended = std::get_if<BetAmended>(&event)) {
    bets_.insert(amended->bet.key);
  } else if (const auto* withdrawn = std::get_if<BetWithdrawn>(&event)) {
    bets_.insert(withdrawn->bet);
  } else if (const auto* started = std::get_if<BetStarted>(&event)) {
    bets_.insert(started->bet);
  } else if (const auto* delivered = std::get_if<BetDelivered>(&event)) {
    bets_.insert(delivered->bet);
  } else if (const auto* stopped = std::get_if<BetStopped>(&event)) {
    bets_.insert(stopped->bet);
  } else if (const auto* corrected = std::get_if<BetCorrected>(&event)) {
    bets_.insert(corrected->bet);
  } else if (const auto* experiment = std::get_if<ExperimentRecorded>(&event)) {
    // The row says which entry about the bet or link is the latest.
    (experiment->experiment.bet.empty() ? links_ : bets_)
        .insert(experiment->experiment.bet.empty() ? experiment->experiment.link
                                                   : experiment->experiment.bet);
  } else if (const auto* decided = std::get_if<ReviewDecided>(&event)) {
    links_.insert(decided->decision.link);
  } else if (const auto* actuals = std::get_if<ActualsRecorded>(&event)) {
    for (const Observation& value : actuals->values) {
      actuals_.emplace(actuals->metric, value.day);
    }
  } else if (std::holds_alternative<TreeDescribed>(event)) {
    all_links_ = true;  // the confidence scale may be another
  }
}

void Projection::write(SQLite::Database& database, const Book& book) const {
  for (const std::string& key : metrics_) {
    if (const tree::Metric* metric = book.tree.find(key)) {
      put(database, metric_table, row_of(book, *metric));
    } else {
      remove(database, metric_table, key);
    }
  }
  for (const std::string& key : links_) {
    remove(database, link_table, key);
  }
  for (const tree::Link& link : book.tree.links) {
    if (all_links_ || links_.count(link.key()) > 0) {
      put(database, link_table, row_of(book, link));
    }
  }
  for (const std::string& key : bets_) {
    put(database, bet_table, row_of(book.bets.at(key)));
  }
  for (const auto& [metric, day] : actuals_) {
    put(database, actual_table, row_of(metric, day, book.actuals.at(metric).at(day).back()));
  }
}

Diagnostics projection_findings(SQLite::Database& database, const Book& book) {
  Rows actuals;
  Rows metrics;
  Rows links;
  Rows bets;
  const auto add = [](Rows& rows, const Table& table, Row row) {
    Row key = key_of(row, table);
    rows.emplace(std::move(key), std::move(row));
  };
  for (const auto& [metric, values] : book.actuals) {
    for (const auto& [day, recorded] : values) {
      add(actuals, actual_table, row_of(metric, day, recorded.back()));
    }
  }
  for (const tree::Metric& metric : book.tree.metrics) {
    add(metrics, metric_table, row_of(book, metric));
  }
  for (const tree::Link& link : book.tree.links) {
    add(links, link_table, row_of(book, link));
  }
  for (const auto& [key, record] : book.bets) {
    add(bets, bet_table, row_of(record));
  }
  Diagnostics findings;
  compare(database, actual_table, std::move(actuals), findings);
  compare(database, metric_table, std::move(metrics), findings);
  compare(database, link_table, std::move(links), findings);
  compare(database, bet_table, std::move(bets), findings);
  return findings;
}

}  // namespace betledger::ledger
