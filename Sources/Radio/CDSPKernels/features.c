#include "dsp_kernels.h"

#if defined(__x86_64__)
bool vitrum_has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
}

bool vitrum_has_avx512(void) {
  return vitrum_has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}
#else
bool vitrum_has_avx2(void) { return false; }
bool vitrum_has_avx512(void) { return false; }
#endif
