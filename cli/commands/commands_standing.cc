// standing
#include "cli/commands/commands.h"
#include "cli/session/shared_options.h"
#include "cli/session/standing.h"
#include "reports/quarter/standing_report.h"

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
