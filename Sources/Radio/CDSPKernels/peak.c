#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

// Twelve sums, more than a multiply-add takes cycles times those begun in a cycle.
#define SUMS 12

__attribute__((target("avx2,fma"))) float vitrum_multiply_adds_avx2(size_t rounds) {
  __m256 sums[SUMS], factor = _mm256_set1_ps(0.5f);
  for (int k = 0; k < SUMS; k++) sums[k] = _mm256_set1_ps((float)k);
  for (size_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int k = 0; k < SUMS; k++) sums[k] = _mm256_fmadd_ps(sums[k], factor, factor);
  }
  for (int k = 1; k < SUMS; k++) sums[0] = _mm256_add_ps(sums[0], sums[k]);
  return _mm256_cvtss_f32(sums[0]);
}

__attribute__((target("avx512f"))) float vitrum_multiply_adds_avx512(size_t rounds) {
  __m512 sums[SUMS], factor = _mm512_set1_ps(0.5f);
  for (int k = 0; k < SUMS; k++) sums[k] = _mm512_set1_ps((float)k);
  for (size_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
    for (int k = 0; k < SUMS; k++) sums[k] = _mm512_fmadd_ps(sums[k], factor, factor);
  }
  for (int k = 1; k < SUMS; k++) sums[0] = _mm512_add_ps(sums[0], sums[k]);
  return _mm512_cvtss_f32(sums[0]);
}
#else
float vitrum_multiply_adds_avx2(size_t rounds) { __builtin_trap(); }
float vitrum_multiply_adds_avx512(size_t rounds) { __builtin_trap(); }
#endif
