// review accept, reject, annotate
#include <algorithm>

#include <fmt/format.h>

#include "cli/command_table.h"
#include "cli/lookup.h"
#include "cli/review.h"
#include "cli/session.h"
#include "cli/simulation.h"
#include "cli/standing.h"
#include "cli/version.h"
#include "core/number.h"
#include "core/text.h"
#include "forecast/learned_link.h"

namespace betledger::cli {

namespace {

using ledger::Ruling;

/// Cycles before this one in which a link was decided on with evidence.
forecast::ReviewContext context_of(const ledger::Book& book, const std::string& cycle) {
  forecast::ReviewContext context;
  const auto own = book.cycles.find(cycle);
  for (const auto& [key, record] : book.cycles) {
    const bool is_earlier =
        own == book.cycles.end() || record.cycle.timeline.start < own->second.cycle.timeline.start;
    if (key == cycle || !is_earlier || !record.closed) {
      continue;
    }
    for (const ledger::DecisionRecord& one : record.decisions) {
      const auto seen = forecast::accepted_in(one.decision.evidence);
      if (seen && seen->link == one.decision.link) {
        auto& cycles = context.earlier_cycles[seen->link];
        cycles = std::max(cycles, seen->cycles);
      }
    }
  }
  return context;
}

}  // namespace

Result<forecast::Review> review_of(const Call& call, Session& session) {
  Diagnostics warnings;
  auto standing = standing_of(call, session, warnings);
  if (!standing) {
    return standing.error();
  }
  const auto context = context_of(session.book, standing->locked.cycle.key);
  const auto executor = executor_of(call);
  forecast::GapSettings settings = gap_settings_of(call);
  settings.wants_actions = false;
  return forecast::make_review(std::move(standing).value(), settings, context, *executor);
}

namespace {

Result<forecast::LinkProposal> find_proposal(const Call& call, const forecast::Review& review) {
  const std::string id = call.arguments.text("ID");
  std::vector<std::string> known;
  for (const forecast::LinkProposal& proposal : review.proposals) {
    if (proposal.id == id || proposal.link == id) {
      return proposal;
    }
    known.push_back(proposal.id);
  }
  return call.arguments.complaint(
      "ID",
      "U031",
      fmt::format("the review of {} has no proposal {}", review.gap.standing.commit.cycle, id),
      suggestion(id,
                 known,
                 known.empty() ? "the tree has no links" : "its proposals: " + join(known, ", ")));
}

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
  const auto review = review_of(call, session.value());
  if (!review) {
    return review.error();
  }
  const auto proposal = find_proposal(call, *review);
  if (!proposal) {
    return proposal.error();
  }
  const ledger::Decision decision{review->gap.standing.commit.cycle,
                                  proposal->id,
                                  proposal->link,
                                  ruling,
                                  call.arguments.text("because"),
                                  evidence_of(*review, *proposal, std::string{version()})};
  const auto entries = record(call, session.value(), {ledger::ReviewDecided{decision}});
  if (!entries) {
    return entries.error();
  }
  call.console.out(line_of(ruling, *proposal));
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
