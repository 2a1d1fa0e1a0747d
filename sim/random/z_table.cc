#include "sim/random/z_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/contract.h"

namespace betledger::sim {
namespace {

constexpr std::size_t units = 13;
constexpr std::size_t ghosts = 3;  // cells beyond either end, for the slopes

/// Values of one function at the nodes of a grid, ghosts included.
class Nodes {
 public:
  Nodes(const std::function<double(double)>& function, std::size_t cells_per_unit)
      : function_{&function}, per_unit_{cells_per_unit}, values_(units * cells_per_unit + 7) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      values_[i] = function(place(i));
    }
  }

  /// The grid with every cell halved; what is known is not asked again.
  void refine() {
    per_unit_ *= 2;
    std::vector<double> finer(units * per_unit_ + 7);
    for (std::size_t i = 0; i < finer.size(); ++i) {
      // Node i of the finer grid is node (i + ghosts) / 2 of the coarser where that is whole.
      finer[i] = (i + ghosts) % 2 == 0 ? values_[(i + ghosts) / 2] : (*function_)(place(i));
    }
    values_.swap(finer);
  }

  [[nodiscard]] double value(std::size_t node) const { return values_[node + ghosts]; }
  [[nodiscard]] std::size_t cells() const { return units * per_unit_; }
  [[nodiscard]] std::size_t cells_per_unit() const { return per_unit_; }
  [[nodiscard]] bool finite() const {
    return std::all_of(values_.begin(), values_.end(), [](double v) { return std::isfinite(v); });
  }

  /// Slope per cell at a node: six orders of differences, limited so that no piece ever falls.
  [[nodiscard]] double slope(std::size_t node) const {
    const double* v = values_.data() + node + ghosts;
    const double free = (45 * (v[1] - v[-1]) - 9 * (v[2] - v[-2]) + (v[3] - v[-3])) / 60;
    const double limit = 3 * std::min(v[1] - v[0], v[0] - v[-1]);
    return std::clamp(free, 0.0, std::max(limit, 0.0));
  }

  /// The Hermite cubic of a cell by rising powers.
  [[nodiscard]] std::array<double, 4> cubic(std::size_t cell) const {
    const double a = value(cell);
    const double rise = value(cell + 1) - a;
    const double left = slope(cell);
    const double right = slope(cell + 1);
    return {a, left, 3 * rise - 2 * left - right, left + right - 2 * rise};
  }

 private:
  [[nodiscard]] double place(std::size_t i) const {
    return ZTable::low + (static_cast<double>(i) - double{ghosts}) / static_cast<double>(per_unit_);
  }

  const std::function<double(double)>* function_;
  std::size_t per_unit_;
  std::vector<double> values_;
};

double read(const std::array<double, 4>& c, double x) {
  return ((c[3] * x + c[2]) * x + c[1]) * x + c[0];
}

/// Do the cubics of `coarse` meet `fine`, the same function on half its cells, within tolerance?
bool meets(const Nodes& coarse, const Nodes& fine, double tolerance) {
  const std::size_t unit = coarse.cells_per_unit();
  const std::size_t middle = coarse.cells() / 2;  // z = 0: units is odd, cells per unit even
  const double median = coarse.value(middle);
  const double spread = coarse.value(middle + unit) - coarse.value(middle - unit);
  for (std::size_t cell = 0; cell < coarse.cells(); ++cell) {
    const double exact = fine.value(2 * cell + 1);
    const double error = std::abs(read(coarse.cubic(cell), 0.5) - exact);
    const bool far = cell < 5 * unit / 2 || cell >= coarse.cells() - 5 * unit / 2;  // |z| > 4
    const double allowed = far ? 10 * tolerance : tolerance;
    const double rounding = 4 * std::numeric_limits<double>::epsilon() * std::abs(exact);
    if (!(error <= allowed * (spread + std::abs(exact - median)) + rounding)) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<ZTable> ZTable::fit(std::span<const std::function<double(double)>> functions,
                                  double tolerance) {
  BET_EXPECT(!functions.empty() && tolerance > 0);
  std::vector<Nodes> coarse;
  std::vector<Nodes> fine;
  for (const auto& function : functions) {
    coarse.emplace_back(function, std::size_t{4});
    fine.push_back(coarse.back());
    fine.back().refine();
  }
  const auto done = [&] {
    for (std::size_t f = 0; f < functions.size(); ++f) {
      if (!fine[f].finite() || !meets(coarse[f], fine[f], tolerance)) {
        return false;
      }
    }
    return true;
  };
  while (!done()) {
    if (coarse.front().cells_per_unit() == 64) {
      return std::nullopt;
    }
    coarse = fine;
    for (Nodes& nodes : fine) {
      nodes.refine();
    }
  }
  ZTable table{functions.size(), static_cast<double>(coarse.front().cells_per_unit())};
  for (std::size_t cell = 0; cell < coarse.front().cells(); ++cell) {
    for (const Nodes& nodes : coarse) {
      const auto cubic = nodes.cubic(cell);
      table.coefficients_.insert(table.coefficients_.end(), cubic.begin(), cubic.end());
    }
  }
  return table;
}

double ZTable::at(std::size_t function, double z) const noexcept {
  const double place = (z - low) * cells_per_unit_;
  const auto cell = static_cast<std::int32_t>(place);
  const double x = place - static_cast<double>(cell);
  const double* c =
      coefficients_.data() + (static_cast<std::size_t>(cell) * functions_ + function) * 4;
  return ((c[3] * x + c[2]) * x + c[1]) * x + c[0];
}

}  // namespace betledger::sim
