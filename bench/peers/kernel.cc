// The physical limit: what hand-written code for these workloads alone can do. Vectors of the
// widest registers, Philox words inverted to normals in float, blocks of 256 runs as columns,
// periods outermost, the evaluation in double, exact quantiles by pilot brackets. It simulates
// lag-free trees of sums, products and ratios with lognormal and PERT lifts, and says so where a
// model holds anything else.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include "bench/peers/evaluate.h"
#include "bench/peers/report.h"
#include "bench/peers/vectors.h"

namespace {

using namespace bench::vec;  // NOLINT(google-build-using-namespace)
using bench::Family;
using bench::Model;
using bench::Op;
using bench::Unsupported;

constexpr std::size_t block = 256;
constexpr std::size_t lanes = floats;
constexpr std::size_t most_members = 8;
constexpr std::size_t most_periods = 16;
constexpr std::size_t factor_terms = 8;
constexpr std::size_t logit_terms = 12;
constexpr double score_range = 6.5;

void demand(bool holds, const char* why) {
  if (!holds) {
    throw Unsupported{why};
  }
}

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

// ---- the plan

/// The pool of a leaf: rows of one float per member, so that a register holds a row.
struct Leaf {
  std::uint32_t node = 0;
  bool positive = true;
  std::size_t members = 0;
  std::array<std::uint32_t, most_members> bounds{};  // words: the first member's share, ...
  using Row = std::array<float, most_members>;
  std::array<Row, most_periods> mean{};
  std::array<Row, most_periods> psi{};  // times sigma
  std::array<Row, factor_terms> factor{};
};

/// (sum of weight x + constant) times factors over divisors.
struct Form {
  std::vector<std::pair<double, std::uint32_t>> sum;
  double constant = 0;
  std::vector<std::uint32_t> factors;
  std::vector<std::uint32_t> divisors;
  [[nodiscard]] bool is_number() const {
    return sum.empty() && factors.empty() && divisors.empty();
  }
  [[nodiscard]] bool is_sum() const { return factors.empty() && divisors.empty(); }
  [[nodiscard]] bool is_node() const {
    return is_sum() && constant == 0 && sum.size() == 1 && sum[0].first == 1;
  }
};

struct Push {
  std::uint32_t node = 0;
  bool lognormal = true;
  float a = 0;                             // ln median, or the lower end
  float b = 0;                             // sdlog, or the width
  std::array<float, logit_terms> logit{};  // PERT: ln(x / (1 - x)) by score
  std::vector<std::uint32_t> coins;
  double start = 0;
  float delay_low = 0;
  float delay_width = 0;
  double length = 0;
  double end = 0;
  double scale = 1;
  std::uint32_t first = 0;  // the first period it can act in
};

struct Pull {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  float mean = 0;
  float sd = 0;
  std::uint32_t coin = 0;
  bool always = false;
};

struct Coin {
  std::uint32_t threshold = 0;
  bool always = false;
  bool never = false;
};

class Plan {
 public:
  explicit Plan(const Model& m) : model{m}, structure{m}, first(m.nodes.size(), m.periods) {
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

  const Model& model;
  bench::Structure structure;
  std::vector<std::uint32_t> first;  // by node: the period from which the with side differs
  std::vector<Coin> coins;
  std::vector<Push> pushes;
  std::vector<std::vector<std::uint32_t>> pushes_on;
  std::vector<Pull> pulls;
  std::vector<Leaf> leaves;
  std::vector<Form> forms;
  std::vector<std::vector<double>> known;
  std::vector<char> moves;  // by node: a link reads its ratio

 private:
  void add_coins() {
    for (const bench::Gate& gate : model.gates) {
      demand(gate.needs.empty(), "the kernel knows no needs between gates");
      const double words = gate.probability * 4294967296.0;
      coins.push_back({static_cast<std::uint32_t>(std::min(words, 4294967295.0)),
                       gate.probability >= 1,
                       gate.probability <= 0});
    }
  }

  void add_pushes() {
    pushes_on.resize(model.nodes.size());
    pushes.resize(model.interventions.size());
    tbb::parallel_for(std::size_t{0}, pushes.size(), [&](std::size_t k) { pushes[k] = push(k); });
    for (std::uint32_t k = 0; k < pushes.size(); ++k) {
      pushes_on[pushes[k].node].push_back(k);
      first[pushes[k].node] = std::min(first[pushes[k].node], pushes[k].first);
    }
  }

  [[nodiscard]] Push push(std::size_t k) const {
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

  static void fit_logit(const Family& amount, Push& push) {
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

  void add_pulls() {
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

  void add_node(std::uint32_t i) {
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
      demand(
          node.first->kind == Family::Kind::constant && node.last->kind == Family::Kind::constant,
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

  [[nodiscard]] Leaf leaf_of(std::uint32_t i) {
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

  /// sqrt(dof / chi2_dof) by score.
  const std::array<double, factor_terms>& factor_of(double dof) {
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

  static Form form_of(const bench::Node& node) {
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

  static void combine(Op op, Form& left, const Form& right) {
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

  static void scale(Form& form, double by) {
    form.constant *= by;
    for (auto& term : form.sum) {
      term.first *= by;
    }
  }

  std::map<double, std::array<double, factor_terms>> factors_;
};

// ---- one block of runs

template <class T>
class Columns {
 public:
  explicit Columns(std::size_t count)
      : memory_{static_cast<T*>(
            std::aligned_alloc(64, std::max<std::size_t>(count, 1) * block * sizeof(T)))} {
    std::memset(memory_.get(), 0, std::max<std::size_t>(count, 1) * block * sizeof(T));
  }
  [[nodiscard]] T* operator[](std::size_t i) const { return memory_.get() + i * block; }

 private:
  struct Free {
    void operator()(T* p) const { std::free(p); }
  };
  std::unique_ptr<T, Free> memory_;
};

class Engine {
 public:
  Engine(const Plan& plan, std::uint64_t seed)
      : plan_{plan},
        seed_{seed},
        periods_{plan.model.periods},
        coins_{plan.coins.size()},
        amounts_{plan.pushes.size()},
        delays_{plan.pushes.size()},
        ramps_{plan.pushes.size()},
        pulls_{plan.pulls.size()},
        bases_{plan.leaves.size() * periods_},
        own_without_{plan.model.nodes.size()},
        own_with_{plan.model.nodes.size()},
        ratios_{plan.model.nodes.size()},
        words_{1},
        scores_{most_periods + 1},
        without(plan.model.nodes.size()),
        with(plan.model.nodes.size()) {}

  template <class Sink>
  void run(std::uint64_t number, const Sink& sink) {
    number_ = number;
    draw_coins();
    draw_pushes();
    draw_pulls();
    for (std::size_t k = 0; k < plan_.leaves.size(); ++k) {
      draw_leaf(k);
    }
    for (std::uint32_t t = 0; t < periods_; ++t) {
      std::size_t leaf = 0;
      for (std::uint32_t i = 0; i < plan_.model.nodes.size(); ++i) {
        const bool drawn = leaf < plan_.leaves.size() && plan_.leaves[leaf].node == i;
        evaluate(i, t, drawn ? bases_[leaf * periods_ + t] : nullptr);
        leaf += drawn ? 1 : 0;
      }
      sink(t, with);
    }
  }

 private:
  const U* words(std::uint64_t variable, std::uint64_t index) {
    constexpr std::size_t counters = 4 * doubles;  // a call's
    auto* out = reinterpret_cast<U*>(words_[0]);
    for (std::size_t c = 0; c < block / 4; c += counters, out += 8) {
      philox<4>(number_ * (block / 4) + c, variable, index, seed_, out);
    }
    return reinterpret_cast<const U*>(words_[0]);
  }

  void scores(std::uint64_t variable, std::uint64_t index, float* out) {
    const U* from = words(variable, index);
    for (std::size_t v = 0; v < block / lanes; v += 4) {
      normals<4>(from + v, reinterpret_cast<F*>(out) + v);
    }
  }

  // Variables are numbered: coins, amounts, delays, strengths, then three for each leaf.
  void draw_coins() {
    for (std::size_t g = 0; g < plan_.coins.size(); ++g) {
      const Coin& coin = plan_.coins[g];
      if (coin.always) {
        continue;
      }
      const U* w = words(g, 0);
      for (std::size_t v = 0; v < block / lanes; ++v) {
        store(coins_[g] + v * lanes, coin.never ? I{} : bits<I>(w[v] < U{} + coin.threshold));
      }
    }
  }

  void draw_pushes() {
    const std::size_t variables = plan_.coins.size();
    for (std::size_t k = 0; k < plan_.pushes.size(); ++k) {
      const Push& push = plan_.pushes[k];
      float* out = amounts_[k];
      scores(variables + 2 * k, 0, out);
      for (std::size_t i = 0; i < block; i += lanes) {
        F x = load<F>(out + i);
        if (push.lognormal) {
          x = exp(x * push.b + push.a);
        } else {
          const F z = x * static_cast<float>(1 / score_range);
          F y = splat(push.logit.back());
          for (std::size_t term = logit_terms - 1; term-- > 0;) {
            y = y * z + push.logit[term];
          }
          x = push.a + push.b / (1.0F + exp(-y));
        }
        for (const std::uint32_t g : push.coins) {
          x = bits<F>(bits<I>(x) & load<I>(coins_[g] + i));
        }
        store(out + i, x);
      }
      const U* w = words(variables + 2 * k + 1, 0);
      for (std::size_t v = 0; v < block / lanes; ++v) {
        store(delays_[k] + v * lanes, uniform(w[v]) * push.delay_width + push.delay_low);
      }
      for (std::size_t i = 0; i < block; i += doubles) {
        store(ramps_[k] + i, ramp(push, push.start, delays_[k] + i, push.first));
      }
    }
  }

  void draw_pulls() {
    const std::size_t variables = plan_.coins.size() + 2 * plan_.pushes.size();
    for (std::size_t l = 0; l < plan_.pulls.size(); ++l) {
      const Pull& pull = plan_.pulls[l];
      float* z = scores_[0];
      scores(variables + l, 0, z);
      for (std::size_t i = 0; i < block; i += lanes) {
        F x = load<F>(z + i) * pull.sd + pull.mean;
        if (!pull.always) {
          x = bits<F>(bits<I>(x) & load<I>(coins_[pull.coin] + i));
        }
        store(z + i, x);
      }
      for (std::size_t i = 0; i < block; i += doubles) {
        store(pulls_[l] + i, widen(z + i));
      }
    }
  }

  void draw_leaf(std::size_t k) {
    const Leaf& leaf = plan_.leaves[k];
    const std::size_t variable =
        plan_.coins.size() + 2 * plan_.pushes.size() + plan_.pulls.size() + 2 * k;
    for (std::uint32_t t = 0; t <= periods_; ++t) {
      scores(variable, t, scores_[t]);  // the last one for sigma
    }
    const U* member_words = words(variable + 1, 0);
    float* out = bases_[k * periods_];
    if (periods_ == 13) {
      leaf_paths<13>(leaf, member_words, out);
    } else {
      leaf_paths<0>(leaf, member_words, out);
    }
  }

  template <int fixed_periods>
  void leaf_paths(const Leaf& leaf, const U* member_words, float* out) {
    const int periods = fixed_periods > 0 ? fixed_periods : static_cast<int>(periods_);
    for (std::size_t v = 0; v < block / lanes; ++v) {
      const std::size_t i = v * lanes;
      I member{};
      for (std::size_t m = 0; m + 1 < leaf.members; ++m) {
        member -= bits<I>(member_words[v] >= U{} + leaf.bounds[m]);
      }
      const F z = load<F>(scores_[static_cast<std::size_t>(periods)] + i) *
                  static_cast<float>(1 / score_range);
      F factor = pick(leaf.factor.back().data(), member);
      for (std::size_t term = factor_terms - 1; term-- > 0;) {
        factor = factor * z + pick(leaf.factor[term].data(), member);
      }
      F x[most_periods];
      F psi[most_periods];
#pragma GCC unroll 16
      for (int t = 0; t < periods; ++t) {
        psi[t] = pick(leaf.psi[static_cast<std::size_t>(t)].data(), member) * factor;
        x[t] = pick(leaf.mean[static_cast<std::size_t>(t)].data(), member);
      }
#pragma GCC unroll 16
      for (int s = 0; s < periods; ++s) {
        const F e = load<F>(scores_[static_cast<std::size_t>(s)] + i);
#pragma GCC unroll 16
        for (int t = s; t < periods; ++t) {
          x[t] += psi[t - s] * e;
        }
      }
#pragma GCC unroll 16
      for (int t = 0; t < periods; ++t) {
        store(out + static_cast<std::size_t>(t) * block + i, leaf.positive ? exp(x[t]) : x[t]);
      }
    }
  }

  /// The ramp's integral up to a time.
  static BENCH_INLINE D ramp(const Push& push, double start, const float* delay, double time) {
    const D x = splat_d(std::min(time, push.end) - start) - widen(delay);
    if (push.length <= 0) {
      return most(x, D{});
    }
    const D q = least(most(x, D{}), splat_d(push.length));
    return q * q * (0.5 / push.length) + most(x - push.length, D{});
  }

  void evaluate(std::uint32_t i, std::uint32_t t, const float* base) {
    const bench::Structure& structure = plan_.structure;
    const bench::Node& node = plan_.model.nodes[i];
    const bool changed = structure.reached[i] && structure.needs_with[i] && t >= plan_.first[i];
    if (structure.needs_without[i] || (structure.needs_with[i] && !changed)) {
      double* out = own_without_[i];
      if (!node.formula.empty()) {
        compute(plan_.forms[i], structure.needs_without[i] ? without : with, out);
      } else if (base != nullptr) {
        for (std::size_t r = 0; r < block; r += doubles) {
          store(out + r, widen(base + r));
        }
      } else {
        std::fill(out, out + block, plan_.known[i][t]);
      }
      without[i] = out;
      with[i] = out;
    }
    if (!changed) {
      return;
    }
    with[i] = own_with_[i];
    if (node.formula.empty()) {
      change(i, t);
    } else {
      compute(plan_.forms[i], with, own_with_[i]);
    }
    if (plan_.moves[i] != 0) {
      for (std::size_t r = 0; r < block; r += 2 * doubles) {
        store(ratios_[i] + r, log(load<D>(with[i] + r) / load<D>(without[i] + r)));
        store(ratios_[i] + r + doubles,
              log(load<D>(with[i] + r + doubles) / load<D>(without[i] + r + doubles)));
      }
    }
  }

  static void compute(const Form& form, const std::vector<const double*>& x, double* out) {
    constexpr std::size_t step = 4 * doubles;
    for (std::size_t r = 0; r < block; r += step) {
      D y[4];
      for (D& v : y) {
        v = splat_d(form.constant);
      }
      for (const auto& [weight, node] : form.sum) {
        const double* from = x[node] + r;
        for (std::size_t v = 0; v < 4; ++v) {
          y[v] += weight * load<D>(from + v * doubles);
        }
      }
      for (const std::uint32_t node : form.factors) {
        for (std::size_t v = 0; v < 4; ++v) {
          y[v] *= load<D>(x[node] + r + v * doubles);
        }
      }
      for (const std::uint32_t node : form.divisors) {
        for (std::size_t v = 0; v < 4; ++v) {
          y[v] /= load<D>(x[node] + r + v * doubles);
        }
      }
      for (std::size_t v = 0; v < 4; ++v) {
        store(out + r + v * doubles, y[v]);
      }
    }
  }

  /// One pass over the block: links, lifts, clamp, and the ratio for who is moved by it.
  void change(std::uint32_t i, std::uint32_t t) {
    std::array<const double*, 64> pull;
    std::array<const double*, 64> ratio;
    std::size_t links = 0;
    for (const std::uint32_t l : plan_.structure.links[i]) {
      const std::uint32_t from = plan_.pulls[l].from;
      if (plan_.structure.reached[from] && t >= plan_.first[from]) {
        demand(links < pull.size(), "the kernel has room for 64 links into a metric");
        pull[links] = pulls_[l];
        ratio[links++] = ratios_[from];
      }
    }
    double* out = own_with_[i];
    const double* base = without[i];
    const bool positive = plan_.model.nodes[i].support == bench::Support::positive;
    for (std::size_t r = 0; r < block; r += 2 * doubles) {
      std::array<D, 2> y{load<D>(base + r), load<D>(base + r + doubles)};
      if (links > 0) {
        std::array<D, 2> sum{};
        for (std::size_t l = 0; l < links; ++l) {
          sum[0] += load<D>(pull[l] + r) * load<D>(ratio[l] + r);
          sum[1] += load<D>(pull[l] + r + doubles) * load<D>(ratio[l] + r + doubles);
        }
        y[0] *= exp(sum[0]);
        y[1] *= exp(sum[1]);
      }
      for (const std::uint32_t k : plan_.pushes_on[i]) {
        const Push& push = plan_.pushes[k];
        if (t >= push.first && t < push.end) {
          lift(push, k, t, r, y[0]);
          lift(push, k, t, r + doubles, y[1]);
        }
      }
      for (std::size_t v = 0; v < 2; ++v) {
        const std::size_t at = r + v * doubles;
        const D before = load<D>(base + at);
        y[v] = positive ? most(y[v], before * 1e-6) : y[v];
        store(out + at, y[v]);
      }
    }
  }

  BENCH_INLINE void lift(
      const Push& push, std::uint32_t k, std::uint32_t t, std::size_t r, D& inout) const {
    const D now = ramp(push, push.start, delays_[k] + r, t + 1.0);
    const D live = (now - load<D>(ramps_[k] + r)) * push.scale;
    store(ramps_[k] + r, now);
    inout *= 1.0 + widen(amounts_[k] + r) * live;
  }

  const Plan& plan_;
  std::uint64_t seed_;
  std::uint32_t periods_;
  std::uint64_t number_ = 0;
  Columns<std::int32_t> coins_;
  Columns<float> amounts_;
  Columns<float> delays_;
  Columns<double> ramps_;  // each push's integral up to the period
  Columns<double> pulls_;
  Columns<float> bases_;
  Columns<double> own_without_;
  Columns<double> own_with_;
  Columns<double> ratios_;
  Columns<std::uint32_t> words_;
  Columns<float> scores_;
  std::vector<const double*> without;
  std::vector<const double*> with;
};

// ---- statistics: brackets from a pilot, then only what falls into them is kept

constexpr std::array<double, 3> levels{0.1, 0.5, 0.9};

struct Brackets {
  std::array<float, 3> low{};
  std::array<float, 3> high{};
};

Brackets brackets_of(std::vector<float> pilot) {
  const auto count = static_cast<double>(pilot.size());
  auto from = pilot.begin();
  const auto at = [&](double rank) {  // ascending
    const auto place = std::max(from, pilot.begin() + static_cast<std::ptrdiff_t>(rank));
    std::nth_element(from, place, pilot.end());
    from = place;
    return *place;
  };
  Brackets result;
  for (std::size_t q = 0; q < 3; ++q) {
    const double middle = levels[q] * (count - 1);
    const double reach = 4.5 * std::sqrt(count * levels[q] * (1 - levels[q])) + 2;
    result.low[q] = middle - reach < 0 ? -INFINITY : at(middle - reach);
    result.high[q] = middle + reach > count - 1 ? INFINITY : at(middle + reach);
  }
  return result;
}

/// What one thread keeps of one series.
struct Kept {
  std::vector<float> values;
  std::size_t count = 0;
  std::array<std::int64_t, 3> below{};

  void take(const float* x, std::size_t n, const Brackets& b) {
    if (values.size() < count + n + lanes) {
      values.resize(2 * (count + n) + lanes);
    }
    I under[3] = {};
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
      const F v = load<F>(x + i);
      I inside{};
      for (std::size_t q = 0; q < 3; ++q) {
        const I less = v < b.low[q];
        under[q] -= less;
        inside |= ~less & (v <= b.high[q]);
      }
      count += static_cast<std::size_t>(compress(values.data() + count, v, inside));
    }
    for (std::size_t q = 0; q < 3; ++q) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        below[q] += under[q][lane];
      }
    }
    for (; i < n; ++i) {
      bool inside = false;
      for (std::size_t q = 0; q < 3; ++q) {
        below[q] += x[i] < b.low[q] ? 1 : 0;
        inside = inside || (x[i] >= b.low[q] && x[i] <= b.high[q]);
      }
      values[count] = x[i];
      count += inside ? 1 : 0;
    }
  }
};

class Simulation {
 public:
  Simulation(const Model& model, std::uint64_t runs, std::uint64_t seed)
      : model_{model},
        plan_{model},
        runs_{runs},
        blocks_{(runs + block - 1) / block},
        width_{model.periods + std::size_t{1}},
        series_{model.outputs.size() * width_},
        pilots_{std::min<std::size_t>(blocks_, std::clamp<std::size_t>(blocks_ / 16, 8, 32))},
        pilot_{series_ * pilots_},
        sums_(series_ * blocks_),
        met_(blocks_),
        brackets_(series_),
        engines_{[this, seed] { return std::make_unique<Engine>(plan_, seed); }},
        scratch_{[this] { return std::make_unique<Scratch>(series_, model_.outputs.size() + 1); }} {
    for (const std::uint32_t output : model.outputs) {
      demand(model.nodes[output].rollup != bench::Rollup::weighted,
             "the kernel knows no weighted roll-ups");
    }
    if (model.target) {
      demand(model.target->node == model.outputs[0], "the kernel's target is the focus metric's");
    }
  }

  bench::Answer answer() {
    tbb::parallel_for(std::size_t{0}, pilots_, [&](std::size_t b) {
      one(b, [&](std::size_t s) { return pilot_[s * pilots_ + b]; });
    });
    const std::size_t piloted = std::min<std::size_t>(runs_, pilots_ * block);
    tbb::parallel_for(std::size_t{0}, series_, [&](std::size_t s) {
      const float* x = pilot_[s * pilots_];
      brackets_[s] = brackets_of({x, x + piloted});
    });
    tbb::parallel_for(tbb::blocked_range<std::size_t>{pilots_, blocks_, 2}, [&](const auto& range) {
      Scratch& mine = *scratch_.local();
      for (std::size_t b = range.begin(); b < range.end(); ++b) {
        one(b, [&](std::size_t s) { return mine.columns[s]; });
        for (std::size_t s = 0; s < series_; ++s) {
          mine.kept[s].take(mine.columns[s], runs_in(b), brackets_[s]);
        }
      }
    });
    bench::Answer answer;
    answer.series.resize(series_);
    tbb::parallel_for(
        std::size_t{0}, series_, [&](std::size_t s) { answer.series[s] = finish(s, piloted); });
    std::uint64_t met = 0;
    for (const std::uint64_t count : met_) {
      met += count;
    }
    answer.target = static_cast<double>(met) / static_cast<double>(runs_);
    return answer;
  }

 private:
  struct Scratch {
    Scratch(std::size_t series, std::size_t outputs)
        : columns{series}, rollups{outputs}, kept(series) {}
    Columns<float> columns;
    Columns<double> rollups;
    std::vector<Kept> kept;
  };

  [[nodiscard]] std::size_t runs_in(std::size_t b) const {
    return std::min<std::size_t>(block, runs_ - b * block);
  }

  /// Simulates block b; column(s) is where series s goes.
  template <class Column>
  void one(std::size_t b, const Column& column) {
    Scratch& mine = *scratch_.local();
    const std::size_t n = runs_in(b);
    double* sums = &sums_[b * series_];
    engines_.local()->run(b, [&](std::uint32_t t, const std::vector<const double*>& with) {
      for (std::size_t k = 0; k < model_.outputs.size(); ++k) {
        const double* x = with[model_.outputs[k]];
        double* total = mine.rollups[k];
        const bool fresh = t == 0 || rollup(k) == bench::Rollup::last;
        float* out = column(k * width_ + t);
        for (std::size_t r = 0; r < block; r += doubles) {
          const D v = load<D>(x + r);
          store(total + r, fresh ? v : load<D>(total + r) + v);
          store(out + r, narrow(v));
        }
        sums[k * width_ + t] = sum(x, n);
      }
    });
    for (std::size_t k = 0; k < model_.outputs.size(); ++k) {
      double* total = mine.rollups[k];
      const double scale = rollup(k) == bench::Rollup::mean ? 1.0 / model_.periods : 1.0;
      float* out = column(k * width_ + model_.periods);
      for (std::size_t r = 0; r < block; r += doubles) {
        const D v = load<D>(total + r) * scale;
        store(total + r, v);
        store(out + r, narrow(v));
      }
      sums[k * width_ + model_.periods] = sum(total, n);
    }
    for (std::size_t r = 0; model_.target && r < n; ++r) {
      met_[b] += bench::meets(*model_.target, mine.rollups[0][r]) ? 1U : 0U;
    }
  }

  static double sum(const double* x, std::size_t n) {
    D lanes_sum{};
    std::size_t r = 0;
    for (; r + doubles <= n; r += doubles) {
      lanes_sum += load<D>(x + r);
    }
    double result = 0;
    for (int lane = 0; lane < doubles; ++lane) {
      result += lanes_sum[lane];
    }
    for (; r < n; ++r) {
      result += x[r];
    }
    return result;
  }

  [[nodiscard]] bench::Rollup rollup(std::size_t k) const {
    return model_.nodes[model_.outputs[k]].rollup;
  }

  bench::Statistics finish(std::size_t s, std::size_t piloted) {
    Kept all;
    all.take(pilot_[s * pilots_], piloted, brackets_[s]);
    for (const auto& scratch : scratch_) {
      const Kept& part = scratch->kept[s];
      all.values.resize(all.count);
      all.values.insert(all.values.end(),
                        part.values.begin(),
                        part.values.begin() + static_cast<std::ptrdiff_t>(part.count));
      all.count += part.count;
      for (std::size_t q = 0; q < 3; ++q) {
        all.below[q] += part.below[q];
      }
    }
    std::array<double, 3> quantiles{};
    for (std::size_t q = 0; q < 3; ++q) {
      quantiles[q] = quantile(all, brackets_[s], q);
    }
    double mean = 0;
    for (std::size_t b = 0; b < blocks_; ++b) {
      mean += sums_[b * series_ + s];
    }
    return {mean / static_cast<double>(runs_), quantiles[0], quantiles[1], quantiles[2]};
  }

  [[nodiscard]] double quantile(const Kept& all, const Brackets& b, std::size_t q) const {
    std::vector<float> inside;
    for (std::size_t i = 0; i < all.count; ++i) {
      if (all.values[i] >= b.low[q] && all.values[i] <= b.high[q]) {
        inside.push_back(all.values[i]);
      }
    }
    const double rank = levels[q] * static_cast<double>(runs_ - 1);
    const auto at = static_cast<std::int64_t>(rank) - all.below[q];
    if (at < 0 || at + 1 >= static_cast<std::int64_t>(inside.size())) {
      throw std::runtime_error{"a bracket missed its quantile"};
    }
    std::nth_element(inside.begin(), inside.begin() + at, inside.end());
    const double low = inside[static_cast<std::size_t>(at)];
    const double high = *std::min_element(inside.begin() + at + 1, inside.end());
    return low + (rank - std::floor(rank)) * (high - low);
  }

  const Model& model_;
  Plan plan_;
  std::uint64_t runs_;
  std::size_t blocks_;
  std::size_t width_;  // series of an output
  std::size_t series_;
  std::size_t pilots_;  // blocks
  Columns<float> pilot_;
  std::vector<double> sums_;
  std::vector<std::uint64_t> met_;
  std::vector<Brackets> brackets_;
  tbb::enumerable_thread_specific<std::unique_ptr<Engine>> engines_;
  tbb::enumerable_thread_specific<std::unique_ptr<Scratch>> scratch_;
};

bench::Answer simulate(const Model& model, std::uint64_t runs, std::uint64_t seed) {
  return Simulation{model, runs, seed}.answer();
}

}  // namespace

int main(int argc, char** argv) {
  return bench::time_peer("kernel", argc, argv, simulate);
}
