#pragma once

#include "sim/columns/clones.h"

// For kernels written by hand for each instruction set: includes the intrinsics and defines
// BET_BY_HAND where there are such versions.

#if defined(BET_VECTOR_LEVELS) || (defined(BET_ONLY_LEVEL) && BET_ONLY_LEVEL > 1)
#include <immintrin.h>
// g++ 12's own header reads a register that it says does not matter (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#define BET_BY_HAND
#endif

#ifdef BET_BY_HAND
namespace betledger::sim::kernels {

/// Of versions of one function the best that this machine can run: for x86-64 levels 4 and 3, or a
/// plain loop. Where one level alone is compiled for, that one's.
template <class Version>
[[nodiscard]] Version best_of(Version loop, Version level_3, Version level_4) {
#ifdef BET_ONLY_LEVEL
  return BET_ONLY_LEVEL == 4 ? level_4 : BET_ONLY_LEVEL == 3 ? level_3 : loop;
#else
  if (__builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
      __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512bw") != 0) {
    return level_4;
  }
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0 ? level_3
                                                                                    : loop;
#endif
}

}  // namespace betledger::sim::kernels
#endif
