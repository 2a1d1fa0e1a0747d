#include "tests/ledger/store/ledger_fixture.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/number.h"
#include "ledger/codec/event_text.h"
#include "ledger/text/json_write.h"

#include "tests/support/files.h"
#include "tests/support/values.h"

namespace betledger::ledger {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder() {
  std::string name = (fs::temp_directory_path() / "betledger-XXXXXX").string();
  BET_EXPECT(::mkdtemp(name.data()) != nullptr);
  path_ = name;
  fs::permissions(path_, fs::perms::owner_all | fs::perms::group_all | fs::perms::others_all);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::permissions(path_, fs::perms::owner_all, ignored);
  fs::remove_all(path_, ignored);
}

std::vector<std::string> ScratchFolder::files() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{path_}) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Stamp stamp(int second, const std::string& key) {
  const Instant start = parse_instant("2026-07-01T09:00:00.000001Z").value();
  return {"steward", start + std::chrono::seconds{second}, key, {}};
}

tree::Metric metric(const std::string& key, const std::string& formula) {
  tree::Metric made;
  made.key = key;
  made.name = key;
  made.definition = "The " + key + " of the week, \"all in\".";
  made.unit = "GBP";
  made.owner = "finance";
  if (!formula.empty()) {
    made.formula = tree::parse_formula(formula).value();
  }
  return made;
}

tree::Link link(const std::string& from, const std::string& to) {
  tree::Link made;
  made.from = from;
  made.to = to;
  made.strength = make(Normal{0.25, 0.5});
  made.confidence = tree::Confidence{tree::Confidence::Word::medium};
  made.evidence = "three launches — 2025";
  return made;
}

Bet bet(const std::string& key, const std::string& metric) {
  Bet made;
  made.key = key;
  made.name = key;
  made.hypothesis = {"offer " + key, metric, Hypothesis::Change::rise};
  Effect effect;
  effect.metric = metric;
  effect.amount = make(Pert{0.01, 0.03, 0.08});
  made.effects = {effect};
  made.start = day("2026-07-13");
  made.effort_person_weeks = {{"growth", 2.5}};
  made.team = "growth";
  made.owner = "lead";
  return made;
}

Cycle cycle(const std::string& key, const std::string& target) {
  Cycle made;
  made.key = key;
  made.timeline = periods_of(parse_cycle_key(key).value(), PeriodKind::week);
  if (!target.empty()) {
    made.target = parse_target(target).value();
  }
  return made;
}

ActualsRecorded actuals(const std::string& metric, std::vector<Observation> values) {
  return {metric, "history.csv", std::move(values)};
}

std::vector<Event> one_of_each() {
  tree::Occasion occasion{"Summer sale",
                          "orders",
                          tree::Action::lift,
                          Distribution::constant(0.1),
                          day("2026-07-20"),
                          day("2026-08-02"),
                          {}};
  TreeDescribed described{
      "Shop", "revenue", PeriodKind::week, {}, {}, {"revenue", "orders", "value"}, {}, {}};
  described.links = {"reach->orders"};
  described.occasions = {"Summer sale"};
  return {
      described,
      MetricDefined{metric("orders")},
      MetricDefined{metric("value")},
      MetricDefined{metric("reach")},
      MetricDefined{metric("old")},
      MetricDefined{metric("revenue", "orders * value")},
      MetricRetired{"old"},
      LinkDefined{link("reach", "orders")},
      LinkDefined{link("reach", "value")},
      LinkRetired{"reach->value"},
      OccasionDefined{occasion},
      OccasionDefined{{"Fair",
                       "orders",
                       tree::Action::shift,
                       Distribution::constant(5),
                       day("2026-09-07"),
                       day("2026-09-13"),
                       {}}},
      OccasionRetired{"Fair"},
      BetsDescribed{"2026Q3", {{"growth", 9}}, {"second", "first", "third"}},
      BetProposed{"2026Q3", bet("first", "orders")},
      BetProposed{"2026Q3", bet("second", "value")},
      BetProposed{"2026Q3", bet("third", "orders")},
      BetProposed{"2026Q3", bet("fourth", "reach")},
      BetAmended{bet("first", "value"), "nearer to the money"},
      BetWithdrawn{"third", ""},
      CycleOpened{cycle("2026Q3", "revenue >= 125k")},
      BetStarted{"first", day("2026-07-13")},
      BetDelivered{"first", day("2026-08-03"), 0.8},
      BetStarted{"second", day("2026-07-20")},
      BetStopped{"second", day("2026-08-10"), "no lift after three weeks"},
      actuals("orders", {{day("2026-06-15"), 100}, {day("2026-06-22"), 110.5}}),
      actuals("orders", {{day("2026-06-22"), 111}}),
      actuals("value", {{day("2026-06-15"), 0.1}, {day("2026-06-29"), -2.5e-7}}),
  };
}

