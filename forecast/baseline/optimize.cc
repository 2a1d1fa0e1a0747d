#include "forecast/baseline/optimize.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

struct Vertex {
  std::vector<double> at;
  double value = 0;
};

class Simplex {
 public:
  Simplex(const Objective& objective, std::span<const Bound> box)
      : objective_{objective}, box_{box} {}

  /// A corner at `centre` and one a `share` of the box away along each side, whichever way has
  /// room.
  void open(const std::vector<double>& centre, double share) {
    vertices_.clear();
    vertices_.push_back(evaluate(centre));
    for (std::size_t i = 0; i < box_.size(); ++i) {
      auto corner = centre;
      const double width = share * (box_[i].upper - box_[i].lower);
      corner[i] += corner[i] + width <= box_[i].upper ? width : -width;
      vertices_.push_back(evaluate(std::move(corner)));
    }
    sort();
  }

  void step() {
    const auto worst = vertices_.back();
    const auto reflected = along(worst.at, 1.0);
    if (reflected.value < vertices_.front().value) {
      const auto expanded = along(worst.at, 2.0);
      vertices_.back() = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < vertices_[vertices_.size() - 2].value) {
      vertices_.back() = reflected;
    } else {
      auto contracted = along(worst.at, reflected.value < worst.value ? 0.5 : -0.5);
      if (contracted.value < std::min(reflected.value, worst.value)) {
        vertices_.back() = std::move(contracted);
      } else {
        shrink();
      }
    }
    sort();
  }

  [[nodiscard]] double spread() const { return vertices_.back().value - vertices_.front().value; }
  [[nodiscard]] const Vertex& best() const { return vertices_.front(); }
  [[nodiscard]] std::size_t trials() const { return trials_; }

 private:
  [[nodiscard]] Vertex evaluate(std::vector<double> at) {
    for (std::size_t i = 0; i < at.size(); ++i) {
      at[i] = std::clamp(at[i], box_[i].lower, box_[i].upper);
    }
    ++trials_;
    const double value = objective_(at);
    return {std::move(at), value};
  }

  /// The point `factor` times as far beyond the centre of the other corners as `worst` is before
  /// it.
  [[nodiscard]] Vertex along(const std::vector<double>& worst, double factor) {
    std::vector<double> at(worst.size(), 0.0);
    for (std::size_t v = 0; v + 1 < vertices_.size(); ++v) {
      for (std::size_t i = 0; i < at.size(); ++i) {
        at[i] += vertices_[v].at[i];
      }
    }
    const auto others = static_cast<double>(vertices_.size() - 1);
    for (std::size_t i = 0; i < at.size(); ++i) {
      const double centre = at[i] / others;
      at[i] = centre + factor * (centre - worst[i]);
    }
    return evaluate(std::move(at));
  }

  void shrink() {
    const auto best = vertices_.front().at;
    for (std::size_t v = 1; v < vertices_.size(); ++v) {
      auto at = vertices_[v].at;
      for (std::size_t i = 0; i < at.size(); ++i) {
        at[i] = 0.5 * (at[i] + best[i]);
      }
      vertices_[v] = evaluate(std::move(at));
    }
  }

  void sort() {
    std::stable_sort(vertices_.begin(), vertices_.end(), [](const Vertex& a, const Vertex& b) {
      return a.value < b.value;
    });
  }

  const Objective& objective_;
  std::span<const Bound> box_;
  std::vector<Vertex> vertices_;
  std::size_t trials_ = 0;
};

}  // namespace

Minimum minimise(const Objective& objective,
                 const std::vector<std::vector<double>>& starts,
                 std::span<const Bound> box,
                 const SearchLimits& limits) {
  BET_EXPECT(!starts.empty() && !box.empty());
  Minimum best;
  const auto search = [&](const std::vector<double>& start, double share, double tolerance) {
    BET_EXPECT(start.size() == box.size());
    Simplex simplex{objective, box};
    simplex.open(start, share);
    while (simplex.spread() > tolerance && simplex.trials() < limits.max_trials) {
      simplex.step();
    }
    best.trials += simplex.trials();
    if (best.at.empty() || simplex.best().value < best.value) {
      best.at = simplex.best().at;
      best.value = simplex.best().value;
    }
  };
  for (const auto& start : starts) {
    search(start, 0.2, limits.rough);
  }
  const auto around = best.at;
  search(around, 0.05, limits.fine);
  return best;
}

}  // namespace betledger::forecast
