#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define LANES 16
#define ROWS 4
#define EVENS(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODDS(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define LAST_PAIRS(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define SMOOTH vitrum_smooth_avx512
#define EQUALIZER_WEIGHTS vitrum_equalizer_weights_avx512
#define EQUALIZER_APPLY vitrum_equalizer_apply_avx512
#define EQUALIZER_SOLVE vitrum_equalizer_solve_avx512
#define RECIPROCAL reciprocal
#define PLANAR_PRODUCT vitrum_planar_product_avx512
#define PLANAR_MULTIPLY vitrum_planar_multiply_avx512
#define PLANAR_LIKENESS vitrum_planar_likeness_avx512
#define PLANAR_GATHER vitrum_planar_gather_avx512
#define PLANAR_SUBTRACT vitrum_planar_subtract_avx512
#define PLANAR_ROUGHNESS vitrum_planar_roughness_avx512

#include "receiver_vectors.h"

// Fourteen bits, and twice as many after a step of Newton's.
TARGET static inline lanes_t reciprocal(lanes_t value) {
  lanes_t guess = (lanes_t)_mm512_rcp14_ps((__m512)value);
  return guess + guess * (1 - value * guess);
}

#include "equalize.h"
#include "planar.h"
#include "smooth.h"
#else
void vitrum_smooth_avx512(const vitrum_smoothing *smoothing) { __builtin_trap(); }
void vitrum_equalizer_weights_avx512(const vitrum_equalizer *equalizer, const float *inverse, size_t first, size_t count) {
  __builtin_trap();
}
void vitrum_equalizer_apply_avx512(const vitrum_equalizer *equalizer, const float *const *received, const float *phases, size_t first,
                              size_t count, float *const *symbols) {
  __builtin_trap();
}
bool vitrum_equalizer_solve_avx512(const vitrum_equalizer *equalizer, const float *inverse, const float *const *received,
                                   const float *phases, size_t first, size_t count, float *const *symbols) {
  __builtin_trap();
}
void vitrum_planar_product_avx512(const float *ar, const float *ai, const float *br, const float *bi, size_t count, double *sum) {
  __builtin_trap();
}
void vitrum_planar_multiply_avx512(
    float *xr, float *xi, const float *yr, const float *yi, float sign, float real, float imaginary, size_t count) {
  __builtin_trap();
}
void vitrum_planar_gather_avx512(const float *source, size_t count, float *real, float *imaginary) { __builtin_trap(); }
void vitrum_planar_subtract_avx512(float *xr, float *xi, const float *values, float real, float imaginary, const float *hr,
                                  const float *hi, size_t count) {
  __builtin_trap();
}
double vitrum_planar_roughness_avx512(const float *row, int order, size_t count) { __builtin_trap(); }
double vitrum_planar_likeness_avx512(const float *xr, const float *xi, const float *hr, const float *hi, size_t count) {
  __builtin_trap();
}
#endif
