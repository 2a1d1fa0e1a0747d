#include "reports/learn/experiment_report.h"

#include "core/calendar.h"
#include "core/number.h"
#include "ledger/book/effect_unit.h"
#include "reports/ledger/amounts.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using ledger::Book;
using ledger::Experiment;

const std::string& subject(const Experiment& experiment) {
  return experiment.bet.empty() ? experiment.link : experiment.bet;
}

/// How people read an amount of what was measured.
NumberKind kind_of(const Book& book, const std::string& on, const std::string& metric) {
  const auto bet = book.bets.find(on);
  if (bet != book.bets.end()) {
    for (const ledger::Effect& effect : bet->second.terms.effects) {
      if (effect.metric == metric) {
        return kind_of_amount(book, effect);
      }
    }
  }
  return NumberKind::plain;
}

std::string with_se(double value, double se, NumberKind kind) {
  return value_in_words(value, kind) + " ± " + value_in_words(se, kind, "", 2);
}

Document document(const Book& book) {
  Document out;
  out.title("Experiments");
  if (book.experiments.empty()) {
    out.paragraph("None is recorded. `betledger experiment record` adds one.");
    return out;
  }
  Table table{{{"entry", Align::right},
               {"on"},
               {"metric"},
               {"measured", Align::right},
               {"reach", Align::right},
               {"day"},
               {"source"}},
              {}};
  for (const ledger::ExperimentRecord& record : book.experiments) {
    const Experiment& experiment = record.experiment;
    table.rows.push_back(
        {std::to_string(record.seq),
         subject(experiment),
         experiment.metric,
         with_se(experiment.estimate,
                 experiment.se,
                 kind_of(book, subject(experiment), experiment.metric)),
         format_percent(experiment.exposure, 0),
         format_day(experiment.on),
         record.withdrawn_because ? "withdrawn: " + *record.withdrawn_because : experiment.source});
  }
  out.table(std::move(table));
  Table beliefs{{{"on"},
                 {"metric"},
                 {"readouts", Align::right},
                 {"together", Align::right},
                 {"real", Align::right},
                 {"now", Align::right},
                 {"if real", Align::right}},
                {}};
  for (const Judged& one : judged(book)) {
    const NumberKind kind = kind_of(book, one.on, one.metric);
    beliefs.rows.push_back({one.on,
                            one.metric,
                            std::to_string(one.readouts.size()),
                            with_se(one.together.estimate, one.together.se, kind),
                            format_percent(one.prior.p_real, 0),
                            format_percent(one.after.posterior.p_real, 0),
                            with_se(one.after.posterior.mean, one.after.posterior.sd, kind)});
  }
  if (!beliefs.rows.empty()) {
    out.heading("What they say together");
    out.table(std::move(beliefs));
    out.paragraph(
        "Together: the readouts times the share of the metric that they reach, weighted by their "
        "errors. Real: the chance that the effect or link is not nil, before and after (spike and "
        "slab, with the stated amount as a normal). The cycle's own weeks are not in it.");
  }
  return out;
}

Table csv_of(const Book& book) {
  Table table{{{"entry"},
               {"bet"},
               {"link"},
               {"metric"},
               {"estimate"},
               {"se"},
               {"exposure"},
               {"on"},
               {"source"},
               {"withdrawn_because"}},
              {}};
  for (const ledger::ExperimentRecord& record : book.experiments) {
    const Experiment& x = record.experiment;
    table.rows.push_back({std::to_string(record.seq),
                          x.bet,
                          x.link,
                          x.metric,
                          format_number(x.estimate),
                          format_number(x.se),
                          format_number(x.exposure),
                          format_day(x.on),
                          x.source,
                          record.withdrawn_because.value_or("")});
  }
  return table;
}

}  // namespace

std::string render(const ExperimentsPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  return write(
      {document(page.book), contract_of(page, provenance), csv_of(page.book)}, format, style);
}

}  // namespace betledger::reports
