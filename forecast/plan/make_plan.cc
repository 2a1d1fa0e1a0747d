#include "forecast/plan/make_plan.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "forecast/plan/mistake.h"
#include "forecast/plan/optimism.h"
#include "forecast/plan/plan_checks.h"
#include "forecast/plan/plan_history.h"

namespace betledger::forecast {
namespace {

void append(Diagnostics& all, Diagnostics more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

std::vector<std::string> open_cycles(const ledger::Book& book) {
  std::vector<std::string> open;
  for (const auto& [key, record] : book.cycles) {
    if (book.is_open(key)) {
      open.push_back(key);
    }
  }
  return open;
}

/// The cycle that was asked for, or the only one there is to ask for.
const ledger::CycleRecord* choose_cycle(const ledger::Book& book,
                                        const std::string& asked,
                                        Diagnostics& errors) {
  const std::vector<std::string> open = open_cycles(book);
  const std::string way_out = "betledger cycle open 2026Q3 --target \"METRIC >= NUMBER\"";
  if (asked.empty()) {
    if (open.size() == 1) {
      return &book.cycles.at(open.front());
    }
    errors.push_back(
        open.empty() ? mistake("B002", {}, "no cycle is open", "open one: " + way_out)
                     : mistake("B002",
                               {},
                               fmt::format("{} cycles are open: {}", open.size(), join(open, ", ")),
                               fmt::format("say which one, as in --cycle {}", open.front())));
    return nullptr;
  }
  const auto found = book.cycles.find(asked);
  if (found != book.cycles.end() && book.is_open(asked)) {
    return &found->second;
  }
  if (book.is_closed(asked)) {
    errors.push_back(mistake("B003",
                             {},
                             fmt::format("cycle '{}' is closed", asked),
                             fmt::format("betledger cycle show {} has its plan of record", asked)));
    return nullptr;
  }
  if (found != book.cycles.end()) {
    errors.push_back(mistake("B003",
                             {},
                             fmt::format("cycle '{}' is not open", asked),
                             fmt::format("open it: betledger cycle open {}", asked)));
    return nullptr;
  }
  errors.push_back(
      mistake("B002",
              {},
              fmt::format("there is no cycle '{}'", asked),
              suggest(asked,
                      open,
                      open.empty() ? "open one: " + way_out : "open cycles: " + join(open, ", "))));
  return nullptr;
}

std::optional<tree::MetricTree> build_tree(const ledger::Book& book, Diagnostics& errors) {
  if (book.tree.metrics.empty()) {
    errors.push_back(mistake("B001",
                             {},
                             "the ledger has no metric tree yet",
                             "write one and record it: betledger apply tree.yaml"));
    return std::nullopt;
  }
  auto built = tree::MetricTree::build(book.tree);
  if (!built) {
    append(errors, built.error());
    return std::nullopt;
  }
  return std::move(built).value();
}

bool is_under_way(const ledger::BetRecord& record) {
  return record.status == ledger::BetStatus::started ||
         record.status == ledger::BetStatus::delivered;
}

void take_bets(const ledger::Book& book, const ledger::CycleRecord& cycle, Plan& plan) {
  for (const std::string& key : cycle.bets) {
    const auto found = book.bets.find(key);
    if (found == book.bets.end() || found->second.status == ledger::BetStatus::withdrawn) {
      continue;
    }
    const ledger::BetRecord& record = found->second;
    // What is being built is funded, whatever the sheet says by now.
    const bool funded = record.terms.funded || is_under_way(record);
    (funded ? plan.bets : plan.cut).push_back(record);
  }
}

/// A tree that went from weeks to months leaves its open cycles behind.
void check_periods(const Plan& plan, Diagnostics& errors) {
  const PeriodKind counted = plan.cycle.timeline.kind;
  const PeriodKind wanted = plan.tree.spec().period;
  if (counted != wanted) {
    errors.push_back(mistake("B014",
                             plan.tree.spec().at,
                             fmt::format("cycle '{}' counts in {}s, the tree in {}s",
                                         plan.cycle.key,
                                         name(counted),
                                         name(wanted)),
                             "open a new cycle, or give the tree its period back"));
  }
}

/// The day the history is read to; nothing if the request makes no sense for the cycle.
std::optional<Day> cut_day(const PlanRequest& request,
                           const Timeline& timeline,
                           Diagnostics& errors) {
  const Day before = timeline.start - std::chrono::days{1};
  const Day asked = request.data_through.value_or(before);
  if (asked > before) {
    errors.push_back(mistake(
        "B011",
        {},
        fmt::format("the data would be cut on {}, inside the cycle that starts on {}",
                    format_day(asked),
                    format_day(timeline.start)),
        fmt::format("a plan uses data up to {} at most; `betledger gap` reads the weeks after",
                    format_day(before))));
    return std::nullopt;
  }
  return asked;
}

std::optional<Day> last_day_of(const tree::History& history) {
  std::optional<Day> last;
  for (const auto& [key, series] : history) {
    const Day end = series.start_of(static_cast<int>(series.values.size())) - std::chrono::days{1};
    last = last ? std::max(*last, end) : end;
  }
  return last;
}

/// Needed bets that are not in the plan may have been delivered in an earlier cycle.
Delivered delivered_in(const ledger::Book& book) {
  return [&book](const std::string& bet) {
    const auto found = book.bets.find(bet);
    return found != book.bets.end() && found->second.delivered_on.has_value();
  };
}

}  // namespace

Result<Plan> make_plan(const ledger::Book& book,
                       const PlanRequest& request,
                       Diagnostics& warnings) {
  Diagnostics errors;
  const ledger::CycleRecord* cycle = choose_cycle(book, request.cycle, errors);
  auto tree = build_tree(book, errors);
  if (cycle == nullptr || !tree) {
    return errors;
  }
  Plan plan{book.ledger_id,
            book.head_seq,
            book.head_hash,
            cycle->cycle,
            cycle->capacity_person_weeks,
            std::move(*tree),
            {},
            {},
            {},
            {},
            {}};
  take_bets(book, *cycle, plan);
  plan.optimism = optimism_in(book, plan);
  note_offer(book, plan, warnings);
  check_periods(plan, errors);
  append(errors, check_goals(plan.tree, plan.cycle));
  append(errors, check_effects(plan.tree, plan.bets));
  append(errors, check_effects(plan.tree, plan.cut));
  append(errors, check_portfolio(plan.bets, delivered_in(book)));
  const auto day = cut_day(request, plan.cycle.timeline, errors);
  if (day && plan.cycle.timeline.kind == plan.tree.spec().period) {
    plan.history = usable_history(plan.tree, book.history(*day), warnings);
    plan.data_cut = last_day_of(plan.history);
    append(errors, check_history(plan, warnings));
  }
  if (has_error(errors)) {
    return errors;
  }
  return plan;
}

}  // namespace betledger::forecast
