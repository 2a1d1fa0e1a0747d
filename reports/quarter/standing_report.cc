#include "reports/quarter/standing_report.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/number.h"
#include "core/text.h"
#include "forecast/gap/kill_rule.h"
#include "forecast/standing/pending.h"
#include "reports/page/page.h"
#include "reports/quarter/gap_page.h"

namespace betledger::reports {
namespace {

using forecast::Observed;
using forecast::Standing;
using ledger::BetRecord;

std::string how_late(int days) {
  if (days == 0) {
    return "on time";
  }
  return std::to_string(std::abs(days)) + (days > 0 ? "d late" : "d early");
}

std::string happened(const BetNews& news) {
  const BetRecord& record = news.record;
  std::string words;
  if (record.delivered_on) {
    const std::string share =
        record.delivered_share < 1 ? format_percent(record.delivered_share, 0) + " " : "";
    words =
        "delivered " + share + format_day(*record.delivered_on) + ", " + how_late(*news.days_late);
  }
  if (record.status == ledger::BetStatus::withdrawn) {
    return "withdrawn";
  }
  if (record.stopped_on) {
    return words + (words.empty() ? "" : "; ") + "stopped " + format_day(*record.stopped_on);
  }
  if (!words.empty()) {
    return words;
  }
  if (news.pending->overdue) {
    return "overdue";
  }
  if (!news.pending->waits_for.empty()) {
    return "waits for " + join(news.pending->waits_for, ", ");
  }
  if (record.started_on) {
    return "started " + format_day(*record.started_on);
  }
  return news.pending->passed <= 0 ? "to come" : "pending";
}

std::string kill_text(const forecast::KillAnswer& answer) {
  return answer.state == forecast::KillState::due ? "due: gap judges it"
                                                  : std::string{name(answer.state)};
}

}  // namespace

Table observed_table(const Standing& standing) {
  const std::string periods = std::string{name(standing.locked.cycle.timeline.kind)} + "s";
  Table table{{{"metric"},
               {periods + " known", Align::right},
               {"missing", Align::right},
               {"revised", Align::right},
               {"last value of"},
               {"remark"}},
              {}};
  for (std::uint32_t i = 0; i < standing.observed.size(); ++i) {
    const Observed& observed = standing.observed[i];
    const std::size_t known = observed.count();
    table.rows.push_back({standing.locked.tree.metric(MetricId{i}).key,
                          std::to_string(known),
                          std::to_string(observed.values.size() - known),
                          std::to_string(observed.revised),
                          observed.last ? format_day(*observed.last) : "",
                          observed.silent > 1    ? "stopped reporting"
                          : observed.silent == 1 ? "late"
                          : !observed.last       ? "never reported"
                                                 : ""});
  }
  return table;
}

Table delivery_table(const Standing& standing) {
  Table table{{{"bet"},
               {"planned start"},
               {"what happened"},
               {"P(delivery)", Align::right},
               {"now", Align::right},
               {"kill rule"}},
              {}};
  for (const BetNews& news : news_of(standing)) {
    table.rows.push_back({news.record.terms.key + (news.planned ? "" : " (not planned)"),
                          format_day(news.record.terms.start),
                          happened(news),
                          format_percent(news.record.terms.delivery.value(), 0),
                          format_percent(chance_now(news), 0),
                          news.kill ? kill_text(*news.kill) : ""});
  }
  return table;
}

std::string render(const StandingPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  const Standing& standing = page.standing;
  const ledger::Cycle& cycle = standing.locked.cycle;
  Page out;
  out.json = contract_of(page, provenance);
  out.document.title("What is known of " + cycle.key + " on " + format_day(standing.as_of));
  out.document.paragraph(
      std::to_string(standing.periods_known) + " of " + std::to_string(cycle.timeline.count) + " " +
      std::string{name(cycle.timeline.kind)} + "s are over. Plan of record: entry " +
      std::to_string(standing.commit.head_seq) + ", plan " +
      standing.commit.plan_sha256.substr(0, 12) +
      (standing.recorded_by ? "; only what was recorded by " + format_day(*standing.recorded_by)
                            : "") +
      ".");
  add_commits(out.document, standing);
  out.document.heading("Metrics");
  out.csv = observed_table(standing);
  out.document.table(out.csv);
  out.document.heading("Bets");
  out.document.table(delivery_table(standing));
  out.document.paragraph(
      "Late and early are against the planned start and the median of the delay. P(delivery) is "
      "the plan's, and what is left of it now if the bet has not come yet. A kill rule about an "
      "effect that is due is judged by `betledger gap`, which estimates the effect.");
  return write(out, format, style);
}

}  // namespace betledger::reports
