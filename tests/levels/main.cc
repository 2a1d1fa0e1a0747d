// The kernels for one instruction set alone, held to the same tests: to the bytes on record above
// all. Built once per level that clones.h dispatches to; a processor without it skips (77).

#include <gtest/gtest.h>

int main(int argc, char** argv) {
#if BET_ONLY_LEVEL == 3
  const bool runs_here = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0;
#elif BET_ONLY_LEVEL == 4
  const bool runs_here =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
      __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
#else
  const bool runs_here = true;
#endif
  if (!runs_here) {
    return 77;
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
