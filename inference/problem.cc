#include "inference/problem.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <variant>

#include <Eigen/Dense>

#include "core/contract.h"
#include "sim/random/chi_square.h"
#include "tree/formula.h"

namespace betledger::inference {
namespace {

const sim::BasePath* base_of(const sim::Node& node) {
  return std::get_if<sim::BasePath>(&node.source);
}

void insert(std::vector<Index>& set, Index value) {
  const auto at = std::lower_bound(set.begin(), set.end(), value);
  if (at == set.end() || *at != value) {
    set.insert(at, value);
  }
}

void insert(std::vector<Index>& set, const std::vector<Index>& values) {
  for (const Index value : values) {
    insert(set, value);
  }
}

Index node_at(const sim::Model& model, const std::string& key) {
  const auto found = std::find_if(
      model.nodes.begin(), model.nodes.end(), [&](const sim::Node& n) { return n.key == key; });
  BET_EXPECT(found != model.nodes.end());
  return static_cast<Index>(found - model.nodes.begin());
}

}  // namespace

Problem::Problem(const sim::Model& model,
                 Evidence evidence,
                 const std::vector<std::vector<PathLaw>>& laws)
    : model_{&model}, evidence_{std::move(evidence)} {
  BET_EXPECT(evidence_.known <= model.periods);
  add_unknowns();
  add_roles();
  mark_needed();
  add_components();
  add_laws(laws);
  add_joint_periods();
  add_moves();
}

void Problem::add_unknowns() {
  const auto add = [&](Unknown::Kind kind, std::size_t index, const Distribution& prior) {
    unknowns_.push_back({kind, static_cast<Index>(index)});
    samplers_.emplace_back(prior);
  };
  for (std::size_t k = 0; k < model_->interventions.size(); ++k) {
    add(Unknown::Kind::amount, k, model_->interventions[k].amount);
  }
  for (std::size_t l = 0; l < model_->influences.size(); ++l) {
    add(Unknown::Kind::strength, l, model_->influences[l].strength);
  }
  for (std::size_t o = 0; o < model_->occasions.size(); ++o) {
    add(Unknown::Kind::occasion, o, model_->occasions[o].amount);
  }
  for (std::size_t p = 0; p < model_->profiles.size(); ++p) {
    add(Unknown::Kind::delay, p, model_->profiles[p].delay);
  }
  for (std::size_t n = 0; n < model_->nodes.size(); ++n) {
    add(Unknown::Kind::sigma, n, Distribution::constant(0));  // its score is all there is
  }
  for (std::size_t o = 0; o < model_->optimism.size(); ++o) {
    add(Unknown::Kind::factor, o, model_->optimism[o].factor);
  }
  moved_.assign(unknowns_.size(), false);
  gate_moved_.assign(model_->gates.size(), false);
  for (Index g = 0; g < model_->gates.size(); ++g) {
    const sim::Gate& gate = model_->gates[g];
    std::vector<Index> coins;
    bool impossible = gate.probability <= 0;
    if (gate.probability > 0 && gate.probability < 1) {
      coins.push_back(g);
    }
    for (const Index need : gate.needs) {
      insert(coins, gate_coins_[need]);
      impossible = impossible || gate_impossible_[need];
    }
    std::sort(coins.begin(), coins.end());
    gate_coins_.push_back(std::move(coins));
    gate_impossible_.push_back(impossible);
  }
}

Index Problem::unknown(Unknown::Kind kind, Index index) const {
  const std::size_t sizes[] = {model_->interventions.size(),
                               model_->influences.size(),
                               model_->occasions.size(),
                               model_->profiles.size(),
                               model_->nodes.size()};
  const auto before =
      std::accumulate(sizes, sizes + static_cast<std::size_t>(kind), std::size_t{0});
  return static_cast<Index>(before) + index;
}

bool Problem::is_live(Index intervention, Index period) const {
  const sim::Intervention& i = model_->interventions[intervention];
  const sim::Profile& profile = model_->profiles[i.profile];
  const bool possible = !i.gates.any_of([&](Index g) { return bool{gate_impossible_[g]}; });
  const double earliest = profile.start + std::max(0.0, profile.delay.lowest());
  const double t = period;
  return possible && profile.scale > 0 && t + 1 > earliest && t < profile.end;
}

void Problem::add_roles() {
  nodes_.resize(model_->nodes.size());
  readers_.resize(nodes_.size());
  for (Index n = 0; n < nodes_.size(); ++n) {
    const sim::Node& node = model_->nodes[n];
    if (const auto* formula = std::get_if<tree::Formula>(&node.source)) {
      std::vector<Index> reads;
      for (const std::string& key : formula->references()) {
        reads.push_back(node_at(*model_, key));
        insert(readers_[reads.back()], n);
      }
      nodes_[n].formula = sim::FormulaCode::compile(*formula, reads);
    }
  }
  for (Index k = 0; k < model_->interventions.size(); ++k) {
    const sim::Intervention& i = model_->interventions[k];
    (i.action == sim::Action::lift ? nodes_[i.node].lifts : nodes_[i.node].shifts).push_back(k);
  }
  for (Index l = 0; l < model_->influences.size(); ++l) {
    const sim::Influence& i = model_->influences[l];
    const bool ratio = i.kind == sim::InfluenceKind::elasticity;
    (ratio ? nodes_[i.to].elasticities : nodes_[i.to].slopes).push_back(l);
    nodes_[i.from].feeds_ratio = nodes_[i.from].feeds_ratio || ratio;
    insert(readers_[i.from], i.to);
  }
  for (Index o = 0; o < model_->occasions.size(); ++o) {
    const sim::Occasion& i = model_->occasions[o];
    (i.action == sim::Action::lift ? nodes_[i.node].occasion_lifts : nodes_[i.node].occasion_shifts)
        .push_back(o);
  }
}

/// Observed nodes have a likelihood; it needs the sources of links, and those what they are
/// computed from. A formula node is evaluated for nobody else.
void Problem::mark_needed() {
  for (Index n = 0; n < nodes_.size(); ++n) {
    const sim::BasePath* base = base_of(model_->nodes[n]);
    for (Index t = 0; t < known(); ++t) {
      const std::optional<double> value = evidence_.at(n, t);
      if (base != nullptr && value && !std::holds_alternative<sim::KnownPath>(*base)) {
        nodes_[n].seen.push_back(t);
      }
      nodes_[n].value.push_back(value.value_or(0));
    }
    nodes_[n].is_observed = !nodes_[n].seen.empty();
    nodes_[n].is_needed = nodes_[n].is_observed;
  }
  std::vector<Index> open;
  const auto need = [&](Index n) {
    nodes_[n].is_needed = true;
    open.push_back(n);
  };
  for (const sim::Influence& influence : model_->influences) {
    need(influence.from);
  }
  while (!open.empty()) {
    const Index n = open.back();
    open.pop_back();
    for (Index m = 0; m < nodes_.size(); ++m) {
      const auto& readers = readers_[m];
      if (nodes_[n].formula && !nodes_[m].is_needed &&
          std::binary_search(readers.begin(), readers.end(), n)) {
        need(m);
      }
    }
  }
  for (Index n = 0; n < nodes_.size(); ++n) {
    if (nodes_[n].is_needed) {
      order_.push_back(n);
    }
  }
  // Through loops of lags a node may read one that comes later: rounds until nothing changes.
  for (bool changed = true; changed;) {
    changed = false;
    for (const Index n : order_) {
      bool varies = !nodes_[n].formula && nodes_[n].seen.size() < known();
      for (const Index m : order_) {
        const auto& readers = readers_[m];
        varies = varies || (nodes_[n].formula && nodes_[m].with_varies &&
                            std::binary_search(readers.begin(), readers.end(), n));
      }
      changed = changed || varies != nodes_[n].with_varies;
      nodes_[n].with_varies = nodes_[n].with_varies || varies;
    }
  }
}

/// Histories of one length share their models' degrees of freedom: one table for all.
std::shared_ptr<const sim::ZTable> Problem::sigma_factors(double dof) {
  std::shared_ptr<const sim::ZTable>& table = sigma_tables_[dof];
  if (table == nullptr) {
    const std::function<double(double)> factor = [dof](double z) {
      return sim::log_sigma_factor(z, dof);
    };
    auto fitted = sim::ZTable::fit(std::span{&factor, 1}, 1e-6);
    BET_EXPECT(fitted.has_value());
    table = std::make_shared<const sim::ZTable>(std::move(*fitted));
  }
  return table;
}

std::vector<Index> Problem::downstream(const std::vector<Index>& starts) const {
  std::vector<Index> reached;
  std::vector<Index> open = starts;
  while (!open.empty()) {
    const Index n = open.back();
    open.pop_back();
    if (nodes_[n].is_needed && !std::binary_search(reached.begin(), reached.end(), n)) {
      insert(reached, n);
      open.insert(open.end(), readers_[n].begin(), readers_[n].end());
    }
  }
  return reached;
}

void Problem::add_laws(const std::vector<std::vector<PathLaw>>& given) {
  for (Index n = 0; n < nodes_.size(); ++n) {
    NodeRole& role = nodes_[n];
    const sim::Node& node = model_->nodes[n];
    const sim::BasePath* base = base_of(node);
    if (base == nullptr) {
      continue;
    }
    if (const auto* path = std::get_if<sim::KnownPath>(base)) {
      for (Index t = 0; t < known(); ++t) {
        role.value[t] = path->values[t];
      }
      continue;
    }
    const bool is_given = n < given.size() && !given[n].empty();
    const std::vector<PathLaw> laws = is_given ? given[n] : laws_of(node, model_->periods);
    const double total = std::accumulate(
        laws.begin(), laws.end(), 0.0, [](double sum, const PathLaw& l) { return sum + l.weight; });
    for (const PathLaw& law : laws) {
      role.laws.push_back(split(law, role.seen, total));
      if (std::isfinite(law.dof)) {
        SplitLaw& own = role.laws.back();
        own.sigma_factors = sigma_factors(law.dof);
        own.later_factors = sigma_factors(law.dof + static_cast<double>(own.seen()));
      }
    }
    for (Index t = 0; t < known(); ++t) {
      if (!evidence_.at(n, t)) {  // the pool's mean path: only shifts see it (docs/inference.md)
        double mean = 0;
        for (const PathLaw& law : laws) {
          mean += law.weight / total * law.mean[t];
        }
        role.value[t] = tree::from_scale(node.support, mean);
      }
    }
    const bool shifted =
        !role.shifts.empty() || !role.slopes.empty() || !role.occasion_shifts.empty();
    role.jacobian_is_constant = node.support == tree::Support::positive && !shifted;
    for (SplitLaw& law : role.laws) {
      for (const Index t : role.seen) {
        const double constant = role.jacobian_is_constant ? std::log(role.value[t]) : 0;
        law.log_constant -= constant;
        law.log_determinant += constant;
      }
    }
  }
}

/// Connected nodes of leads and correlations between observed pools.
void Problem::add_components() {
  std::vector<Index> root(nodes_.size());
  std::iota(root.begin(), root.end(), 0U);
  const auto find = [&](Index n) {
    while (root[n] != n) {
      n = root[n];
    }
    return n;
  };
  const auto is_pool = [&](Index n) {
    const sim::BasePath* base = base_of(model_->nodes[n]);
    return base != nullptr && std::holds_alternative<sim::PathPool>(*base);
  };
  const auto join = [&](Index a, Index b) {
    BET_EXPECT(is_pool(a) && is_pool(b) && a != b);
    root[find(a)] = find(b);
  };
  for (const Lead& lead : evidence_.leads) {
    join(lead.from, lead.to);
  }
  for (const Correlation& c : evidence_.correlations) {
    join(c.a, c.b);
  }
  std::vector<std::optional<Index>> number(nodes_.size());
  const auto component_of = [&](Index n) -> Component& {
    std::optional<Index>& at = number[find(n)];
    if (!at) {
      at = static_cast<Index>(components_.size());
      components_.emplace_back();
    }
    Component& component = components_[*at];
    if (!nodes_[n].component) {
      nodes_[n].component = *at;
      component.nodes.push_back(n);
    }
    return component;
  };
  for (Index n = 0; n < nodes_.size(); ++n) {
    const bool alone =
        std::count_if(root.begin(), root.end(), [&](Index r) { return find(r) == find(n); }) == 1;
    if (!alone) {
      component_of(n);
    }
  }
  for (Component& component : components_) {
    const std::size_t size = component.nodes.size();
    const auto place = [&](Index n) {
      return static_cast<Index>(std::find(component.nodes.begin(), component.nodes.end(), n) -
                                component.nodes.begin());
    };
    component.correlation.assign(size * size, 0.0);
    for (std::size_t i = 0; i < size; ++i) {
      component.correlation[i * size + i] = 1;
    }
    for (const Lead& lead : evidence_.leads) {
      if (place(lead.to) < size) {
        component.leads.push_back({place(lead.from), place(lead.to), lead.lag, lead.gamma});
      }
    }
    for (const Correlation& c : evidence_.correlations) {
      if (place(c.a) < size) {
        component.correlation[place(c.a) * size + place(c.b)] = c.rho;
        component.correlation[place(c.b) * size + place(c.a)] = c.rho;
      }
    }
  }
}

void Problem::add_joint_periods() {
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto element = [&](Index n, Index t) {
    const std::vector<Index>& seen = nodes_[n].seen;
    const auto at = std::lower_bound(seen.begin(), seen.end(), t);
    return at != seen.end() && *at == t ? std::optional{static_cast<Index>(at - seen.begin())}
                                        : std::nullopt;
  };
  for (Component& component : components_) {
    for (Index t = 0; t < known(); ++t) {
      JointPeriod period;
      std::vector<double> variance;
      for (Index i = 0; i < component.nodes.size(); ++i) {
        const auto own = element(component.nodes[i], t);
        if (!own) {
          continue;
        }
        double explained = 0;
        for (const Lead& lead : component.leads) {
          const auto source = lead.to == i && lead.lag <= t
                                  ? element(component.nodes[lead.from], t - lead.lag)
                                  : std::nullopt;
          if (source) {
            period.leads.push_back(
                {static_cast<Index>(period.nodes.size()), lead.from, *source, lead.gamma});
            explained += lead.gamma * lead.gamma;
          }
        }
        period.nodes.push_back(i);
        period.element.push_back(*own);
        period.scale.push_back(1 / std::sqrt(std::max(least_left, 1 - explained)));
      }
      const auto n = static_cast<Eigen::Index>(period.nodes.size());
      RowMajor correlation(n, n);
      for (Eigen::Index a = 0; a < n; ++a) {
        for (Eigen::Index b = 0; b < n; ++b) {
          correlation(a, b) =
              component
                  .correlation[period.nodes[static_cast<std::size_t>(a)] * component.nodes.size() +
                               period.nodes[static_cast<std::size_t>(b)]];
        }
      }
      const Eigen::LLT<RowMajor> llt(correlation);
      BET_EXPECT(llt.info() == Eigen::Success);
      const RowMajor lower = llt.matrixL();
      const RowMajor inverse = lower.triangularView<Eigen::Lower>().solve(RowMajor::Identity(n, n));
      period.whiten.assign(inverse.data(), inverse.data() + inverse.size());
      period.log_constant = -0.5 * static_cast<double>(n) * std::log(2 * std::numbers::pi);
      for (Eigen::Index a = 0; a < n; ++a) {
        period.log_constant +=
            std::log(period.scale[static_cast<std::size_t>(a)]) - std::log(lower(a, a));
      }
      component.periods.push_back(std::move(period));
    }
  }
}

}  // namespace betledger::inference
