#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "forecast/projection/attribution_request.h"
#include "sim/model/model.h"
#include "sim/program/program.h"

namespace betledger::forecast {

/// Models of one period or more, made by hand.
class ToyModel {
 public:
  explicit ToyModel(std::uint32_t periods = 1) {
    model_.periods = periods;
    for (std::uint32_t t = 0; t < periods; ++t) {
      model_.period_names.push_back("period " + std::to_string(t));
    }
  }

  std::uint32_t known(const std::string& key, double value) {
    return add(key, sim::BasePath{sim::KnownPath{std::vector<double>(model_.periods, value)}});
  }
  std::uint32_t random(const std::string& key, Distribution::Family family) {
    const Distribution belief = Distribution::make(std::move(family)).value();
    return add(key, sim::BasePath{sim::StatedPath{belief, belief}});
  }
  /// Independent normal values around a mean.
  std::uint32_t noise(const std::string& key, double mean, double sd) {
    sim::PathMember member;
    member.mean.assign(model_.periods, mean);
    member.psi.assign(model_.periods, 0.0);
    member.psi[0] = 1;
    member.sigma = sd;
    return add(key, sim::BasePath{sim::PathPool{{member}}});
  }
  std::uint32_t formula(const std::string& key, const std::string& text) {
    return add(key, tree::parse_formula(text).value());
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
  std::uint32_t add(const std::string& key, std::variant<sim::BasePath, tree::Formula> source) {
    sim::Node node;
    node.key = key;
    node.source = std::move(source);
    model_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(model_.nodes.size()) - 1;
  }

  sim::Model model_;
  std::vector<std::string> bets_;
};

}  // namespace betledger::forecast
