#include "cli/session/standing.h"

#include "cli/session/shared_options.h"
#include "forecast/standing/make_standing.h"

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

forecast::StandingRequest standing_request(const Call& call, Session& session) {
  const auto recorded_by = call.arguments.day("recorded-by");
  if (recorded_by) {
    session.book = session.ledger.book(session.ledger.seq_by(*recorded_by));
  }
  return {.cycle = call.arguments.text("cycle"),
          .as_of = call.arguments.day("as-of"),
          .recorded_by = recorded_by,
          .today = today(call)};
}

Result<forecast::Standing> standing_of(const Call& call, Session& session, Diagnostics& warnings) {
  const auto request = standing_request(call, session);
  auto found = forecast::make_standing(session.book, books_of(session), request, warnings);
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
