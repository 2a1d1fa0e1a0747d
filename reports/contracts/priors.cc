#include "reports/contracts/priors.h"

#include <utility>

#include "ledger/text/json_values.h"
#include "reports/contracts/schema.h"

namespace betledger::reports {
namespace {

using forecast::PastContrast;
using forecast::Shrunk;
using ledger::Node;

Node interval_node(const forecast::Interval& interval) {
  return Node::sequence({json::number(interval.low), json::number(interval.high)});
}

Node node_of(const forecast::EffectPrior& prior) {
  Node node = Node::mapping();
  node.add("family", json::text(std::string{name(prior.family)}));
  node.add("base_rate", json::number(prior.base_rate));
  node.add("works", json::number(p_above(prior, 0)));
  node.add("mean", json::number(prior.mean));
  node.add("scale", json::number(prior.scale));
  node.add("sd", json::number(prior.sd()));
  return node;
}

Node node_of(const forecast::PriorCheck& check) {
  Node node = Node::mapping();
  node.add("count", json::count(check.count));
  node.add("slope", json::number(check.slope));
  node.add("error_ratio", json::number(check.error_ratio));
  node.add("truth_ratio", json::number(check.truth_ratio));
  node.add("significant", json::count(check.significant));
  node.add("significant_error_ratio", json::number(check.significant_ratio));
  node.add("claimed", json::number(check.claimed));
  node.add("predicted", json::number(check.predicted));
  node.add("seen", json::number(check.seen));
  node.add("seen_se", json::number(check.seen_se));
  return node;
}

std::vector<schema::Key> prior_keys() {
  return {{"family", schema::text()},
          {"base_rate", schema::share()},
          {"works", schema::share()},
          {"mean", schema::number()},
          {"scale", schema::size()},
          {"sd", schema::size()}};
}

}  // namespace

std::vector<Shrunk> shrunk(const PriorsPage& page) {
  std::vector<Shrunk> all;
  for (const PastContrast& contrast : page.past.contrasts) {
    all.push_back(shrink(page.learned.prior, contrast.readout));
  }
  return all;
}

Node contract_of(const PriorsPage& page) {
  Node node = Node::mapping();
  node.add("schema", json::text("betledger.priors/1"));
  node.add("version", json::text(page.version));
  node.add("source", json::text(page.source));
  node.add("layout", json::text(page.past.layout));
  node.add("experiments", json::count(page.past.experiments));
  node.add("skipped", json::count(page.past.skipped));
  Node prior = node_of(page.learned.prior);
  prior.add("base_rate_interval", interval_node(page.learned.base_rate));
  prior.add("scale_interval", interval_node(page.learned.scale));
  prior.add("useful", json::number(page.useful));
  prior.add("probability_useful", json::number(p_above(page.learned.prior, page.useful)));
  node.add("prior", std::move(prior));
  std::vector<Node> families;
  for (const auto& family : page.learned.families) {
    Node one = node_of(family.prior);
    one.add("centred", json::flag(family.centred));
    one.add("log_evidence", json::number(family.log_evidence));
    families.push_back(std::move(one));
  }
  node.add("families", Node::sequence(std::move(families)));
  node.add("held_out", page.check ? node_of(*page.check) : Node{});
  std::vector<Node> effects;
  const auto all = shrunk(page);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const PastContrast& contrast = page.past.contrasts[i];
    Node one = Node::mapping();
    one.add("experiment", json::text(contrast.experiment));
    one.add("arm", json::text(contrast.arm));
    one.add("metric", json::text(contrast.metric));
    one.add("estimate", json::number(contrast.readout.estimate));
    one.add("se", json::number(contrast.readout.se));
    one.add("not_nil", json::number(all[i].p_real));
    one.add("mean", json::number(all[i].mean));
    one.add("sd", json::number(all[i].sd));
    one.add("probability_positive", json::number(all[i].p_positive));
    effects.push_back(std::move(one));
  }
  node.add("effects", Node::sequence(std::move(effects)));
  return node;
}

Node priors_schema() {
  using schema::object;
  std::vector<schema::Key> prior = prior_keys();
  prior.insert(prior.end(),
               {{"base_rate_interval", schema::list_of(schema::number())},
                {"scale_interval", schema::list_of(schema::number())},
                {"useful", schema::number()},
                {"probability_useful", schema::share()}});
  std::vector<schema::Key> family = prior_keys();
  family.insert(family.end(), {{"centred", schema::flag()}, {"log_evidence", schema::number()}});
  const Node check = object({{"count", schema::count()},
                             {"slope", schema::number()},
                             {"error_ratio", schema::number()},
                             {"truth_ratio", schema::number()},
                             {"significant", schema::count()},
                             {"significant_error_ratio", schema::number()},
                             {"claimed", schema::number()},
                             {"predicted", schema::number()},
                             {"seen", schema::number()},
                             {"seen_se", schema::size()}});
  const Node effect = object({{"experiment", schema::text()},
                              {"arm", schema::text()},
                              {"metric", schema::text()},
                              {"estimate", schema::number()},
                              {"se", schema::size()},
                              {"not_nil", schema::share()},
                              {"mean", schema::number()},
                              {"sd", schema::size()},
                              {"probability_positive", schema::share()}});
  return schema::contract("priors",
                          {{"version", schema::text()},
                           {"source", schema::text()},
                           {"layout", schema::text()},
                           {"experiments", schema::count()},
                           {"skipped", schema::count()},
                           {"prior", object(prior)},
                           {"families", schema::list_of(object(family))},
                           {"held_out", schema::or_null(check)},
                           {"effects", schema::list_of(effect)}});
}

}  // namespace betledger::reports
