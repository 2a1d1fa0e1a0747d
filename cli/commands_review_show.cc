// review, review show
#include <utility>

#include "cli/command_table.h"
#include "cli/lookup.h"
#include "cli/review.h"
#include "cli/session.h"
#include "cli/simulation.h"
#include "cli/standing.h"
#include "forecast/review/earlier_cycles.h"
#include "reports/review_report.h"

namespace betledger::cli {
namespace {

/// Of cycles that were committed and over when this one started, oldest first.
std::vector<forecast::BeliefOutcome> earlier_beliefs(const Call& call,
                                                     Session& session,
                                                     const forecast::Standing& standing,
                                                     const forecast::GapSettings& settings,
                                                     sim::Executor& executor) {
  const auto was_over = [&](const ledger::CycleRecord& record) {
    return record.cycle.timeline.last_day() < standing.locked.cycle.timeline.start;
  };
  std::vector<forecast::BeliefOutcome> readouts;
  for (const forecast::Standing& past :
       past_standings(call, session, standing.recorded_by, was_over)) {
    for (forecast::BeliefOutcome& one : forecast::effect_readouts(past, settings, executor)) {
      readouts.push_back(std::move(one));
    }
  }
  return readouts;
}

Result<ExitCode> run_review(const Call& call) {
  auto session = open_ledger(call, ledger::Ledger::Mode::read);
  if (!session) {
    return session.error();
  }
  const auto review = review_of(call, session.value(), Past::beliefs);
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

Result<forecast::Review> review_of(const Call& call, Session& session, Past past) {
  Diagnostics warnings;
  auto standing = standing_of(call, session, warnings);
  if (!standing) {
    return standing.error();
  }
  forecast::ReviewContext context;
  const std::string& cycle = standing->locked.cycle.key;
  context.earlier_cycles = forecast::cycles_with_evidence(session.book, cycle);
  context.decisions = session.book.cycles.at(cycle).decisions;
  context.latest_rules = session.book.tree.review;
  context.wants_experiments = past == Past::beliefs;
  const auto executor = executor_of(call);
  forecast::GapSettings settings = gap_settings_of(call);
  settings.wants_actions = false;
  if (past == Past::beliefs) {
    context.earlier = earlier_beliefs(call, session, *standing, settings, *executor);
  }
  return forecast::make_review(std::move(standing).value(), settings, context, *executor);
}

std::vector<Command> review_show_commands() {
  return {review_command("review"), review_command("review show")};
}

}  // namespace betledger::cli
