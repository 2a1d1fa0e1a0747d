#include "reports/contracts/experiments.h"

#include <map>
#include <utility>

#include "core/calendar.h"
#include "forecast/learning/readouts.h"
#include "ledger/text/json_values.h"
#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"
#include "reports/page/json_page.h"

namespace betledger::reports {
namespace {

using ledger::Node;

Node experiment_node(const ledger::ExperimentRecord& record) {
  const ledger::Experiment& x = record.experiment;
  Node counts;
  if (x.counts) {
    counts = Node::mapping();
    counts.add("control", json::count(x.counts->control))
        .add("control_events", json::count(x.counts->control_events))
        .add("treatment", json::count(x.counts->treatment))
        .add("treatment_events", json::count(x.counts->treatment_events));
  }
  return Node::mapping()
      .add("entry", json::count(static_cast<std::uint64_t>(record.seq)))
      .add("bet", x.bet.empty() ? Node{} : json::text(x.bet))
      .add("link", x.link.empty() ? Node{} : json::text(x.link))
      .add("metric", json::text(x.metric))
      .add("estimate", json::number(x.estimate))
      .add("se", json::number(x.se))
      .add("counts", std::move(counts))
      .add("exposure", json::number(x.exposure))
      .add("on", json::day(x.on))
      .add("source", json::text(x.source))
      .add("withdrawn_because",
           record.withdrawn_because ? json::text(*record.withdrawn_because) : Node{});
}

Node judged_node(const Judged& one) {
  Node real = Node::mapping();
  real.add("prior", json::number(one.prior.p_real))
      .add("now", json::number(one.after.posterior.p_real));
  return Node::mapping()
      .add("on", json::text(one.on))
      .add("metric", json::text(one.metric))
      .add("readouts", json::count(one.readouts.size()))
      .add("estimate", json::number(one.together.estimate))
      .add("se", json::number(one.together.se))
      .add("real", std::move(real))
      .add("log_bayes_factor", json::number(one.after.log_bayes_factor))
      .add("mean_if_real", json::number(one.after.posterior.mean))
      .add("sd_if_real", json::number(one.after.posterior.sd))
      .add("mean", json::number(one.after.mean))
      .add("sd", json::number(one.after.sd))
      .add("probability_positive", json::number(one.after.p_positive));
}

}  // namespace

std::vector<Judged> judged(const ledger::Book& book) {
  const auto readouts = forecast::experiment_readouts(book);
  std::map<std::pair<std::string, std::string>, Judged> all;
  for (const auto& one : readouts.effects) {
    const ledger::Bet& bet = book.bets.at(one.bet).terms;
    const ledger::Effect& effect = bet.effects.at(one.effect);
    auto [place, fresh] = all.try_emplace({one.bet, effect.metric});
    if (fresh) {
      place->second.on = one.bet;
      place->second.metric = effect.metric;
      place->second.prior = forecast::belief_of(bet, one.effect);
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
        place->second.on = one.link;
        place->second.metric = link.to;
        place->second.prior = forecast::belief_of(link, book.tree.confidence);
      }
      place->second.readouts.push_back(one.readout);
    }
  }
  std::vector<Judged> list;
  for (auto& [key, one] : all) {
    one.together = forecast::pooled(one.readouts);
    one.after = forecast::update(one.prior, one.together);
    list.push_back(std::move(one));
  }
  return list;
}

Node contract_of(const ExperimentsPage& page, const Provenance& provenance) {
  return json_page("betledger.experiments/1", provenance)
      .add("experiments", json::list_of(page.book.experiments, experiment_node))
      .add("beliefs", json::list_of(judged(page.book), judged_node));
}

Node experiments_page_schema() {
  using schema::object;
  using schema::or_null;
  const Node counts = object({{"control", schema::count()},
                              {"control_events", schema::count()},
                              {"treatment", schema::count()},
                              {"treatment_events", schema::count()}});
  const Node experiment = object({{"entry", schema::count()},
                                  {"bet", or_null(schema::text())},
                                  {"link", or_null(schema::text())},
                                  {"metric", schema::text()},
                                  {"estimate", schema::number()},
                                  {"se", schema::size()},
                                  {"counts", or_null(counts)},
                                  {"exposure", schema::share()},
                                  {"on", schema::day()},
                                  {"source", schema::text()},
                                  {"withdrawn_because", or_null(schema::text())}});
  const Node belief =
      object({{"on", schema::text()},
              {"metric", schema::text()},
              {"readouts", schema::count()},
              {"estimate", schema::number()},
              {"se", schema::size()},
              {"real", object({{"prior", schema::share()}, {"now", schema::share()}})},
              {"log_bayes_factor", schema::number()},
              {"mean_if_real", schema::number()},
              {"sd_if_real", schema::size()},
              {"mean", schema::number()},
              {"sd", schema::size()},
              {"probability_positive", schema::share()}});
  return schema::contract("experiments",
                          {{"provenance", provenance_schema()},
                           {"experiments", schema::list_of(experiment)},
                           {"beliefs", schema::list_of(belief)}});
}

}  // namespace betledger::reports
