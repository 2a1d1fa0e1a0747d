#include "reports/ledger/explain_report.h"

#include "core/calendar.h"
#include "core/number.h"
#include "core/text.h"
#include "forecast/plan/optimism.h"
#include "ledger/book/effect_unit.h"
#include "reports/ledger/amounts.h"
#include "reports/ledger/corrections.h"
#include "reports/ledger/entries.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

/// Two-column facts; empty values are left out.
struct Facts {
  Table table{{{"what"}, {"value"}}, {}};
  void add(std::string what, std::string value) {
    if (!value.empty()) {
      table.rows.push_back({std::move(what), std::move(value)});
    }
  }
};

void finish(Page& out, Facts facts, const std::vector<ledger::Entry>& entries) {
  out.csv = facts.table;
  out.document.table(std::move(facts.table));
  if (!entries.empty()) {
    out.document.heading("Who changed it when");
    out.document.table(entry_table(entries));
  }
}

std::string keys_of(const tree::MetricTree& tree, std::span<const MetricId> ids) {
  std::vector<std::string> keys;
  for (const MetricId id : ids) {
    keys.push_back(tree.metric(id).key);
  }
  return join(keys, ", ");
}

std::string unit_of(const ledger::Book& book, const std::string& key) {
  const tree::Metric* metric = book.tree.find(key);
  return metric == nullptr ? std::string{} : metric->unit;
}

void add_history(Facts& facts, const ledger::Book& book, const std::string& key) {
  const auto history = recorded_history(book, key);
  if (!history) {
    facts.add("history", "none");
    return;
  }
  facts.add("history",
            counted(history->values, "value") + " from " + format_day(history->first) + " to " +
                format_day(history->last) + ", " + std::to_string(history->missing) + " missing, " +
                std::to_string(history->revised) + " revised");
  facts.add("latest value", format_rounded(history->latest, 6));
}

void add_baseline(Facts& facts, const MetricPage& page) {
  const tree::Metric& metric = page.metric;
  if (page.baseline != nullptr) {
    for (const auto& member : page.baseline->members) {
      facts.add("baseline member", member.name + ": " + member.details);
    }
  } else if (metric.baseline) {
    facts.add("baseline, first period",
              in_words(metric.baseline->start, NumberKind::plain, metric.unit) + " (stated)");
    facts.add("baseline, last period",
              in_words(metric.baseline->end, NumberKind::plain, metric.unit) + " (stated)");
  }
}

std::string bets_on(const ledger::Book& book, const std::string& key) {
  std::vector<std::string> bets;
  for (const auto& [bet, record] : book.bets) {
    for (const ledger::Effect& effect : record.terms.effects) {
      if (effect.metric == key && record.status != ledger::BetStatus::withdrawn) {
        bets.push_back(bet);
      }
    }
  }
  return join(bets, ", ");
}

void add_links(Facts& facts, const MetricPage& page) {
  for (const tree::Link& link : page.tree.spec().links) {
    if (link.to == page.metric.key || link.from == page.metric.key) {
      facts.add(link.to == page.metric.key ? "link in" : "link out",
                link.key() + ", " + in_words(link.strength, NumberKind::plain, "") + ", P(real) " +
                    format_number(link.confidence.on(page.tree.spec().confidence).value()));
    }
  }
}

}  // namespace

std::string render(const MetricPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  const tree::Metric& metric = page.metric;
  const MetricId id = *page.tree.find(metric.key);
  Page out;
  out.json = contract_of(page, provenance);
  out.document.title(metric.name + " (" + metric.key + ")");
  out.document.paragraph(metric.definition);
  Facts facts;
  facts.add("unit", metric.unit);
  facts.add("owner", metric.owner);
  facts.add("source", metric.source);
  facts.add("support", std::string{tree::name(metric.support)});
  facts.add("kind",
            metric.is_component() ? "component: an exact identity"
                                  : "stochastic: it has a baseline of its own");
  facts.add("formula", metric.formula ? metric.formula->text() : std::string{});
  const auto level = page.tree.level(id);
  facts.add("level",
            level ? counted(*level, "step") + " from the focus metric"
                  : "does not reach the focus metric");
  facts.add("reads", keys_of(page.tree, page.tree.drivers_of(id)));
  facts.add("is read by", keys_of(page.tree, page.tree.outcomes_of(id)));
  add_links(facts, page);
  add_history(facts, page.book, metric.key);
  add_baseline(facts, page);
  facts.add("bets on it", bets_on(page.book, metric.key));
  finish(out, std::move(facts), page.entries);
  return write(out, format, style);
}

