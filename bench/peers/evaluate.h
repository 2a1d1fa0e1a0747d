#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "bench/peers/model.h"

namespace bench {

// One run after the other, in double, with the C library: the semantics of docs/simulation.md as
// one would write them down. What a good programmer saves is saved: a metric's with side is only
// computed where bets can reach it, its without side only where something reads it, and what a
// closed gate hides is not drawn.

/// What can be known of a model before the first run.
struct Structure {
  explicit Structure(const Model& from);

  const Model& model;
  std::vector<bool> reached;     // by bets, through formulas and links
  std::vector<bool> needs_with;  // and reached
  std::vector<bool> needs_without;
  std::vector<std::vector<std::uint32_t>> lifts;  // by node: interventions
  std::vector<std::vector<std::uint32_t>> shifts;
  std::vector<std::vector<std::uint32_t>> links;  // by node: influences into it
  std::vector<std::vector<std::uint32_t>> occasions;
  bool node_by_node = true;  // nothing reads a later node's past: all periods of a node at once

 private:
  /// visit(driver, by_link) for what node i reads.
  template <class Visit>
  void each_driver(std::uint32_t i, const Visit& visit) const {
    for (const Step& step : model.nodes[i].formula) {
      if (step.op == Op::node) {
        visit(step.node, false);
      }
    }
    for (const std::uint32_t l : links[i]) {
      visit(model.influences[l].from, true);
    }
  }
  void find_reached();
  void find_needed();
  bool find_needed_by(std::uint32_t i);
};

/// The average of the effect's profile over a period.
[[nodiscard]] double live_share(const Profile& profile, double delay, std::uint32_t period);

/// `Random` has uniform() in (0, 1), normal() and gamma(shape).
template <class Random>
[[nodiscard]] double draw(const Family& family, Random& random) {
  switch (family.kind) {
    case Family::Kind::constant:
      return family.a;
    case Family::Kind::normal:
      return family.a + family.b * random.normal();
    case Family::Kind::lognormal:
      return std::exp(family.a + family.b * random.normal());
    case Family::Kind::uniform:
      return family.a + (family.b - family.a) * random.uniform();
    case Family::Kind::triangular: {
      const double u = random.uniform();
      const double width = family.c - family.a;
      const double at_mode = (family.b - family.a) / width;
      return u < at_mode ? family.a + std::sqrt(u * width * (family.b - family.a))
                         : family.c - std::sqrt((1 - u) * width * (family.c - family.b));
    }
    case Family::Kind::pert:
    case Family::Kind::beta: {
      const double x = random.gamma(family.alpha);
      const double y = random.gamma(family.beta);
      return family.a + (family.c - family.a) * x / (x + y);
    }
    case Family::Kind::table: {
      const double at = std::clamp((random.normal() - family.from) / family.step,
                                   0.0,
                                   static_cast<double>(family.values.size()) - 1.001);
      const auto i = static_cast<std::size_t>(at);
      return family.values[i] +
             (at - static_cast<double>(i)) * (family.values[i + 1] - family.values[i]);
    }
  }
  return 0;
}

[[nodiscard]] inline double to_scale(Support support, double x) {
  return support == Support::positive   ? std::log(x)
         : support == Support::fraction ? std::log(x / (1 - x))
                                        : x;
}

[[nodiscard]] inline double from_scale(Support support, double x) {
  return support == Support::positive   ? std::exp(x)
         : support == Support::fraction ? 1 / (1 + std::exp(-x))
                                        : x;
}

/// A run's random numbers, drawn when they are asked for; each is asked for once at most.
template <class Random>
class Drawn {
 public:
  Drawn(const Model& model, Random& random) : model_{model}, random_{random} {}

