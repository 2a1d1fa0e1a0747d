#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "forecast/plan/variable_keys.h"
#include "forecast/review/decision_evidence.h"
#include "reports/learn/review_report.h"
#include "reports/page/figures.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using forecast::BetVerdict;
using forecast::LinkProposal;
using forecast::NextExperiment;
using forecast::Review;
using forecast::Verdict;

constexpr std::size_t most_rows = 12;

std::string strength(const inference::Belief& belief) {
  return median_with_range(belief.p10, belief.p50, belief.p90);
}

/// What became of a proposal; there is nothing to decide where nothing would change.
std::string decision_in_a_word(const LinkProposal& proposal) {
  if (const auto* const ruling = ruling_on(proposal)) {
    const std::string word{name(ruling->decision.ruling)};
    const auto shown = forecast::accepted_in(ruling->decision.evidence);
    // By another day the review may propose another thing: what was decided on is what counts.
    return shown && shown->action != proposal.action
               ? fmt::format("{}: {}", word, name(shown->action))
               : word;
  }
  return changes_link(proposal.action) ? "pending" : "-";
}

std::string shown_then(const ledger::DecisionRecord& record) {
  const auto shown = forecast::accepted_in(record.decision.evidence);
  return shown ? fmt::format(" Shown: {}, P(real) {} → {} as of {}.",
                             name(shown->action),
                             format_percent(shown->real_from, 0),
                             format_percent(shown->real_to, 0),
                             shown->as_of)
               : "";
}

void add_decisions(Document& page, const Review& review) {
  std::vector<std::string> items;
  for (const LinkProposal& proposal : review.proposals) {
    for (const ledger::DecisionRecord& one : proposal.decisions) {
      const bool is_replaced =
          one.decision.ruling != ledger::Ruling::annotated && ruling_on(proposal) != &one;
      items.push_back(fmt::format("{}: {} by {} on {} (entry {}{}): {}.{}",
                                  proposal.id,
                                  name(one.decision.ruling),
                                  one.approver,
                                  format_instant(one.at).substr(0, 10),
                                  one.seq,
                                  is_replaced ? ", replaced since" : "",
                                  one.decision.because,
                                  shown_then(one)));
    }
  }
  if (!items.empty()) {
    page.paragraph("Decided so far:");
    page.list(std::move(items));
  }
}

/// As `experiment record` takes it: a lift in per cent.
std::string size_of(const NextExperiment& experiment) {
  return experiment.action == tree::Action::lift ? format_rounded(100 * experiment.se, 2) + "%"
                                                 : format_rounded(experiment.se, 2);
}

std::string command_for(const NextExperiment& experiment) {
  const auto link = forecast::keys::link_of(experiment.what);
  return fmt::format(
      "betledger experiment record --{} {} --estimate X --se {} --source TEXT",
      link ? "link" : "bet",
      link ? "\"" + *link + "\"" : experiment.what.substr(experiment.what.find(':') + 1),
      experiment.se > 0 ? size_of(experiment) : "S");
}

/// "link:a->b" as people say it.
std::string in_words(std::string what) {
  const auto colon = what.find(':');
  return colon == std::string::npos ? what : what.replace(colon, 1, " ");
}

/// Those that come later in the ranking: each pair once.
std::vector<std::string> later_ties(const std::vector<NextExperiment>& ranked, std::size_t i) {
  std::vector<std::string> later;
  for (std::size_t j = i + 1; j < ranked.size(); ++j) {
    const auto& ties = ranked[i].tied_with;
    if (std::find(ties.begin(), ties.end(), ranked[j].what) != ties.end()) {
      later.push_back(in_words(ranked[j].what));
    }
  }
  return later;
}

/// The table of the best; what there is to say of them besides is added to `commands` and `ties`.
Table worth_table(const std::vector<NextExperiment>& ranked,
                  std::vector<std::string>& commands,
                  std::vector<std::string>& ties) {
  constexpr std::size_t most_commands = 3;
  Table table{{{"experiment on"},
               {"real", Align::right},
               {"worth", Align::right},
               {"turns", Align::right},
               {"size", Align::right},
               {"its worth", Align::right},
               {"decides"}},
              {}};
  for (std::size_t i = 0; i < std::min(ranked.size(), most_rows); ++i) {
    const NextExperiment& each = ranked[i];
    table.rows.push_back(
        {in_words(each.what),
         format_percent(each.belief.p_real, 0),
         fmt::format(
             "{} ± {}", format_rounded(each.worth.value, 3), format_rounded(each.worth.se, 2)),
         format_percent(each.worth.changes, 0),
         each.se > 0 ? size_of(each) : "-",
         each.se > 0 ? format_rounded(each.measured, 3) : "-",
         join(each.decides, ", ")});
    if (i < most_commands) {
      commands.push_back(command_for(each));
    }
    const auto later = later_ties(ranked, i);
    if (!later.empty()) {
      ties.push_back(in_words(each.what) + " and " + join(later, ", "));
    }
  }
  return table;
}

