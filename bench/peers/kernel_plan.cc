#include "bench/peers/kernel_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <tbb/parallel_for.h>

#include "bench/peers/report.h"

namespace bench::kernel {

namespace {

// ---- polynomials in z / score_range through Chebyshev nodes

template <std::size_t terms, class Function>
std::array<double, terms> polynomial(const Function& f) {
  std::array<double, terms> x;
  std::array<double, terms> divided;
  for (std::size_t i = 0; i < terms; ++i) {
    x[i] = std::cos(M_PI * (static_cast<double>(i) + 0.5) / terms);
    divided[i] = f(score_range * x[i]);
  }
  for (std::size_t level = 1; level < terms; ++level) {
    for (std::size_t i = terms - 1; i >= level; --i) {
      divided[i] = (divided[i] - divided[i - 1]) / (x[i] - x[i - level]);
    }
  }
  std::array<double, terms> result{};  // Newton's form multiplied out
  for (std::size_t i = terms; i-- > 0;) {
    for (std::size_t k = terms - 1; k > 0; --k) {
      result[k] = result[k - 1] - x[i] * result[k];
    }
    result[0] = divided[i] - x[i] * result[0];
  }
  return result;
}

template <std::size_t terms>
double value_of(const std::array<double, terms>& p, double z) {
  double y = 0;
  for (std::size_t k = terms; k-- > 0;) {
    y = y * (z / score_range) + p[k];
  }
  return y;
}

double normal_cdf(double z) {
  return 0.5 * std::erfc(-z * M_SQRT1_2);
}

}  // namespace

void demand(bool holds, const char* why) {
  if (!holds) {
    throw Unsupported{why};
  }
}

Plan::Plan(const Model& m) : model{m}, structure{m}, first(m.nodes.size(), m.periods) {
  demand(structure.node_by_node, "the kernel knows no lags between metrics");
  demand(m.periods <= most_periods, "the kernel has room for 16 periods");
  demand(m.occasions.empty(), "the kernel knows no occasions");
  add_coins();
  add_pushes();
  add_pulls();
  for (std::uint32_t i = 0; i < m.nodes.size(); ++i) {
    add_node(i);
  }
}

void Plan::add_coins() {
  for (const bench::Gate& gate : model.gates) {
    demand(gate.needs.empty(), "the kernel knows no needs between gates");
    const double words = gate.probability * 4294967296.0;
    coins.push_back({static_cast<std::uint32_t>(std::min(words, 4294967295.0)),
                     gate.probability >= 1,
                     gate.probability <= 0});
  }
}

void Plan::add_pushes() {
  pushes_on.resize(model.nodes.size());
  pushes.resize(model.interventions.size());
  tbb::parallel_for(std::size_t{0}, pushes.size(), [&](std::size_t k) { pushes[k] = push(k); });
  for (std::uint32_t k = 0; k < pushes.size(); ++k) {
    pushes_on[pushes[k].node].push_back(k);
    first[pushes[k].node] = std::min(first[pushes[k].node], pushes[k].first);
  }
}

Push Plan::push(std::size_t k) const {
  const bench::Intervention& item = model.interventions[k];
  const bench::Profile& profile = model.profiles[item.profile];
  demand(item.lift, "the kernel knows lifts alone");
  demand(profile.ramp != bench::Ramp::s_curve && !std::isfinite(profile.half_life),
         "the kernel knows steps and straight ramps alone");
  demand(
      profile.delay.kind == Family::Kind::uniform || profile.delay.kind == Family::Kind::constant,
      "the kernel knows uniform delays alone");
  Push push;
  push.node = item.node;
  push.start = profile.start;
  push.delay_low = static_cast<float>(std::max(0.0, profile.delay.a));
  if (profile.delay.kind == Family::Kind::uniform) {
    demand(profile.delay.a >= 0, "the kernel knows no negative delays");
    push.delay_width = static_cast<float>(profile.delay.b - profile.delay.a);
  }
  push.length = profile.ramp == bench::Ramp::step ? 0 : profile.length;
  push.end = profile.end;
  push.scale = profile.scale;
  push.first = static_cast<std::uint32_t>(std::max(0.0, std::floor(profile.start)));
  for (const std::uint32_t gate : item.gates) {
    if (!coins[gate].always) {
      push.coins.push_back(gate);
    }
  }
  const Family& amount = item.amount;
  push.lognormal = amount.kind == Family::Kind::lognormal;
  push.a = static_cast<float>(amount.a);
  push.b = static_cast<float>(push.lognormal ? amount.b : amount.c - amount.a);
  if (!push.lognormal) {
    demand(amount.kind == Family::Kind::pert, "the kernel knows lognormal and PERT amounts");
    fit_logit(amount, push);
  }
  return push;
}

void Plan::fit_logit(const Family& amount, Push& push) {
  const boost::math::beta_distribution<> beta{amount.alpha, amount.beta};
  const auto logit = [&](double z) {
    if (z < 0) {
      const double x = quantile(beta, normal_cdf(z));
      return std::log(x) - std::log1p(-x);
    }
    const boost::math::beta_distribution<> mirrored{amount.beta, amount.alpha};
    const double x = quantile(mirrored, normal_cdf(-z));
    return std::log1p(-x) - std::log(x);
  };
  const auto p = polynomial<logit_terms>(logit);
  for (const double z : {-3.1, -1.7, -0.3, 0.9, 2.3}) {
    const double x = 1 / (1 + std::exp(-value_of(p, z)));
    demand(std::abs(x - 1 / (1 + std::exp(-logit(z)))) < 1e-4, "a PERT too odd for the kernel");
  }
  std::copy(p.begin(), p.end(), push.logit.begin());
}

void Plan::add_pulls() {
  moves.resize(model.nodes.size());
  for (const bench::Influence& link : model.influences) {
    demand(link.elastic && link.lag == 0, "the kernel knows elasticities without lag alone");
    demand(link.strength.kind == Family::Kind::normal, "the kernel knows normal strengths alone");
    pulls.push_back({link.from,
                     link.to,
                     static_cast<float>(link.strength.a),
                     static_cast<float>(link.strength.b),
                     link.gate,
                     coins[link.gate].always});
    moves[link.from] = 1;
  }
}

void Plan::add_node(std::uint32_t i) {
  const bench::Node& node = model.nodes[i];
  forms.emplace_back();
  known.emplace_back();
  for (const std::uint32_t l : structure.links[i]) {
    first[i] = std::min(first[i], first[pulls[l].from]);
  }
  if (!node.formula.empty()) {
    forms[i] = form_of(node);
    for (const bench::Step& step : node.formula) {
      if (step.op == Op::node) {
        first[i] = std::min(first[i], first[step.node]);
      }
    }
    return;
  }
  demand(node.support != bench::Support::fraction, "the kernel knows no fractions");
  if (!node.pool.empty()) {
    if (structure.needs_without[i]) {
      leaves.push_back(leaf_of(i));
    }
    return;
  }
  known[i] = node.known;
  if (node.first) {
    demand(node.first->kind == Family::Kind::constant && node.last->kind == Family::Kind::constant,
           "the kernel knows constant stated levels alone");
    for (std::uint32_t t = 0; t < model.periods; ++t) {
      const double first_level = bench::to_scale(node.support, node.first->a);
      const double last_level = bench::to_scale(node.support, node.last->a);
      const double share = model.periods == 1 ? 0.0 : t / (model.periods - 1.0);
      known[i].push_back(
          bench::from_scale(node.support, first_level + share * (last_level - first_level)));
    }
  }
}

Leaf Plan::leaf_of(std::uint32_t i) {
  const bench::Node& node = model.nodes[i];
  demand(node.pool.size() <= most_members, "the kernel has room for 8 members of a pool");
  Leaf leaf;
  leaf.node = i;
  leaf.positive = node.support == bench::Support::positive;
  leaf.members = node.pool.size();
  double total = 0;
  for (const bench::Member& member : node.pool) {
    total += member.weight;
  }
  double below = 0;
  for (std::size_t k = 0; k < leaf.members; ++k) {
    const bench::Member& member = node.pool[k];
    demand(member.lead == 0, "the kernel knows histories up to the cycle alone");
    below += member.weight / total;
    leaf.bounds[k] = static_cast<std::uint32_t>(std::min(below * 4294967296.0, 4294967295.0));
    for (std::uint32_t t = 0; t < model.periods; ++t) {
      leaf.mean[t][k] = static_cast<float>(member.mean[t]);
      leaf.psi[t][k] = static_cast<float>(member.psi[t] * member.sigma);
    }
    const auto& factor = factor_of(member.dof);
    for (std::size_t term = 0; term < factor_terms; ++term) {
      leaf.factor[term][k] = static_cast<float>(factor[term]);
    }
  }
  return leaf;
}

const std::array<double, factor_terms>& Plan::factor_of(double dof) {
  const auto [found, is_new] = factors_.try_emplace(dof);
  if (is_new) {
    found->second.fill(0);
    found->second[0] = 1;
    if (std::isfinite(dof)) {
      const boost::math::chi_squared_distribution<> chi{dof};
      const auto exact = [&](double z) {
        return std::sqrt(dof / (z < 0 ? quantile(chi, normal_cdf(z))
                                      : quantile(complement(chi, normal_cdf(-z)))));
      };
      found->second = polynomial<factor_terms>(exact);
      for (const double z : {-3.1, -1.7, 0.3, 1.9, 3.3}) {
        demand(std::abs(value_of(found->second, z) - exact(z)) < 2e-4,
               "a history too short for the kernel");
      }
    }
  }
  return found->second;
}

Form Plan::form_of(const bench::Node& node) {
  std::vector<Form> stack;
  for (const bench::Step& step : node.formula) {
    if (step.op == Op::number) {
      stack.emplace_back().constant = step.number;
    } else if (step.op == Op::node) {
      demand(step.lag == 0, "the kernel knows no lags");
      stack.emplace_back().sum = {{1.0, step.node}};
    } else {
      demand(step.op >= Op::add && step.op <= Op::divide, "the kernel knows + - * / alone");
      Form right = std::move(stack.back());
      stack.pop_back();
      combine(step.op, stack.back(), right);
    }
  }
  return stack.back();
}

void Plan::combine(Op op, Form& left, const Form& right) {
  const char* const why = "a formula too odd for the kernel";
  if (op == Op::add || op == Op::subtract) {
    demand(left.is_sum() && right.is_sum(), why);
    const double sign = op == Op::add ? 1 : -1;
    for (const auto& [weight, node] : right.sum) {
      left.sum.emplace_back(sign * weight, node);
    }
    left.constant += sign * right.constant;
  } else if (right.is_number()) {
    scale(left, op == Op::multiply ? right.constant : 1 / right.constant);
  } else if (op == Op::multiply && left.is_number()) {
    const double by = left.constant;
    left = right;
    scale(left, by);
  } else {
    demand(right.is_node(), why);
    (op == Op::multiply ? left.factors : left.divisors).push_back(right.sum[0].second);
  }
}

void Plan::scale(Form& form, double by) {
  form.constant *= by;
  for (auto& term : form.sum) {
    term.first *= by;
  }
}

}  // namespace bench::kernel
