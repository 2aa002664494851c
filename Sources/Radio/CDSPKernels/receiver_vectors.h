// Vectors of LANES numbers, for a file that says which instructions TARGET has.
#include <stdint.h>
#include <string.h>

typedef float lanes_t __attribute__((vector_size(4 * LANES)));
typedef int32_t masks_t __attribute__((vector_size(4 * LANES)));
typedef float unaligned_t __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

TARGET static inline lanes_t load(const float *place) { return *(const unaligned_t *)place; }
TARGET static inline void store(float *place, lanes_t value) { *(unaligned_t *)place = value; }
// A difference, since a sum with zero is an addition: it makes another zero of -0.
TARGET static inline lanes_t all(float value) { return value - (lanes_t){0}; }
TARGET static inline lanes_t where(masks_t mask, lanes_t value) { return (lanes_t)((masks_t)value & mask); }

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
TARGET static inline complex_t load_pair(const float *row, size_t pitch) { return (complex_t){load(row), load(row + pitch)}; }
TARGET static inline void store_pair(float *row, size_t pitch, complex_t value) {
  store(row, value.real);
  store(row + pitch, value.imaginary);
}
TARGET static inline complex_t scaled(complex_t a, lanes_t factor) { return (complex_t){a.real * factor, a.imaginary * factor}; }