void add_worths(Document& page, const Review& review) {
  const auto& ranked = review.experiments->ranked;
  std::vector<std::string> commands;
  std::vector<std::string> ties;
  page.table(worth_table(ranked, commands, ties));
  if (ranked.size() > most_rows) {
    page.paragraph(fmt::format("And {} worth less.", counted(ranked.size() - most_rows, "other")));
  }
  const auto& tree = review.gap.standing.locked.tree;
  page.paragraph(fmt::format(
      "Worth is how much more {} a cycle's bets are expected to bring if somebody knows whether it "
      "is real before each bet is decided on again, at the going price of {} for a person-week "
      "(what the plan's bets bring on average); turns, the chance that the answer changes a "
      "decision. Size is the standard error of an experiment after which P(real) is expected to "
      "reach {} ({} where it is there already) if it is real; its worth is a lower bound.",
      tree.metric(tree.focus()).key,
      format_rounded(review.experiments->price, 3),
      format_percent(review.rules.sure, 0),
      format_percent(review.rules.harden_real, 0)));
  if (!ties.empty()) {
    page.paragraph("Worth the same, as far as the runs tell: " + join(ties, "; ") + ".");
  }
  page.paragraph(
      "These are for the coming cycle. Its gap and review count what is recorded after the commit "
      "of its plan; what is recorded before that has to be written into the terms. What comes of "
      "them is recorded by");
  page.list(std::move(commands));
}

}  // namespace

void add_proposals(Document& page, const Review& review) {
  if (review.proposals.empty()) {
    return;
  }
  page.heading("Links: what is proposed");
  Table table{{{"id"},
               {"link"},
               {"proposal"},
               {"real", Align::right},
               {"strength"},
               {"now, if real"},
               {"decision"}},
              {}};
  std::vector<std::string> reasons;
  for (const LinkProposal& p : review.proposals) {
    table.rows.push_back(
        {p.id,
         p.link,
         std::string{name(p.action)},
         format_percent(p.real_from, 0) +
             (p.is_informed ? " → " + share_percent(p.real_to.probability, p.real_to.se) : ""),
         strength(p.strength_from),
         strength(p.strength_to),
         decision_in_a_word(p)});
    reasons.push_back(p.id + ": " + p.because);
  }
  page.table(std::move(table));
  page.list(std::move(reasons));
  const auto& rules = review.rules;
  page.paragraph(fmt::format(
      "Harden needs {} that it is real, {} that its sign is right, and evidence in {} or an "
      "experiment; prune, less than {} that it is {} of the believed strength; raise and lower, {} "
      "bits learned. Nothing changes before somebody accepts it.",
      format_percent(rules.harden_real, 0),
      format_percent(rules.sign_certain, 1),
      counted(rules.harden_cycles, "cycle"),
      format_percent(rules.prune_below, 0),
      format_percent(rules.useful_share, 0),
      format_rounded(rules.news_bits, 2)));
  add_decisions(page, review);
}

void add_next(Document& page, const Review& review) {
  std::vector<std::string> items;
  for (const LinkProposal& proposal : review.proposals) {
    if (proposal.action == LinkProposal::Action::test_next) {
      items.push_back(
          fmt::format("link {} ({}): {}", proposal.link, proposal.id, proposal.because));
    }
  }
  for (const BetVerdict& verdict : review.verdicts) {
    if (verdict.verdict == Verdict::not_separable) {
      items.push_back(fmt::format(
          "bet {}: measure it alone, apart from {}", verdict.bet, join(verdict.tied_with, ", ")));
    }
  }
  page.heading("Next experiments");
  if (review.experiments && !review.experiments->ranked.empty()) {
    add_worths(page, review);
  } else if (review.experiments) {
    page.paragraph("No decision on a bet of this plan hangs on what is not known yet.");
  }
  if (!items.empty()) {
    page.paragraph("Besides:");
    page.list(std::move(items));
  }
}

}  // namespace betledger::reports
