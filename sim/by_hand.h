#pragma once

#include "sim/clones.h"

// For kernels written by hand for each instruction set: includes the intrinsics and defines
// BET_BY_HAND where there are such versions.

#if defined(BET_VECTOR_LEVELS) || (defined(BET_ONLY_LEVEL) && BET_ONLY_LEVEL > 1)
#include <immintrin.h>
// g++ 12's own header reads a register that it says does not matter (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#define BET_BY_HAND
#endif

#ifdef BET_VECTOR_LEVELS
namespace betledger::sim::kernels {

/// The x86-64 level of this machine that versions by hand are for: 4, 3, or 1 for a plain loop.
[[nodiscard]] inline int vector_level() {
  if (__builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
      __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512bw") != 0) {
    return 4;
  }
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0 ? 3 : 1;
}

}  // namespace betledger::sim::kernels
#endif
