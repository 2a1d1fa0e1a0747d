// The physical limit: what hand-written code for these workloads alone can do. Vectors of the
// widest registers, Philox words inverted to normals in float, blocks of 256 runs as columns,
// periods outermost, the evaluation in double, exact quantiles by pilot brackets. It simulates
// lag-free trees of sums, products and ratios with lognormal and PERT lifts, and says so where a
// model holds anything else.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <vector>

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include "bench/peers/kernel_engine.h"
#include "bench/peers/kernel_plan.h"
#include "bench/peers/kernel_statistics.h"
#include "bench/peers/report.h"

namespace bench::kernel {
namespace {

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
    const auto low = static_cast<double>(inside[static_cast<std::size_t>(at)]);
    const auto high = static_cast<double>(*std::min_element(inside.begin() + at + 1, inside.end()));
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

}  // namespace
}  // namespace bench::kernel

int main(int argc, char** argv) {
  return bench::time_peer(
      "kernel", argc, argv, [](const bench::Model& model, std::uint64_t runs, std::uint64_t seed) {
        return bench::kernel::Simulation{model, runs, seed}.answer();
      });
}
