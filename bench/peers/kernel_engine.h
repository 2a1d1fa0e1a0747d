#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "bench/peers/kernel_plan.h"
#include "bench/peers/vectors.h"

namespace bench::kernel {

using namespace vec;  // NOLINT(google-build-using-namespace): it counts in its words throughout

inline constexpr std::size_t lanes = floats;

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

/// One block of runs at a time; one of these per thread.
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

}  // namespace bench::kernel
