#include "reports/plan/baseline_report.h"

#include <algorithm>

#include "core/number.h"
#include "ledger/text/json_values.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

/// One table per metric: a line per period, a column per level. Rows of a metric stand together.
void add_tables(Document& out, const std::vector<QuantileRow>& rows) {
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin;
    while (end < rows.size() && rows[end].metric == rows[begin].metric) {
      ++end;
    }
    out.heading(rows[begin].metric);
    Table table{{{"period"}}, {}};
    for (std::size_t i = begin; i < end && rows[i].period == rows[begin].period; ++i) {
      table.columns.push_back({format_number(100 * rows[i].level) + " %", Align::right});
    }
    for (std::size_t i = begin; i < end; ++i) {
      if (table.rows.empty() || table.rows.back().front() != rows[i].period) {
        table.rows.push_back({rows[i].period});
      }
      table.rows.back().push_back(format_rounded(rows[i].value, 5));
    }
    out.table(std::move(table));
    begin = end;
  }
}

}  // namespace

std::string render(const BaselinePage& page, Format format, const Style& style) {
  Page out;
  out.csv = {{{"metric"}, {"period"}, {"level"}, {"value"}}, {}};
  for (const QuantileRow& row : page.rows) {
    out.csv.rows.push_back(
        {row.metric, row.period, format_number(row.level), format_number(row.value)});
  }
  if (format == Format::table || format == Format::markdown) {
    add_tables(out.document, page.rows);
  }
  out.json = contract_of(page);
  return write(out, format, style);
}

}  // namespace betledger::reports
