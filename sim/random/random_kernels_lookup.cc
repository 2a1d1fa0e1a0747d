#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/columns/by_hand.h"
#include "sim/columns/clones.h"
#include "sim/random/random_kernels.h"

// Reading tables by hand: the four coefficients of a run's cubic lie side by side, one load, and
// four runs' worth are turned into four registers of one coefficient each. All versions give the
// same bits.

namespace betledger::sim::kernels {
namespace {

/// Where a run's cubic begins, and how much of its cell has passed.
struct Cells {
  alignas(64) std::array<std::int32_t, runs_per_block> first;
  alignas(64) std::array<double, runs_per_block> passed;
};

BET_CLONES void find_cells(const ZTable& table,
                           const Member* __restrict member,
                           const double* __restrict z,
                           Cells& cells) {
  const auto functions = static_cast<std::int32_t>(table.functions());
  const double per_unit = table.cells_per_unit();
  std::int32_t* __restrict first = cells.first.data();
  double* __restrict passed = cells.passed.data();
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double place = (z[i] - ZTable::low) * per_unit;
    const auto cell = static_cast<std::int32_t>(place);
    passed[i] = place - static_cast<double>(cell);
    first[i] = cell * functions * 4;
  }
  if (member != nullptr) {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      first[i] += member[i] * 4;
    }
  }
}

void read_by_loop(const double* coefficients, const Cells& cells, double* __restrict out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double* c = coefficients + cells.first[i];
    const double x = cells.passed[i];
    out[i] = ((c[3] * x + c[2]) * x + c[1]) * x + c[0];
  }
}

#ifdef BET_BY_HAND
[[gnu::target("arch=x86-64-v3")]] void read_by_four(const double* coefficients,
                                                    const Cells& cells,
                                                    double* out) {
  constexpr int lower = 0x20;  // the lower halves of two registers, and the upper ones
  constexpr int upper = 0x31;
  for (std::size_t i = 0; i < runs_per_block; i += 4) {
    const __m256d a = _mm256_loadu_pd(coefficients + cells.first[i]);
    const __m256d b = _mm256_loadu_pd(coefficients + cells.first[i + 1]);
    const __m256d c = _mm256_loadu_pd(coefficients + cells.first[i + 2]);
    const __m256d d = _mm256_loadu_pd(coefficients + cells.first[i + 3]);
    const __m256d ab_even = _mm256_unpacklo_pd(a, b);  // powers 0 and 2
    const __m256d ab_odd = _mm256_unpackhi_pd(a, b);   // powers 1 and 3
    const __m256d cd_even = _mm256_unpacklo_pd(c, d);
    const __m256d cd_odd = _mm256_unpackhi_pd(c, d);
    const __m256d x = _mm256_load_pd(cells.passed.data() + i);
    __m256d sum = _mm256_permute2f128_pd(ab_odd, cd_odd, upper);
    sum = _mm256_add_pd(_mm256_mul_pd(sum, x), _mm256_permute2f128_pd(ab_even, cd_even, upper));
    sum = _mm256_add_pd(_mm256_mul_pd(sum, x), _mm256_permute2f128_pd(ab_odd, cd_odd, lower));
    sum = _mm256_add_pd(_mm256_mul_pd(sum, x), _mm256_permute2f128_pd(ab_even, cd_even, lower));
    _mm256_storeu_pd(out + i, sum);
  }
}
#endif

using Read = void (*)(const double* coefficients, const Cells& cells, double* out);

Read best() {
#ifdef BET_BY_HAND
  return best_of<Read>(read_by_loop, read_by_four, read_by_four);
#else
  return read_by_loop;
#endif
}

}  // namespace

void lookup(const ZTable& table, const Member* member, const double* z, double* out) {
  static const Read read = best();
  Cells cells;
  find_cells(table, member, z, cells);
  read(table.coefficients().data(), cells, out);
}

}  // namespace betledger::sim::kernels
