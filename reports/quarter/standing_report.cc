#include "reports/quarter/standing_report.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/number.h"
#include "core/text.h"
#include "forecast/gap/gap_contract.h"
#include "forecast/gap/kill_rule.h"
#include "forecast/standing/pending.h"
#include "reports/page/json_page.h"
#include "reports/page/page.h"
#include "reports/quarter/gap_page.h"

namespace betledger::reports {
namespace {

using forecast::Observed;
using forecast::Pending;
using forecast::Standing;
using ledger::BetRecord;
using ledger::Node;

/// All that is known of one bet.
struct BetNews {
  const BetRecord& record;
  std::optional<Pending> pending;
  std::optional<int> days_late;  // of a delivery, against the start planned and its median delay
  std::optional<forecast::KillAnswer> kill;
  bool planned = true;
};

std::vector<BetNews> news_of(const Standing& standing) {
  std::vector<Pending> pending = forecast::pending_bets(standing.now, standing.as_of);
  std::vector<BetNews> all;
  for (const BetRecord& record : standing.now.bets) {
    BetNews news{record, {}, {}, forecast::judge_kill_rule(standing, record, {}), true};
    news.planned = all.size() < standing.locked.bets.size();
    const auto waiting = std::find_if(pending.begin(), pending.end(), [&](const Pending& one) {
      return one.bet == record.terms.key;
    });
    if (waiting != pending.end()) {
      news.pending = std::move(*waiting);
    }
    if (record.delivered_on) {
      const double passed =
          static_cast<double>((*record.delivered_on - record.terms.start).count());
      news.days_late = static_cast<int>(
          std::lround(passed - std::max(0.0, record.terms.delay_days.quantile(0.5))));
    }
    all.push_back(std::move(news));
  }
  return all;
}

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

double chance_now(const BetNews& news) {
  return news.pending ? news.pending->chance : news.record.delivered_on ? 1 : 0;
}

Node optional_number(const std::optional<double>& value) {
  return value ? json::number(*value) : Node{};
}

Node numbers(const std::vector<std::optional<double>>& values) {
  std::vector<Node> items;
  std::transform(values.begin(), values.end(), std::back_inserter(items), optional_number);
  return Node::sequence(std::move(items));
}

Node optional_day(const std::optional<Day>& day) {
  return day ? json::day(*day) : Node{};
}

Node observed_nodes(const Standing& standing) {
  std::vector<Node> items;
  for (std::uint32_t i = 0; i < standing.observed.size(); ++i) {
    const Observed& observed = standing.observed[i];
    Node node = Node::mapping();
    node.add("metric", json::text(standing.locked.tree.metric(MetricId{i}).key));
    node.add("values", numbers(observed.values));
    node.add("before", numbers(observed.lead));
    if (standing.locked.tree.metric(MetricId{i}).is_component()) {
      node.add("computed", numbers(observed.computed));
    }
    node.add("known", json::count(observed.count()));
    node.add("revised", json::count(observed.revised));
    node.add("silent", json::count(observed.silent));
    node.add("last", optional_day(observed.last));
    items.push_back(std::move(node));
  }
  return Node::sequence(std::move(items));
}

std::string kill_text(const forecast::KillAnswer& answer) {
  return answer.state == forecast::KillState::due ? "due: gap judges it"
                                                  : std::string{name(answer.state)};
}

Node kill_node(const forecast::KillAnswer& answer) {
  Node node = Node::mapping();
  node.add("rule", answer.rule ? json::text(ledger::format_kill_rule(*answer.rule)) : Node{});
  node.add("state", json::text(std::string{name(answer.state)}));
  node.add("due", optional_day(answer.due));
  node.add("why", json::text(answer.why));
  return node;
}

Node bet_nodes(const Standing& standing) {
  std::vector<Node> items;
  for (const BetNews& news : news_of(standing)) {
    const BetRecord& record = news.record;
    Node node = Node::mapping();
    node.add("bet", json::text(record.terms.key));
    node.add("planned", json::flag(news.planned));
    node.add("status", json::text(std::string{name(record.status)}));
    node.add("started_on", optional_day(record.started_on));
    node.add("delivered_on", optional_day(record.delivered_on));
    node.add("delivered_share", json::number(record.delivered_share));
    node.add("stopped_on", optional_day(record.stopped_on));
    node.add("days_late", news.days_late ? Node::scalar(std::to_string(*news.days_late)) : Node{});
    Node delivery = Node::mapping();
    delivery.add("planned", json::number(record.terms.delivery.value()));
    delivery.add("now", json::number(chance_now(news)));
    node.add("delivery", std::move(delivery));
    node.add("overdue", json::flag(news.pending && news.pending->overdue));
    node.add("kill_rule", news.kill ? kill_node(*news.kill) : Node{});
    items.push_back(std::move(node));
  }
  return Node::sequence(std::move(items));
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

ledger::Node standing_node(const Standing& standing) {
  Node node = Node::mapping();
  node.add("as_of", json::day(standing.as_of));
  node.add("recorded_by", optional_day(standing.recorded_by));
  node.add("periods_known", json::count(standing.periods_known));
  Node plan = Node::mapping();
  plan.add("head_seq", json::count(static_cast<std::uint64_t>(standing.commit.head_seq)));
  plan.add("plan_sha256", json::text(standing.commit.plan_sha256));
  plan.add("probability",
           standing.probability ? json::number(standing.probability->value) : Node{});
  node.add("plan", std::move(plan));
  node.add("commits", forecast::commits_node(standing.commits));
  node.add("metrics", observed_nodes(standing));
  node.add("bets", bet_nodes(standing));
  return node;
}

std::string render(const StandingPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  const Standing& standing = page.standing;
  const ledger::Cycle& cycle = standing.locked.cycle;
  Page out;
  out.json = json_page("betledger.standing/1", provenance);
  out.json.add("cycle", json::text(cycle.key));
  for (auto& member : standing_node(standing).members) {
    out.json.add(member.key, member.value);
  }
  out.json.add("warnings", diagnostic_nodes(page.warnings));
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
