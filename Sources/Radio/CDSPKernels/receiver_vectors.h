// Vectors of LANES numbers. On x86 they have the instructions of X86_TARGET, elsewhere whatever the compiler makes of them.
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define TARGET __attribute__((target(X86_TARGET)))
#else
#define TARGET
#endif

typedef float lanes_t __attribute__((vector_size(4 * LANES)));
typedef int32_t masks_t __attribute__((vector_size(4 * LANES)));
typedef float unaligned_t __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

#if LANES == 8
#define EVENS(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODDS(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define LAST_PAIRS(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#else
#define EVENS(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODDS(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#define FIRST_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define LAST_PAIRS(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#endif

TARGET static inline lanes_t load(const float *place) { return *(const unaligned_t *)place; }
TARGET static inline void store(float *place, lanes_t value) { *(unaligned_t *)place = value; }
// What is subtracted is nothing even for -0, so that this is one load.
TARGET static inline lanes_t all(float value) { return value - (lanes_t){0}; }
TARGET static inline lanes_t where(masks_t mask, lanes_t value) { return (lanes_t)((masks_t)value & mask); }

// Lanes with an index below a count.
TARGET static inline masks_t below(size_t count) {
  static const int32_t indexes[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  masks_t index;
  memcpy(&index, indexes, sizeof index);
  return index < (masks_t){0} + (int32_t)count;
}

// Σ of all lanes.
TARGET static inline float total(lanes_t value) {
  for (int width = LANES; width > 1; width /= 2) value = EVENS(value, value) + ODDS(value, value);
  return value[0];
}

// Twelve or fourteen bits, and twice as many after a step of Newton's.
TARGET static inline lanes_t reciprocal(lanes_t value) {
#if defined(__x86_64__) && LANES == 8
  lanes_t guess = (lanes_t)_mm256_rcp_ps((__m256)value);
#elif defined(__x86_64__)
  lanes_t guess = (lanes_t)_mm512_rcp14_ps((__m512)value);
#else
  return 1 / value;
#endif
#if defined(__x86_64__)
  return guess + guess * (1 - value * guess);
#endif
}

typedef struct {
  lanes_t real, imaginary;
} complex_t;

TARGET static inline complex_t product(complex_t a, complex_t b) {
  return (complex_t){a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real};
}
// a* b
TARGET static inline complex_t conjugate_product(complex_t a, complex_t b) {
  return (complex_t){a.real * b.real + a.imaginary * b.imaginary, a.real * b.imaginary - a.imaginary * b.real};
}
TARGET static inline complex_t sum(complex_t a, complex_t b) { return (complex_t){a.real + b.real, a.imaginary + b.imaginary}; }
TARGET static inline complex_t difference(complex_t a, complex_t b) {
  return (complex_t){a.real - b.real, a.imaginary - b.imaginary};
}
// total + a b, and total + a* b, each part in one expression, so that additions go with multiplications.
TARGET static inline complex_t add_product(complex_t total, complex_t a, complex_t b) {
  lanes_t real = total.real + a.real * b.real, imaginary = total.imaginary + a.real * b.imaginary;
  return (complex_t){real - a.imaginary * b.imaginary, imaginary + a.imaginary * b.real};
}
TARGET static inline complex_t add_conjugate_product(complex_t total, complex_t a, complex_t b) {
  lanes_t real = total.real + a.real * b.real, imaginary = total.imaginary + a.real * b.imaginary;
  return (complex_t){real + a.imaginary * b.imaginary, imaginary - a.imaginary * b.real};
}
TARGET static inline complex_t conjugate(complex_t a) { return (complex_t){a.real, -a.imaginary}; }
TARGET static inline complex_t scaled(complex_t a, lanes_t factor) { return (complex_t){a.real * factor, a.imaginary * factor}; }

TARGET static inline complex_t load_pair(const float *row, size_t pitch) { return (complex_t){load(row), load(row + pitch)}; }
TARGET static inline void store_pair(float *row, size_t pitch, complex_t value) {
  store(row, value.real);
  store(row + pitch, value.imaginary);
}
