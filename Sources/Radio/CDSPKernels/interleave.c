#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("bmi2"))) size_t vitrum_interleave_bmi2(const uint64_t *bits, size_t columns, int order, uint64_t *out) {
  const int taken = 64 / order;
  uint64_t every = 0, held = 0;
  for (int k = 0; k < taken; k++) every |= 1ULL << (k * order);
  int held_count = 0;
  size_t words = 0, column = 0;
  for (; column + (size_t)taken <= columns; column += (size_t)taken) {
    uint64_t word = 0;
    for (int row = 0; row < order; row++) {
      size_t start = (size_t)row * columns + column;
      unsigned shift = start % 64;
      uint64_t part = bits[start / 64] << shift | bits[start / 64 + 1] >> 1 >> (63 - shift);
      word |= _pdep_u64(part >> (64 - taken), every << (order - 1 - row));
    }
    int count = taken * order;
    uint64_t left = word << (64 - count);
    held |= left >> held_count;
    if (held_count + count >= 64) {
      out[words++] = held;
      held = held_count ? left << (64 - held_count) : 0;
      held_count += count - 64;
    } else {
      held_count += count;
    }
  }
  if (held_count) out[words] = held;
  return column;
}
#else
size_t vitrum_interleave_bmi2(const uint64_t *bits, size_t columns, int order, uint64_t *out) { __builtin_trap(); }
#endif
