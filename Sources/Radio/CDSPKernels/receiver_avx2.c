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

#include "receiver_vectors.h"

#include "equalize.h"
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
#endif
