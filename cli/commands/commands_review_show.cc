// review, review show
#include <utility>

#include "cli/commands/commands.h"
#include "cli/session/review.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/standing.h"
#include "reports/learn/review_report.h"

namespace betledger::cli {
namespace {

Result<ExitCode> run_review(const Call& call) {
  auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  const auto review = review_of(call, session.value(), true);
  if (!review) {
    return review.error();
  }
  print(call, *review, provenance_of(session->book));
  return ExitCode::fine;
}

Command review_command(std::string name) {
  return {
      .name = std::move(name),
      .summary = "what a cycle taught: forecast against actual, verdicts, link proposals",
      .description =
          "Scores the locked forecast against what came, judges every bet (validated, exceeded, "
          "hypothesis failure, link failure, execution failure, inconclusive, not separable) and "
          "proposes what to do with every link, each with its evidence and the rule that gave it. "
          "Earlier cycles of the ledger count: for hardening a link, and for how people's beliefs "
          "compare with what came. Nothing is changed.\n\n"
          "Before the end of the cycle it judges by what was seen so far.",
      .options = standing_options() + sampler_options() + std::vector<Option>{format_option()},
      .examples = {{"betledger review", "What the cycle taught."},
                   {"betledger review show --cycle 2011Q3 --format markdown",
                    "The same of a cycle by name, to paste."}},
      .run = run_review};
}

}  // namespace

std::vector<Command> review_show_commands() {
  return {review_command("review"), review_command("review show")};
}

}  // namespace betledger::cli