std::string render(const BetPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  const ledger::Bet& bet = page.bet.terms;
  const bool rises = bet.hypothesis.change == ledger::Hypothesis::Change::rise;
  Page out;
  out.json = contract_of(page, provenance);
  out.document.title(bet.name + " (" + bet.key + ", " + page.bet.cycle + ")");
  out.document.paragraph("We believe that to " + bet.hypothesis.action + " will make " +
                         bet.hypothesis.metric + (rises ? " rise." : " fall."));
  Facts facts;
  const ledger::Optimism* optimism = ledger::optimism_of(page.book.optimism, bet.team);
  for (const ledger::Effect& effect : bet.effects) {
    facts.add(
        effect.action == ledger::Action::lift ? "lifts " + effect.metric
                                              : "shifts " + effect.metric,
        in_words(
            effect.amount, kind_of_amount(page.book, effect), unit_of(page.book, effect.metric)) +
            (effect.works ? "; works with probability " + format_number(effect.works->value())
                          : ""));
    if (optimism != nullptr) {
      const Distribution read = forecast::corrected(effect.amount, *optimism);
      const std::string words =
          in_words(read, kind_of_amount(page.book, effect), unit_of(page.book, effect.metric));
      facts.add("read as", words.substr(0, words.rfind(" (")));  // without the family
    }
  }
  facts.add("P(works)", format_number(bet.works.value()));
  facts.add("P(delivered)", format_number(bet.delivery.value()));
  facts.add(
      "start",
      format_day(bet.start) + ", delay " + in_words(bet.delay_days, NumberKind::plain, "days"));
  facts.add("ramp", format_duration(bet.ramp));
  facts.add("half life", bet.half_life ? format_duration(*bet.half_life) : std::string{});
  for (const auto& [team, weeks] : bet.effort_person_weeks) {
    facts.add("effort of " + team,
              format_number(weeks) + (weeks == 1 ? " person-week" : " person-weeks"));
  }
  facts.add("corrected by", optimism == nullptr ? "" : correction_in_words(*optimism));
  facts.add("owner", bet.owner);
  facts.add("evidence", bet.evidence);
  facts.add("needs", join(bet.needs, ", "));
  facts.add("excludes", join(bet.excludes, ", "));
  facts.add("stop when", bet.stop_when);
  facts.add("funded", bet.funded ? "yes" : "no");
  facts.add("status", std::string{name(page.bet.status)});
  facts.add("started on", page.bet.started_on ? format_day(*page.bet.started_on) : std::string{});
  facts.add("delivered on",
            page.bet.delivered_on ? format_day(*page.bet.delivered_on) + ", share " +
                                        format_percent(page.bet.delivered_share, 0)
                                  : std::string{});
  facts.add("stopped on", page.bet.stopped_on ? format_day(*page.bet.stopped_on) : std::string{});
  finish(out, std::move(facts), page.entries);
  return write(out, format, style);
}

std::string render(const LinkPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  const tree::Link& link = page.link;
  const bool elasticity = link.kind == tree::LinkKind::elasticity;
  const double real = link.confidence.on(page.book.tree.confidence).value();
  Page out;
  out.json = contract_of(page, provenance);
  out.document.title(link.key());
  out.document.paragraph(
      elasticity ? "If the link is real, a change of 1 % in " + link.from + " changes " + link.to +
                       " by this many per cent, " + format_duration(link.lag) + " later."
                 : "If the link is real, a change of one unit of " + link.from + " changes " +
                       link.to + " by this many units, " + format_duration(link.lag) + " later.");
  Facts facts;
  facts.add(elasticity ? "elasticity" : "slope", in_words(link.strength, NumberKind::plain, ""));
  constexpr std::array<const char*, 3> words{"high", "medium", "low"};
  facts.add(
      "P(real)",
      format_number(real) +
          (link.confidence.word()
               ? std::string{" ("} + words[static_cast<std::size_t>(*link.confidence.word())] + ")"
               : std::string{}));
  facts.add("evidence", link.evidence);
  finish(out, std::move(facts), page.entries);
  return write(out, format, style);
}

std::string render(const CodeInfo& code, Format format, const Style& style) {
  Page out;
  out.json = contract_of(code);
  out.csv = {{{"code"}, {"title"}, {"why"}, {"fix"}},
             {{std::string{code.code},
               std::string{code.title},
               std::string{code.why},
               std::string{code.fix}}}};
  out.document.title(std::string{code.code} + ": " + std::string{code.title});
  out.document.paragraph(std::string{code.why});
  out.document.paragraph("What to do: " + std::string{code.fix});
  return write(out, format, style);
}

}  // namespace betledger::reports
