#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace betledger {

/// The integral of `f` over [from, to] by ten-point Gauss-Legendre panels, halved until two answers
/// agree to 1e-12 of the integral of |f|. `f` is smooth inside: put breaks at its kinks. An
/// infinite answer is passed on.
template <class Function>
[[nodiscard]] double integrate(const Function& f, double from, double to) {
  struct Node {
    double at, weight;
  };
  // Abramowitz and Stegun, table 25.4, n = 10; each node stands for two.
  constexpr std::array<Node, 5> nodes{{{0.14887433898163121088, 0.29552422471475287017},
                                       {0.43339539412924719080, 0.26926671930999635509},
                                       {0.67940956829902440623, 0.21908636251598204400},
                                       {0.86506336668898451073, 0.14945134915058059315},
                                       {0.97390652851717172008, 0.06667134430868813759}}};
  constexpr int most_halvings = 10;
  if (!(from < to)) {
    return 0;
  }
  auto panels = static_cast<std::size_t>(std::ceil(to - from));
  double before = 0;
  for (int halving = 0;; ++halving, panels *= 2) {
    const double half = 0.5 * (to - from) / static_cast<double>(panels);
    double sum = 0;
    double size = 0;
    for (std::size_t panel = 0; panel < panels; ++panel) {
      const double centre = from + half * static_cast<double>(2 * panel + 1);
      for (const Node& node : nodes) {
        const double left = f(centre - half * node.at);
        const double right = f(centre + half * node.at);
        sum += node.weight * (left + right);
        size += node.weight * (std::abs(left) + std::abs(right));
      }
    }
    const double answer = half * sum;
    const bool agreed = halving > 0 && std::abs(answer - before) <= 1e-12 * half * size;
    if (agreed || halving == most_halvings || std::isinf(size)) {
      return answer;
    }
    before = answer;
  }
}

}  // namespace betledger
