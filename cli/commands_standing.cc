// standing
#include <map>
#include <utility>

#include <fmt/format.h>

#include "cli/command_table.h"
#include "cli/lookup.h"
#include "cli/standing.h"
#include "reports/standing_report.h"

namespace betledger::cli {
namespace {

Result<ExitCode> run_standing(const Call& call) {
  auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  Diagnostics warnings;
  const auto standing = standing_of(call, session.value(), warnings);
  if (!standing) {
    return standing.error();
  }
  print(call, reports::StandingPage{*standing, warnings}, provenance_of(session->book));
  return ExitCode::fine;
}

}  // namespace

std::vector<Option> standing_options() {
  return {cycle_option(),
          {.name = "as-of",
           .kind = ValueKind::day,
           .value = "DATE",
           .summary = "the day to stand on: nothing dated later is known",
           .fallback = "the last day of the newest period with actuals"},
          {.name = "recorded-by",
           .kind = ValueKind::day,
           .value = "DATE",
           .summary = "read the ledger as it was on the evening of that day (UTC)",
           .fallback = "all of it"}};
}

std::vector<forecast::Standing> past_standings(
    const Call& call,
    Session& session,
    std::optional<Day> recorded_by,
    const std::function<bool(const ledger::CycleRecord&)>& counts) {
  std::map<Day, const ledger::CycleRecord*> cycles;
  for (const auto& [key, record] : session.book.cycles) {
    if (!record.commits.empty() && counts(record)) {
      cycles.emplace(record.cycle.timeline.start, &record);
    }
  }
  std::vector<forecast::Standing> standings;
  for (const auto& [start, record] : cycles) {
    Diagnostics said_then;
    auto past = forecast::make_standing(
        session.book,
        [&session](std::int64_t seq) { return session.ledger.book(seq); },
        {.cycle = record->cycle.key,
         .as_of = record->cycle.timeline.last_day(),
         .recorded_by = recorded_by},
        said_then);
    if (past) {
      standings.push_back(std::move(past.value()));
    } else {
      call.console.warn(past.error());
    }
  }
  return standings;
}

Result<forecast::Standing> standing_of(const Call& call, Session& session, Diagnostics& warnings) {
  const auto recorded_by = call.arguments.day("recorded-by");
  if (recorded_by) {
    session.book = session.ledger.book(session.ledger.seq_by(*recorded_by));
  }
  const auto as_of = call.arguments.day("as-of");
  if (as_of && *as_of > today(call)) {
    warnings.push_back(
        {"U034",
         Severity::warning,
         {},
         {},
         fmt::format("{} has not come: today is {}", format_day(*as_of), format_day(today(call))),
         "periods until then without a value count as missing"});
  }
  const auto found = forecast::make_standing(
      session.book,
      [&session](std::int64_t seq) { return session.ledger.book(seq); },
      {.cycle = call.arguments.text("cycle"), .as_of = as_of, .recorded_by = recorded_by},
      warnings);
  call.console.warn(warnings);
  return found;
}

std::vector<Command> standing_commands() {
  return {{.name = "standing",
           .summary = "what is known of a cycle under way: values, late, missing; bets",
           .description =
               "Shows what a day of the cycle knows, against the plan of record: per metric the "
               "periods with values, missing, revised and silent, per bet whether it was "
               "delivered, how late, whether it is overdue, and its kill rule. A period counts "
               "once it is over. --as-of is a day of the data, --recorded-by one of the ledger.",
           .options = standing_options() + std::vector<Option>{format_option()},
           .examples = {{"betledger standing --as-of 2011-08-14", "What mid-cycle knew."},
                        {"betledger standing --as-of 2011-08-14 --recorded-by 2011-08-15",
                         "The same without what came late or was revised."}},
           .run = run_standing}};
}

}  // namespace betledger::cli