  [[nodiscard]] bool coin(std::size_t gate) {
    return random_.uniform() < model_.gates[gate].probability;
  }
  [[nodiscard]] double amount(std::size_t k) {
    return draw(model_.interventions[k].amount, random_);
  }
  [[nodiscard]] double delay(std::size_t p) { return draw(model_.profiles[p].delay, random_); }
  [[nodiscard]] double strength(std::size_t l) {
    return draw(model_.influences[l].strength, random_);
  }
  [[nodiscard]] double occasion(std::size_t o) { return draw(model_.occasions[o].amount, random_); }
  /// Of a pool of several.
  [[nodiscard]] std::size_t member(std::size_t node) {
    const std::vector<Member>& pool = model_.nodes[node].pool;
    double total = 0;
    for (const Member& member : pool) {
      total += member.weight;
    }
    std::size_t chosen = 0;
    for (double left = random_.uniform() * total;
         chosen + 1 < pool.size() && left >= pool[chosen].weight;
         ++chosen) {
      left -= pool[chosen].weight;
    }
    return chosen;
  }
  [[nodiscard]] double chi_square(std::size_t node, std::size_t member) {
    return 2 * random_.gamma(model_.nodes[node].pool[member].dof / 2);
  }
  [[nodiscard]] double innovation(std::size_t /*node*/, std::size_t /*step*/) {
    return random_.normal();
  }
  /// Of a stated level.
  [[nodiscard]] double score(std::size_t /*node*/) { return random_.normal(); }

 private:
  const Model& model_;
  Random& random_;
};

/// One run at a time; one of these per thread.
class Evaluator {
 public:
  explicit Evaluator(const Structure& structure);

  /// Draws everything a run needs and computes it. Afterwards `series` has the outputs.
  template <class Random>
  void run(Random& random) {
    run_on(Drawn<Random>{model_, random});
  }

  /// The same on numbers that something like Drawn knows.
  template <class Inputs>
  void run_on(Inputs inputs) {
    set_gates(inputs);
    set_effects(inputs);
    set_pulls(inputs);
    for (std::uint32_t i = 0; i < nodes_; ++i) {
      if (model_.nodes[i].formula.empty() && s_.needs_without[i]) {
        set_base(inputs, i);
      }
    }
    evaluate();
  }

  /// The output metrics, with side: each one's periods, then its roll-up.
  void series(double* out) const;
  [[nodiscard]] double roll_up(std::uint32_t i) const;

 private:
  struct Values {
    std::vector<double> values;
    std::uint32_t periods;
    [[nodiscard]] double* of(std::uint32_t i) { return &values[std::size_t{i} * periods]; }
    [[nodiscard]] const double* of(std::uint32_t i) const {
      return &values[std::size_t{i} * periods];
    }
  };
  struct Span {
    std::uint32_t begin;
    std::uint32_t end;
  };

  template <class Inputs>
  void set_gates(Inputs& inputs) {
    for (std::size_t g = 0; g < model_.gates.size(); ++g) {
      const Gate& gate = model_.gates[g];
      bool open = gate.probability >= 1 || (gate.probability > 0 && inputs.coin(g));
      for (const std::uint32_t need : gate.needs) {
        open = open && open_[need] != 0;
      }
      open_[g] = open ? 1 : 0;
    }
  }

  template <class Inputs>
  void set_effects(Inputs& inputs) {
    std::fill(delay_drawn_.begin(), delay_drawn_.end(), 0);
    for (std::uint32_t k = 0; k < model_.interventions.size(); ++k) {
      const Intervention& item = model_.interventions[k];
      acts_[k] =
          std::all_of(
              item.gates.begin(), item.gates.end(), [&](std::uint32_t g) { return open_[g] != 0; })
              ? 1
              : 0;
      if (acts_[k] == 0) {
        continue;
      }
      const std::uint32_t p = item.profile;
      if (delay_drawn_[p] == 0) {
        delay_drawn_[p] = 1;
        const double delay = std::max(0.0, inputs.delay(p));
        for (std::uint32_t t = 0; t < periods_; ++t) {
          live_.of(p)[t] = live_share(model_.profiles[p], delay, t);
        }
      }
      amounts_[k] = inputs.amount(k);
    }
  }

  template <class Inputs>
  void set_pulls(Inputs& inputs) {
    for (std::size_t l = 0; l < model_.influences.size(); ++l) {
      pulls_[l] = open_[model_.influences[l].gate] != 0 ? inputs.strength(l) : 0;
    }
  }