std::vector<Event> learning_events(std::int64_t first_seq) {
  return {
      ExperimentRecorded{{"first",
                          "",
                          "value",
                          0.02,
                          0.01,
                          {{1000, 50, 990, 61}},
                          0.5,
                          day("2026-08-20"),
                          "A/B readout 41"}},
      ExperimentRecorded{
          {"", "reach->orders", "orders", 0.3, 0.1, {}, 1, day("2026-08-21"), "geo test"}},
      ExperimentWithdrawn{first_seq + 1, "the wrong region"},
      PriorsLearned{{"tests.csv", "laplace", 812, 0.25, 0.2, 0.3, 0.125, 0, 0.04}},
  };
}

std::vector<Event> closing_events() {
  Node to = Node::mapping().add("real", Node::scalar("0.8"));
  Node evidence = Node::mapping().add("id", Node::string("L1")).add("to", std::move(to));
  return {ReviewDecided{{"2026Q3",
                         "L1",
                         "reach->orders",
                         Ruling::accepted,
                         "two launches agree",
                         std::move(evidence)}},
          ReviewDecided{
              {"2026Q3", "L1", "reach->orders", Ruling::annotated, "look again", Node::mapping()}},
          CycleClosed{{"2026Q3",
                       8,
                       "2026Q4",
                       {"fourth"},
                       "",
                       Node::mapping().add("links", Node::sequence({}))}}};
}

std::vector<Event> optimism_events() {
  Optimism on;
  on.team = "growth";
  on.factor = make(Quantiles{{0.1, 0.5, 0.9}, {0.4, 0.7, 1.1}, 0, {}});
  on.spread = 1.5;
  on.source = "steward";
  on.because = "as in spring";
  Optimism off;
  off.is_on = false;
  off.source = "steward";
  off.because = "they count in pilots now";
  return {OptimismSet{on}, OptimismSet{off}};
}

CycleCommitted commit_of(const std::string& cycle, const Head& head) {
  Commit commit;
  commit.cycle = cycle;
  commit.head_seq = head.seq;
  commit.head_hash = head.hash;
  commit.data_cut = day("2026-06-28");
  commit.seed = 18'446'744'073'709'551'615U;
  commit.runs = 10'000;
  commit.plan_sha256 = std::string(64, 'a');
  commit.forecast_sha256 = std::string(64, 'b');
  commit.version = "0.1.0";
  commit.baselines = Node::mapping().add("orders", Node::sequence({Node::scalar("0.1")}));
  commit.summary = Node::mapping().add("probability", Node::scalar("0.625"));
  return {commit};
}

namespace {

std::string seqs(const std::vector<std::int64_t>& entries) {
  return fmt::format("[{}]", fmt::join(entries, " "));
}

std::string shown(const std::optional<Day>& on) {
  return on ? format_day(*on) : "-";
}

}  // namespace

Entry next_entry(const Book& book, Event event) {
  Entry entry;
  entry.seq = book.head_seq + 1;
  entry.recorded_at = stamp().at;
  entry.actor = "steward";
  entry.previous = book.head_seq == 0 ? std::string(64, '0') : book.head_hash;
  entry.hash = fmt::format("{:0>64}", entry.seq);
  entry.event = std::move(event);
  return entry;
}

