#include "reports/quarter/gap_page.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/calendar.h"
#include "core/number.h"
#include "core/text.h"
#include "forecast/gap/plan_place.h"
#include "forecast/projection/committed.h"
#include "forecast/standing/broken_identity.h"
#include "ledger/book/cycle.h"
#include "reports/page/figures.h"

namespace betledger::reports {
namespace {

using forecast::Gap;
using forecast::Signal;

std::string points(double change, double se) {
  const double shown = std::abs(100 * change) < 0.05 ? 0.0 : 100 * change;
  return shown == 0 ? fmt::format("0.0 ± {:.1f} points", 100 * se)
                    : fmt::format("{:+.1f} ± {:.1f} points", shown, 100 * se);
}

std::vector<std::string> warnings_of(const Gap& gap) {
  std::vector<std::string> lines;
  for (const Signal& signal : gap.actions->signals.found) {
    if (signal.tier == Signal::Tier::warning) {
      lines.push_back(
          forecast::in_words(signal, gap.standing.locked.tree, gap.standing.locked.cycle.timeline));
    }
  }
  return lines;
}

std::string day_text(const Gap& gap, std::uint32_t period) {
  return format_day(gap.standing.locked.cycle.timeline.start_of(static_cast<int>(period)));
}

void add_lifts(Document& page, const Gap& gap) {
  Table table{{{"if only"}, {"moved by", Align::right}, {"from its own history"}}, {}};
  const std::string period{name(gap.standing.locked.cycle.timeline.kind)};
  for (const forecast::RequiredLift& lift : gap.actions->lifts) {
    const bool lifts = lift.action == sim::Action::lift;
    const std::string amount =
        !lift.amount ? "out of reach"
        : *lift.amount == 0
            ? "nothing more"
            : amount_text(*lift.amount, lifts ? tree::Action::lift : tree::Action::shift);
    const bool asks = lift.amount && *lift.amount != 0;
    table.rows.push_back({gap.actions->nodes[lift.node],
                          amount,
                          asks ? forecast::in_words(lift.record, period) : "-"});
  }
  if (!table.rows.empty()) {
    page.paragraph("What it would take to make the target as likely as not, by one metric alone:");
    page.table(std::move(table));
  }
}

}  // namespace

std::string in_words(const forecast::Idea& idea) {
  switch (idea.kind) {
    case forecast::Idea::Kind::fund:
      return idea.along.empty() ? "fund " + idea.bet
                                : "fund " + idea.bet + " with " + join(idea.along, ", ");
    case forecast::Idea::Kind::pull_forward:
      return "start " + idea.bet + " now";
    case forecast::Idea::Kind::scale:
      return fmt::format("deliver the other {:.0f}% of {}", 100 * idea.rest, idea.bet);
  }
  return {};
}

std::optional<bool> target_met(const Gap& gap) {
  const auto& target = gap.landing.target;
  if (!target || !forecast::is_known(gap, *gap.standing.locked.tree.find(target->metric))) {
    return std::nullopt;
  }
  return target->with.value > 0.5;
}

std::string cycle_in_title(const forecast::Standing& standing) {
  const std::string& key = standing.locked.cycle.key;
  return standing.closed_on ? fmt::format("{} (closed on {})", key, format_day(*standing.closed_on))
                            : key;
}

void add_commits(Document& page, const forecast::Standing& standing) {
  const auto sentences = forecast::in_words(standing.commits, standing.locked.cycle.timeline.kind);
  if (!sentences.empty()) {
    page.paragraph(join(sentences, " "));
  }
}

void add_place(Document& page, const Gap& gap) {
  const Timeline& timeline = gap.standing.locked.cycle.timeline;
  if (const auto place = forecast::focus_in_plan(gap)) {
    page.paragraph(in_words(*place, timeline.kind));
  }
  std::vector<std::string> broken;
  for (const auto& one : forecast::broken_identities(gap.standing)) {
    broken.push_back(in_words(one, timeline) + ".");
  }
  if (!broken.empty()) {
    page.paragraph(fmt::format(
        "Data to look at: actuals that miss their own formula by more than {:.0f}%, carried as "
        "unexplained.",
        100 * forecast::identity_tolerance));
    page.list(std::move(broken));
  }
}

void add_signals(Document& page, const Gap& gap) {
  if (!gap.actions) {
    return;
  }
  const auto& signals = gap.actions->signals;
  page.heading("Signals beyond noise");
  std::vector<std::string> lines = warnings_of(gap);
  if (signals.metrics == 0) {
    page.paragraph("None: no metric has actuals of this cycle to look at.");
    return;
  }
  if (lines.empty()) {
    page.paragraph(fmt::format(
        "None: all {} metrics looked at move within what the plan of record foresaw. A quarter "
        "that "
        "goes as planned raises a warning in {:.0f}% of cases, over all metrics and weeks.",
        signals.metrics,
        100 * signals.false_alarms));
    return;
  }
  page.list(std::move(lines));
  page.paragraph(fmt::format(
      "A quarter that goes as planned raises any warning in {:.0f}% of cases, over all {} metrics "
      "and all {}s.",
      100 * signals.false_alarms,
      signals.metrics,
      name(gap.standing.locked.cycle.timeline.kind)));
}

void add_advice(Document& page, const Gap& gap) {
  if (!gap.actions || gap.actions->decisions.empty()) {
    return;
  }
  page.heading("Stop, continue, double down");
  Table table{{{"bet"},
               {"advice"},
               {"still adds", Align::right},
               {"P(target) if stopped", Align::right},
               {"effort freed", Align::right}},
              {}};
  std::vector<std::string> reasons;
  for (const forecast::Decision& decision : gap.actions->decisions) {
    table.rows.push_back({decision.bet,
                          std::string{name(decision.advice)},
                          with_error(decision.left.mean, decision.left.se),
                          points(decision.target_if_stopped.mean, decision.target_if_stopped.se),
                          format_rounded(decision.effort, 3) + " pw"});
    if (decision.advice != forecast::Advice::go_on) {
      reasons.push_back(decision.bet + ": " + decision.why);
    }
  }
  page.table(std::move(table));
  if (!reasons.empty()) {
    page.list(std::move(reasons));
  }
  std::vector<std::string> kills;
  for (const forecast::KillJudgement& judgement : gap.actions->kill_rules) {
    if (judgement.answer.state != forecast::KillState::not_due) {
      kills.push_back(fmt::format(
          "{}: {} ({})", judgement.bet, name(judgement.answer.state), judgement.answer.why));
    }
  }
  if (!kills.empty()) {
    page.paragraph("Kill rules that are due, or that only people can judge:");
    page.list(std::move(kills));
  }
}

void add_candidates(Document& page, const Gap& gap) {
  if (!gap.actions) {
    return;
  }
  const auto& actions = *gap.actions;
  if (actions.candidates.empty() && actions.lifts.empty()) {
    return;
  }
  page.heading("What can still close the gap");
  Table table{{{"candidate"},
               {"P(target)", Align::right},
               {"focus metric", Align::right},
               {"effort", Align::right},
               {"latest useful start"}},
              {}};
  for (const forecast::Candidate& candidate : actions.candidates) {
    const auto& effect = candidate.starts.front().effect;
    table.rows.push_back(
        {in_words(candidate.idea),
         points(effect.target_change.mean, effect.target_change.se),
         with_error(effect.focus_change.mean, effect.focus_change.se),
         format_rounded(candidate.idea.effort, 3) + " pw",
         candidate.latest ? day_text(gap, *candidate.latest) : "not told apart from nothing"});
  }
  if (!table.rows.empty()) {
    page.table(std::move(table));
    page.paragraph("Changes against how it stands, if started with the next period.");
  }
  for (const auto& out : actions.left_out) {
    page.paragraph(out.bet + " cannot be funded now: " + out.why + ".");
  }
  add_lifts(page, gap);
}

void add_trust(Document& page, const Gap& gap, const Provenance& provenance) {
  const inference::Health& health = gap.health;
  page.heading("How far to trust this");
  page.paragraph(fmt::format(
      "{} particles in {} temperatures, worth {:.0f} independent ones; {:.0f}% of the moves were "
      "accepted; Pareto k {:.2f} (trusted up to 0.7).",
      gap.settings.landing.particles,
      health.temperatures,
      health.ess,
      100 * health.acceptance,
      health.khat));
  for (const std::string& trouble : health.troubles) {
    page.paragraph("Do not rely on this answer: " + trouble + ".");
  }
  page.paragraph(
      fmt::format("The yardstick is the plan of record of {} ({} runs, data to {}); nothing of it "
                  "was estimated "
                  "again. Computed from ledger {} at entry {} ({}), seed {}, betledger {}.",
                  gap.standing.commit.cycle,
                  gap.standing.commit.runs,
                  format_day(gap.standing.commit.data_cut),
                  provenance.ledger.substr(0, 8),
                  gap.standing.now.head_seq,
                  gap.standing.now.head_hash.substr(0, 8),
                  gap.settings.landing.seed,
                  provenance.version));
}

Document digest_page(const Gap& gap) {
  constexpr std::size_t most = 3;
  const auto& standing = gap.standing;
  Document page;
  const Timeline& timeline = standing.locked.cycle.timeline;
  page.title(fmt::format("{} {}: {} {} of {}, to {}",
                         standing.locked.tree.spec().title,
                         cycle_in_title(standing),
                         name(timeline.kind),
                         standing.periods_known,
                         timeline.count,
                         format_day(standing.as_of)));
  if (gap.landing.target) {
    const auto& target = *gap.landing.target;
    const std::string goal = ledger::format_target({target.metric, target.bound});
    const auto met = target_met(gap);
    std::string line =
        met ? goal + (*met ? ": met" : ": missed")
            : "Chance of " + goal + ": " + share_with_error(target.with.value, target.with.se);
    if (const auto& before = gap.landing.at_commit) {
      line += std::string{met ? "; the chance at commit was " : ", at commit "} +
              share_with_error(before->value, before->se);
    }
    page.paragraph(line + ".");
  }
  add_commits(page, standing);
  add_corrections(page, standing);
  std::vector<std::string> news = warnings_of(gap);
  for (const forecast::KillJudgement& judgement : gap.actions->kill_rules) {
    if (judgement.answer.state == forecast::KillState::broken) {
      news.push_back(judgement.bet + " is past its kill rule: " + judgement.answer.why + ".");
    }
  }
  for (const forecast::Decision& decision : gap.actions->decisions) {
    if (decision.advice != forecast::Advice::go_on) {
      news.push_back(fmt::format("{} {}: {}", name(decision.advice), decision.bet, decision.why));
    }
  }
  if (news.empty()) {
    page.paragraph("Nothing beyond noise: carry on.");
  } else {
    page.list(std::move(news));
  }
  add_place(page, gap);
  std::vector<std::string> ideas;
  for (const forecast::Candidate& candidate : gap.actions->candidates) {
    if (candidate.latest && ideas.size() < most) {
      const auto& effect = candidate.starts.front().effect;
      ideas.push_back(fmt::format("{}: {}, not later than {}",
                                  in_words(candidate.idea),
                                  points(effect.target_change.mean, effect.target_change.se),
                                  day_text(gap, *candidate.latest)));
    }
  }
  if (!ideas.empty()) {
    page.paragraph("Would still help:");
    page.list(std::move(ideas));
  }
  for (const std::string& trouble : gap.health.troubles) {
    page.paragraph("Do not rely on this: " + trouble + ".");
  }
  return page;
}

}  // namespace betledger::reports