  template <class Inputs>
  void set_base(Inputs& inputs, std::uint32_t i) {
    const Node& node = model_.nodes[i];
    double* out = without_.of(i);
    if (!node.pool.empty()) {
      set_pool(inputs, i, out);
    } else if (node.first) {
      set_stated(inputs, i, out);
    } else {
      std::copy(node.known.begin(), node.known.end(), out);
    }
    for (const bool lift : {true, false}) {
      for (const std::uint32_t o : s_.occasions[i]) {
        const Occasion& occasion = model_.occasions[o];
        if (occasion.lift == lift) {
          const double amount = inputs.occasion(o);
          for (std::uint32_t t = 0; t < periods_; ++t) {
            const double change = amount * occasion.share[t];
            out[t] = lift ? out[t] * (1 + change) : out[t] + change;
          }
        }
      }
    }
  }

  template <class Inputs>
  void set_pool(Inputs& inputs, std::uint32_t i, double* out) {
    const Node& node = model_.nodes[i];
    const std::size_t chosen = node.pool.size() > 1 ? inputs.member(i) : 0;
    const Member& member = node.pool[chosen];
    const double sigma = std::isfinite(member.dof)
                             ? member.sigma * std::sqrt(member.dof / inputs.chi_square(i, chosen))
                             : member.sigma;
    const std::size_t steps = periods_ + member.lead;
    innovations_.resize(steps);
    for (std::size_t s = 0; s < steps; ++s) {
      innovations_[s] = sigma * inputs.innovation(i, s);
    }
    for (std::uint32_t t = 0; t < periods_; ++t) {
      const std::size_t last = t + member.lead;
      double x = member.mean[t];
      for (std::size_t s = 0; s <= last; ++s) {
        x += member.psi[last - s] * innovations_[s];
      }
      out[t] = from_scale(node.support, x);
    }
  }

  template <class Inputs>
  void set_stated(Inputs& inputs, std::uint32_t i, double* out) {
    const Node& node = model_.nodes[i];
    // One score for both ends: the same quantile of each.
    struct Again {
      double u;
      double z;
      [[nodiscard]] double uniform() const { return u; }
      [[nodiscard]] double normal() const { return z; }
      [[nodiscard]] double gamma(double) const { return 1; }
    };
    double z = 0;
    if (node.first->kind != Family::Kind::constant || node.last->kind != Family::Kind::constant) {
      z = inputs.score(i);
    }
    const Again again{0.5 * std::erfc(-z * M_SQRT1_2), z};
    const double first = to_scale(node.support, stated_level(node, draw(*node.first, again)));
    const double last = to_scale(node.support, stated_level(node, draw(*node.last, again)));
    for (std::uint32_t t = 0; t < periods_; ++t) {
      const double share = periods_ == 1 ? 0.0 : static_cast<double>(t) / (periods_ - 1);
      out[t] = from_scale(node.support, first + share * (last - first));
    }
  }

  static double stated_level(const Node& node, double level) {
    return node.support == Support::positive   ? std::max(level, 1e-300)
           : node.support == Support::fraction ? std::clamp(level, 1e-9, 1 - 1e-9)
                                               : level;
  }

  void evaluate();
  void evaluate(std::uint32_t i, Span span);
  void change(std::uint32_t i, Span span);
  void follow_links(std::uint32_t i, Span span);
  void operand(const Step& step, bool with, Span span, double* to) const;
  void formula(const Node& node, bool with, Span span, double* out);
  [[nodiscard]] const Values& side(bool with, std::uint32_t node) const {
    return with && s_.reached[node] ? with_ : without_;
  }

  const Structure& s_;
  const Model& model_;
  std::uint32_t nodes_;
  std::uint32_t periods_;
  std::vector<char> open_;
  std::vector<char> acts_;
  std::vector<char> delay_drawn_;
  std::vector<double> amounts_;
  std::vector<double> pulls_;
  std::vector<double> innovations_;
  Values live_;
  Values without_;
  Values with_;
  std::vector<std::vector<double>> stack_;
};

}  // namespace bench