std::string fingerprint(const Book& book) {
  const tree::TreeSpec& tree = book.tree;
  std::string text =
      fmt::format("{} {} {} {}\n", book.ledger_id, book.title, book.head_seq, book.head_hash);
  text += fmt::format("{} {} {} {} {} {}\n",
                      tree.title,
                      tree.focus,
                      name(tree.period),
                      tree.confidence.high.value(),
                      tree.confidence.medium.value(),
                      tree.confidence.low.value());
  for (const tree::Metric& m : tree.metrics) {
    text += write_json(encode(MetricDefined{m})) + "\n";
  }
  for (const tree::Link& l : tree.links) {
    text += write_json(encode(LinkDefined{l})) + "\n";
  }
  for (const tree::Occasion& o : tree.occasions) {
    text += write_json(encode(OccasionDefined{o})) + "\n";
  }
  for (const auto& [key, entries] : book.tree_entries) {
    text += key + " " + seqs(entries) + "\n";
  }
  for (const auto& [key, record] : book.bets) {
    text += fmt::format("{} {} {} {} {} {} {} {}\n",
                        write_json(encode(BetProposed{record.cycle, record.terms})),
                        name(record.status),
                        shown(record.started_on),
                        shown(record.delivered_on),
                        record.delivered_share,
                        shown(record.stopped_on),
                        key,
                        seqs(record.entries));
  }
  for (const auto& [key, record] : book.cycles) {
    text +=
        write_json(encode(BetsDescribed{key, record.capacity_person_weeks, record.bets})) + "\n";
    if (record.cycle.timeline.count > 0) {
      text += write_json(encode(CycleOpened{record.cycle})) + "\n";
    }
    for (const Commit& commit : record.commits) {
      text += write_json(encode(CycleCommitted{commit})) + "\n";
    }
    for (const DecisionRecord& decided : record.decisions) {
      text += fmt::format("{} {} {} {}\n",
                          decided.seq,
                          decided.approver,
                          format_instant(decided.at),
                          write_json(encode(ReviewDecided{decided.decision})));
    }
    if (record.closed) {
      text += fmt::format("{} {} {} {}\n",
                          record.closed->seq,
                          record.closed->actor,
                          format_instant(record.closed->at),
                          write_json(encode(CycleClosed{record.closed->close})));
    }
  }
  for (const ExperimentRecord& record : book.experiments) {
    text += fmt::format("{} {} {}\n",
                        record.seq,
                        write_json(encode(ExperimentRecorded{record.experiment})),
                        record.withdrawn_because.value_or("-"));
  }
  if (book.prior) {
    text += write_json(encode(PriorsLearned{*book.prior})) + "\n";
  }
  for (const auto& [team, optimism] : book.optimism) {
    text += write_json(encode(OptimismSet{optimism})) + "\n";
  }
  for (const auto& [key, values] : book.actuals) {
    for (const auto& [on, recorded] : values) {
      text += key + " " + format_day(on);
      for (const Recorded& one : recorded) {
        text += fmt::format(" {}@{}", format_number(one.value), one.seq);
      }
      text += "\n";
    }
  }
  return text;
}

Ledger make_ledger(const fs::path& file) {
  // Written once, as it would be by a person; copied from then on, since every append waits for the
  // disk.
  static const std::string bytes = [] {
    const ScratchFolder folder;
    const fs::path made = folder / "made.db";
    {
      Ledger ledger = Ledger::create(made, {"Shop", "nonce-1"}, stamp());
      int second = 0;
      for (const Event& event : one_of_each()) {
        const auto written = ledger.append({event}, stamp(++second));
        BET_EXPECT(written.has_value());
      }
    }
    return read_file(made);
  }();
  std::ofstream{file, std::ios::binary} << bytes;
  return Ledger::open(file, Ledger::Mode::write);
}

std::string codes_of(const Diagnostics& findings) {
  std::string text;
  for (const Diagnostic& finding : findings) {
    text += (text.empty() ? "" : " ") + finding.code;
  }
  return text;
}

}  // namespace betledger::ledger
