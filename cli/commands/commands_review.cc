// review accept, reject, annotate

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/process/version.h"
#include "cli/session/at_words.h"
#include "cli/session/review.h"
#include "cli/session/session.h"
#include "cli/session/shared_options.h"
#include "cli/session/standing.h"
#include "core/number.h"
#include "forecast/review/link_decision.h"

namespace betledger::cli {

namespace {

using ledger::Ruling;

std::string line_of(Ruling ruling, const forecast::LinkProposal& proposal) {
  return fmt::format("{} {} ({}): {}, P(real) {} -> {}\n",
                     name(ruling),
                     proposal.id,
                     proposal.link,
                     name(proposal.action),
                     format_percent(proposal.real_from, 0),
                     format_percent(proposal.real_to.probability, 0));
}

Result<ExitCode> decide(const Call& call, Ruling ruling) {
  auto session = open_ledger(call, ledger::Ledger::Mode::write);
  if (!session) {
    return session.error();
  }
  expect_head(call, session->book);
  const auto review = review_of(call, session.value(), false);
  if (!review) {
    return review.error();
  }
  const auto decided = forecast::decide(*review,
                                        {.proposal = call.arguments.text("ID"),
                                         .ruling = ruling,
                                         .because = call.arguments.text("because"),
                                         .version = std::string{version()}});
  if (!decided) {
    return at_words(call, decided.error(), {{"proposal", "ID"}});
  }
  const auto entries = record(call, session.value(), decided->events);
  if (!entries) {
    return entries.error();
  }
  call.console.out(line_of(ruling, decided->proposal));
  if (ruling == Ruling::accepted && !changes_link(decided->proposal.action)) {
    call.console.say("the link stays as it is: there is too little news to write into it\n");
  }
  return ExitCode::fine;
}

Result<ExitCode> run_accept(const Call& call) {
  return decide(call, Ruling::accepted);
}
Result<ExitCode> run_reject(const Call& call) {
  return decide(call, Ruling::rejected);
}
Result<ExitCode> run_annotate(const Call& call) {
  return decide(call, Ruling::annotated);
}

Command decision_command(const char* verb, std::string summary, std::string description) {
  return {
      .name = std::string{"review "} + verb,
      .summary = std::move(summary),
      .description = std::move(description),
      .positionals = {{.name = "ID", .summary = "of the proposal: L3, or its link"}},
      .options = std::vector<Option>{because_option(true), cycle_option()} + sampler_options() +
                 writing_options(),
      .examples = {{fmt::format("betledger review {} L1 --because \"two quarters agree\"", verb),
                    "The first proposal."}}};
}

}  // namespace

std::vector<Command> review_commands() {
  const std::string kept =
      "The proposal is computed again and recorded as it is shown, with the reason, who decided "
      "and the entry it was computed from.";
  std::vector<Command> all{
      decision_command("accept",
                       "accept a proposal of the review, and say why",
                       "What is accepted is done when the cycle closes. " + kept +
                           " A later decision on the same proposal replaces it."),
      decision_command("reject",
                       "reject a proposal of the review, and say why",
                       "The link stays as it is. " + kept +
                           " A later decision on the same proposal replaces it."),
      decision_command("annotate",
                       "write a note on a proposal of the review",
                       "A note decides nothing. " + kept)};
  all[0].run = run_accept;
  all[1].run = run_reject;
  all[2].run = run_annotate;
  return all;
}

}  // namespace betledger::cli
