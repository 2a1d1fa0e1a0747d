// rank, forecast
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/interruption.h"
#include "cli/process/progress.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/simulation.h"
#include "core/number.h"
#include "core/text.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/standing/experiments_outside.h"
#include "reports/plan/forecast_report.h"
#include "reports/plan/rank_report.h"
#include "scenarios/change.h"
#include "scenarios/rank.h"

namespace betledger::cli {
namespace {

/// `high=0.9,medium=0.6,low=0.3`: all three words.
Result<tree::ConfidenceScale> confidence_option(const Call& call) {
  tree::ConfidenceScale scale;
  std::vector<std::pair<std::string, Probability*>> words{
      {"high", &scale.high}, {"medium", &scale.medium}, {"low", &scale.low}};
  std::size_t read = 0;
  for (const std::string& item : call.arguments.list("confidence")) {
    const std::size_t equals = std::min(item.find('='), item.size());
    const auto value =
        parse_number(item.substr(std::min(equals + 1, item.size())), NumberKind::fraction);
    const auto word = std::find_if(words.begin(), words.end(), [&](const auto& known) {
      return known.first == item.substr(0, equals);
    });
    if (word == words.end() || word->second == nullptr || !value || *value < 0 || *value > 1) {
      return call.arguments.complaint(
          "confidence",
          "U005",
          fmt::format("--confidence takes a probability for high, medium and low, not `{}`", item),
          "write it as high=0.9,medium=0.6,low=0.3");
    }
    *word->second = Probability{*value};
    word->second = nullptr;  // each word once
    ++read;
  }
  if (read != words.size() || scale.high < scale.medium || scale.medium < scale.low) {
    return call.arguments.complaint("confidence",
                                    "U005",
                                    "--confidence needs all three words, none above the one before",
                                    "write it as high=0.9,medium=0.6,low=0.3");
  }
  return scale;
}

Result<std::vector<scenarios::Change>> changes_of(const Call& call) {
  std::vector<scenarios::Change> changes;
  for (std::string& bet : call.arguments.list("drop")) {
    changes.emplace_back(scenarios::DropBet{std::move(bet)});
  }
  for (std::string& bet : call.arguments.list("fund")) {
    changes.emplace_back(scenarios::FundBet{std::move(bet)});
  }
  if (call.arguments.has("confidence")) {
    const auto scale = confidence_option(call);
    if (!scale) {
      return scale.error();
    }
    changes.emplace_back(scenarios::RescaleConfidence{*scale});
  }
  return changes;
}

/// The ledger with its book as of --as-of, or now.
Result<Session> session_of(const Call& call) {
  auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  if (!call.arguments.has("as-of")) {
    return session;
  }
  const auto seq = static_cast<std::int64_t>(call.arguments.count("as-of", 0));
  if (seq > session->book.head_seq) {
    return call.arguments.complaint(
        "as-of",
        "U019",
        fmt::format("there is no entry {}: the head is {}", seq, session->book.head_seq),
        "`betledger log` shows the entries");
  }
  session.value().book = session->ledger.book(seq);
  return session;
}

Result<ExitCode> run_forecast(const Call& call) {
  const auto session = session_of(call);
  if (!session) {
    return session.error();
  }
  auto plan = plan_of(call, session->book, "cycle");
  if (!plan) {
    return plan.error();
  }
  call.console.warn(
      forecast::notes_on_experiments(session->book, books_of(session.value()), *plan));
  const auto changes = changes_of(call);
  if (!changes) {
    return changes.error();
  }
  auto changed = scenarios::apply(std::move(plan).value(), *changes);
  if (!changed) {
    return changed.error();
  }
  const auto executor = executor_of(call);
  const Interruption interruption;
  Progress progress{call.console};
  const auto forecast = forecast::make_forecast(
      std::move(changed).value(),
      automatic_settings_of(call),
      *executor,
      {[&](std::uint64_t done, std::uint64_t most) { progress.show(done, most); },
       &interruption.asked_for()});
  progress.clear();
  if (!forecast) {
    return forecast.error();
  }
  print(call, *forecast, provenance_of(session->book));
  if (forecast->interrupted) {
    call.console.err(
        fmt::format("interrupted: this is what {} runs say\n", forecast->settings.runs));
    return ExitCode::interrupted;
  }
  return ExitCode::fine;
}

Command forecast_command() {
  return {
      .name = "forecast",
      .summary = "the focus metric with and without the bets, P(target), what each bet is worth",
      .description =
          "Simulates the cycle and shows the plan page: the fan of the focus metric with and "
          "without "
          "the bets, the chance to reach the target, what each bet adds (leave-one-out and "
          "Shapley), the overlap, the tornado and which bet, link or baseline carries the risk.\n\n"
          "--drop, --fund and --confidence ask what if: all other random numbers stay the same, so "
          "differences are exact. Nothing is recorded.",
      .options = std::vector<Option>{cycle_option()} + simulation_options(RunsChoice::automatic) +
                 std::vector<Option>{{.name = "drop",
                                      .kind = ValueKind::list,
                                      .value = "BETS",
                                      .summary = "leave these bets out",
                                      .repeats = true},
                                     {.name = "fund",
                                      .kind = ValueKind::list,
                                      .value = "BETS",
                                      .summary = "take these bets in from the cut list",
                                      .repeats = true},
                                     {.name = "confidence",
                                      .kind = ValueKind::list,
                                      .value = "SCALE",
                                      .summary = "read the words as high=P,medium=P,low=P"},
                                     {.name = "as-of",
                                      .kind = ValueKind::count,
                                      .value = "SEQ",
                                      .summary = "the ledger as of this entry",
                                      .fallback = "its head",
                                      .least = 1,
                                      .most = std::numeric_limits<std::int64_t>::max()},
                                     format_option()},
      .examples = {{"betledger forecast", "The plan page of the open cycle."},
                   {"betledger forecast --drop second_shift --format json",
                    "What if one bet is left out, for a program."}},
      .run = run_forecast};
}

Result<ExitCode> run_rank(const Call& call) {
  const auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  const auto plan = plan_of(call, session->book, "cycle");
  if (!plan) {
    return plan.error();
  }
  const auto settings = settings_of(call);
  const auto executor = executor_of(call);
  const auto ranking = scenarios::rank(*plan, settings, *executor);
  if (!ranking) {
    return ranking.error();
  }
  print(call, reports::RankPage{*ranking, *plan, settings}, provenance_of(session->book));
  return ExitCode::fine;
}

Command rank_command() {
  return {
      .name = "rank",
      .summary = "the bets by impact x confidence / effort, with RICE and ICE beside it",
      .description =
          "Ranks funded and unfunded bets of the cycle, each alone on top of nothing: its expected "
          "uplift of the focus metric per person-week, simulated. Shows which scores cannot be "
          "told "
          "apart, how the order changes under other readings of high, medium and low, and the "
          "order "
          "that RICE gives.",
      .options = std::vector<Option>{cycle_option()} + simulation_options(RunsChoice::number) +
                 std::vector<Option>{format_option()},
      .examples = {{"betledger rank", "The bets of the open cycle."}},
      .run = run_rank};
}

}  // namespace

std::vector<Command> forecast_commands() {
  return {rank_command(), forecast_command()};
}

}  // namespace betledger::cli
