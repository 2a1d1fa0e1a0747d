#pragma once

#include <string>
#include <utility>
#include <vector>

#include "forecast/projection/attribution_request.h"
#include "sim/model/model.h"
#include "sim/program/program.h"

#include "tests/support/small_model.h"
#include "tests/support/values.h"

namespace betledger::forecast {

/// Models of one period or more, made by hand.
class ToyModel {
 public:
  explicit ToyModel(std::uint32_t periods = 1) : model_{sim::testing::empty_model(periods)} {}

  std::uint32_t known(const std::string& key, double value) {
    return add(sim::testing::known(key, model_, value));
  }
  std::uint32_t random(const std::string& key, Distribution::Family family) {
    const Distribution belief = make(std::move(family));
    sim::Node node;
    node.key = key;
    node.source = sim::BasePath{sim::StatedPath{belief, belief}};
    return add(std::move(node));
  }
  /// Independent normal values around a mean.
  std::uint32_t noise(const std::string& key, double mean, double sd) {
    return add(sim::testing::pool(key, {sim::testing::member(model_.periods, mean, 0, sd)}));
  }
  std::uint32_t formula(const std::string& key, const std::string& text) {
    return add(sim::testing::component(key, text));
  }

  std::uint32_t gate(const std::string& key,
                     double probability,
                     std::vector<std::uint32_t> needs = {}) {
    model_.gates.push_back({key, probability, std::move(needs)});
    return static_cast<std::uint32_t>(model_.gates.size()) - 1;
  }

  /// A bet of one effect from the first period on.
  void bet(const std::string& key,
           std::uint32_t node,
           const std::pair<sim::Action, Distribution>& effect,
           sim::InterventionGates gates) {
    sim::Profile profile;
    profile.key = key + "/timing";
    model_.profiles.push_back(profile);
    model_.interventions.push_back({key + "/amount",
                                    node,
                                    effect.first,
                                    effect.second,
                                    gates,
                                    static_cast<std::uint32_t>(model_.profiles.size()) - 1,
                                    model_.groups++});
    bets_.push_back(key);
  }
  void shift(const std::string& key, std::uint32_t node, double amount, double probability = 1) {
    bet(key,
        node,
        {sim::Action::shift, Distribution::constant(amount)},
        {gate(key + "/works", probability)});
  }

  void slope(std::uint32_t from, std::uint32_t to, Distribution strength, std::uint32_t gate) {
    model_.influences.push_back({"link:" + model_.nodes[from].key + "->" + model_.nodes[to].key,
                                 from,
                                 to,
                                 sim::InfluenceKind::slope,
                                 std::move(strength),
                                 0,
                                 gate});
  }

  [[nodiscard]] sim::Program compile() const { return sim::Program::compile(model_); }
  /// On the last node.
  [[nodiscard]] AttributionRequest request(std::uint64_t runs) const {
    AttributionRequest request;
    request.seed = 20260706;
    request.runs = runs;
    request.variance_runs = runs;
    request.outermost = 0;  // closed forms are of the whole variance
    request.focus = static_cast<std::uint32_t>(model_.nodes.size()) - 1;
    request.bets = bets_;
    return request;
  }
  [[nodiscard]] sim::Model& model() { return model_; }

 private:
  std::uint32_t add(sim::Node node) {
    model_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(model_.nodes.size()) - 1;
  }

  sim::Model model_;
  std::vector<std::string> bets_;
};

}  // namespace betledger::forecast
