#include "reports/learn/experiment_report.h"

#include <algorithm>
#include <map>

#include "core/calendar.h"
#include "core/number.h"
#include "forecast/learning/readouts.h"
#include "ledger/book/effect_unit.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using forecast::Readout;
using forecast::SpikeSlab;
using ledger::Book;
using ledger::Experiment;
using ledger::Node;

/// An effect or a link with the evidence on it.
struct Judged {
  std::string on;  // bet or link
  std::string metric;
  NumberKind kind = NumberKind::plain;
  std::vector<Readout> readouts;
  SpikeSlab prior;
};

const std::string& subject(const Experiment& experiment) {
  return experiment.bet.empty() ? experiment.link : experiment.bet;
}

NumberKind kind_of(const Book& book, const Experiment& experiment) {
  const auto bet = book.bets.find(experiment.bet);
  if (bet != book.bets.end()) {
    for (const ledger::Effect& effect : bet->second.terms.effects) {
      if (effect.metric == experiment.metric) {
        return kind_of_amount(book, effect);
      }
    }
  }
  return NumberKind::plain;
}

std::string amount(double value, NumberKind kind, int digits) {
  switch (kind) {
    case NumberKind::percent:
      return format_rounded(100 * value, digits) + " %";
    case NumberKind::points:
      return format_rounded(100 * value, digits) + " pp";
    case NumberKind::plain:
    case NumberKind::fraction:
      break;
  }
  return format_rounded(value, digits);
}

std::string with_se(double value, double se, NumberKind kind) {
  return amount(value, kind, 3) + " ± " + amount(se, kind, 2);
}

std::vector<Judged> judged(const Book& book) {
  const auto readouts = forecast::experiment_readouts(book);
  std::map<std::pair<std::string, std::string>, Judged> all;
  for (const auto& one : readouts.effects) {
    const ledger::Bet& bet = book.bets.at(one.bet).terms;
    const ledger::Effect& effect = bet.effects.at(one.effect);
    auto [place, fresh] = all.try_emplace({one.bet, effect.metric});
    if (fresh) {
      place->second = {one.bet,
                       effect.metric,
                       kind_of_amount(book, effect),
                       {},
                       forecast::belief_of(bet, one.effect)};
    }
    place->second.readouts.push_back(one.readout);
  }
  for (const auto& one : readouts.links) {
    for (const tree::Link& link : book.tree.links) {
      if (link.key() != one.link) {
        continue;
      }
      auto [place, fresh] = all.try_emplace({one.link, link.to});
      if (fresh) {
        place->second = {one.link,
                         link.to,
                         NumberKind::plain,
                         {},
                         forecast::belief_of(link, book.tree.confidence)};
      }
      place->second.readouts.push_back(one.readout);
    }
  }
  std::vector<Judged> list;
  for (auto& [key, one] : all) {
    list.push_back(std::move(one));
  }
  return list;
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
         with_se(experiment.estimate, experiment.se, kind_of(book, experiment)),
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
    const Readout all = forecast::pooled(one.readouts);
    const auto after = forecast::update(one.prior, all);
    beliefs.rows.push_back({one.on,
                            one.metric,
                            std::to_string(one.readouts.size()),
                            with_se(all.estimate, all.se, one.kind),
                            format_percent(one.prior.p_real, 0),
                            format_percent(after.posterior.p_real, 0),
                            with_se(after.posterior.mean, after.posterior.sd, one.kind)});
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

Node json_of(const Book& book, const Provenance& provenance) {
  Node page = json_page("betledger.experiments/1", provenance);
  std::vector<Node> experiments;
  for (const ledger::ExperimentRecord& record : book.experiments) {
    const Experiment& x = record.experiment;
    Node one = Node::mapping();
    one.add("entry", json::count(static_cast<std::uint64_t>(record.seq)));
    one.add("bet", x.bet.empty() ? Node{} : json::text(x.bet));
    one.add("link", x.link.empty() ? Node{} : json::text(x.link));
    one.add("metric", json::text(x.metric));
    one.add("estimate", json::number(x.estimate));
    one.add("se", json::number(x.se));
    Node counts;
    if (x.counts) {
      counts = Node::mapping();
      counts.add("control", json::count(x.counts->control));
      counts.add("control_events", json::count(x.counts->control_events));
      counts.add("treatment", json::count(x.counts->treatment));
      counts.add("treatment_events", json::count(x.counts->treatment_events));
    }
    one.add("counts", std::move(counts));
    one.add("exposure", json::number(x.exposure));
    one.add("on", json::day(x.on));
    one.add("source", json::text(x.source));
    one.add("withdrawn_because",
            record.withdrawn_because ? json::text(*record.withdrawn_because) : Node{});
    experiments.push_back(std::move(one));
  }
  page.add("experiments", Node::sequence(std::move(experiments)));
  std::vector<Node> beliefs;
  for (const Judged& one : judged(book)) {
    const Readout all = forecast::pooled(one.readouts);
    const auto after = forecast::update(one.prior, all);
    Node real = Node::mapping();
    real.add("prior", json::number(one.prior.p_real));
    real.add("now", json::number(after.posterior.p_real));
    Node belief = Node::mapping();
    belief.add("on", json::text(one.on));
    belief.add("metric", json::text(one.metric));
    belief.add("readouts", json::count(one.readouts.size()));
    belief.add("estimate", json::number(all.estimate));
    belief.add("se", json::number(all.se));
    belief.add("real", std::move(real));
    belief.add("log_bayes_factor", json::number(after.log_bayes_factor));
    belief.add("mean_if_real", json::number(after.posterior.mean));
    belief.add("sd_if_real", json::number(after.posterior.sd));
    belief.add("mean", json::number(after.mean));
    belief.add("sd", json::number(after.sd));
    belief.add("probability_positive", json::number(after.p_positive));
    beliefs.push_back(std::move(belief));
  }
  page.add("beliefs", Node::sequence(std::move(beliefs)));
  return page;
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
      {document(page.book), json_of(page.book, provenance), csv_of(page.book)}, format, style);
}

}  // namespace betledger::reports
