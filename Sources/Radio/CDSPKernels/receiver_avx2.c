#include "dsp_kernels.h"

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,bmi2,fma")))
#define LANES 8
#define ROWS 2
#define EVENS(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODDS(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define LAST_PAIRS(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define SMOOTH vitrum_smooth_avx2
#define EQUALIZER_WEIGHTS vitrum_equalizer_weights_avx2
#define EQUALIZER_APPLY vitrum_equalizer_apply_avx2
#define EQUALIZER_SOLVE vitrum_equalizer_solve_avx2
#define RECIPROCAL(value) (1 / (value))
#define PLANAR_PRODUCT vitrum_planar_product_avx2
#define PLANAR_MULTIPLY vitrum_planar_multiply_avx2
#define PLANAR_LIKENESS vitrum_planar_likeness_avx2
#define PLANAR_GATHER vitrum_planar_gather_avx2
#define PLANAR_SUBTRACT vitrum_planar_subtract_avx2
#define PLANAR_ROUGHNESS vitrum_planar_roughness_avx2

#include "receiver_vectors.h"

#include "equalize.h"
#include "planar.h"
#include "smooth.h"
#else
void vitrum_smooth_avx2(const vitrum_smoothing *smoothing) { __builtin_trap(); }
void vitrum_equalizer_weights_avx2(const vitrum_equalizer *equalizer, const float *inverse, size_t first, size_t count) {
  __builtin_trap();
}
void vitrum_equalizer_apply_avx2(const vitrum_equalizer *equalizer, const float *const *received, const float *phases, size_t first,
                              size_t count, float *const *symbols) {
  __builtin_trap();
}
bool vitrum_equalizer_solve_avx2(const vitrum_equalizer *equalizer, const float *inverse, const float *const *received,
                                   const float *phases, size_t first, size_t count, float *const *symbols) {
  __builtin_trap();
}
void vitrum_planar_product_avx2(const float *ar, const float *ai, const float *br, const float *bi, size_t count, double *sum) {
  __builtin_trap();
}
void vitrum_planar_multiply_avx2(
    float *xr, float *xi, const float *yr, const float *yi, float sign, float real, float imaginary, size_t count) {
  __builtin_trap();
}
void vitrum_planar_gather_avx2(const float *source, size_t count, float *real, float *imaginary) { __builtin_trap(); }
void vitrum_planar_subtract_avx2(float *xr, float *xi, const float *values, float real, float imaginary, const float *hr,
                                  const float *hi, size_t count) {
  __builtin_trap();
}
double vitrum_planar_roughness_avx2(const float *row, int order, size_t count) { __builtin_trap(); }
double vitrum_planar_likeness_avx2(const float *xr, const float *xi, const float *hr, const float *hi, size_t count) {
  __builtin_trap();
}
#endif
