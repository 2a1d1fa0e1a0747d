#include "cli/session/standing.h"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "cli/session/shared_options.h"

namespace betledger::cli {

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

forecast::GapSettings gap_settings_of(const Call& call) {
  forecast::GapSettings settings;
  settings.landing.seed = call.arguments.count("seed", settings.landing.seed);
  const std::uint64_t particles = call.arguments.count("particles", settings.landing.particles);
  settings.landing.particles = static_cast<std::uint32_t>((particles + 255) / 256 * 256);
  return settings;
}

std::vector<Option> sampler_options() {
  return {{.name = "particles",
           .kind = ValueKind::count,
           .value = "N",
           .summary = "of the posterior, in steps of 256",
           .fallback = "4096",
           .least = 256,
           .most = 65536},
          seed_option(),
          threads_option(),
          executor_option()};
}

}  // namespace betledger::cli
