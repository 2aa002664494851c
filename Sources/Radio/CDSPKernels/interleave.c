#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

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

#define AVX512 __attribute__((target("avx512f,avx512bw,bmi2")))

// Up to eight rows of 64 columns: an octet for each column, from the most significant place on, the last column in the first octet.
AVX512 static inline __m512i octets(const uint64_t *bits, size_t columns, size_t column, int first, int rows) {
  __m512i result = _mm512_setzero_si512();
  for (int row = 0; row < rows; row++) {
    size_t start = (size_t)(first + row) * columns + column;
    unsigned shift = start % 64;
    uint64_t part = bits[start / 64] << shift | bits[start / 64 + 1] >> 1 >> (63 - shift);
    result = _mm512_mask_add_epi8(result, part, result, _mm512_set1_epi8((char)(0x80 >> row)));
  }
  return result;
}

// Pieces of `size` bits in the low places, one behind the other.
static inline void join(const uint64_t *pieces, int count, int size, uint64_t *out) {
  uint64_t held = 0;
  int held_count = 0;
  for (int piece = 0; piece < count; piece++) {
    uint64_t left = pieces[piece] << (64 - size);
    held |= left >> held_count;
    held_count += size;
    if (held_count < 64) continue;
    *out++ = held;
    held_count -= 64;
    held = held_count ? left << (size - held_count) : 0;
  }
}

AVX512 static inline void interleave_block(const uint64_t *bits, size_t columns, size_t column, int order, uint64_t *out) {
  const __m512i reversed = _mm512_setr_epi64(7, 6, 5, 4, 3, 2, 1, 0);
  __m512i high = _mm512_permutexvar_epi64(reversed, octets(bits, columns, column, 0, order < 8 ? order : 8));
  if (order == 8) {
    _mm512_storeu_si512(out, high);
    return;
  }
  uint64_t words[8], pieces[16];
  _mm512_storeu_si512(words, high);
  if (order < 8) {
    const uint64_t wanted = 0x0101010101010101 * (uint64_t)(0xFF & 0xFF00 >> order);
#pragma clang loop unroll(full)
    for (int word = 0; word < 8; word++) pieces[word] = _pext_u64(words[word], wanted);
    join(pieces, 8, 8 * order, out);
    return;
  }
  uint64_t rest[8];
  _mm512_storeu_si512(rest, _mm512_permutexvar_epi64(reversed, octets(bits, columns, column, 8, 2)));
#pragma clang loop unroll(full)
  for (int piece = 0; piece < 16; piece++) {
    int shift = piece % 2 ? 0 : 32;
    uint64_t two = _pext_u64(rest[piece / 2] >> shift, 0xC0C0C0C0);
    pieces[piece] = _pdep_u64(words[piece / 2] >> shift, 0xFF3FCFF3FC) | _pdep_u64(two, 0x0300C0300C03);
  }
  join(pieces, 16, 40, out);
}

// What is read behind the end of a row goes to columns that are left out.
#define EACH_BLOCK(order)                                                                                                              \
  do {                                                                                                                                 \
    for (; column + 64 <= columns; column += 64) interleave_block(bits, columns, column, order, out + column / 64 * (order));          \
    if (column == columns) break;                                                                                                      \
    uint64_t last[10];                                                                                                                 \
    interleave_block(bits, columns, column, order, last);                                                                              \
    memcpy(out + column / 64 * (order), last, ((columns - column) * (order) + 63) / 64 * sizeof(uint64_t));                            \
  } while (0)

AVX512 void vitrum_interleave_avx512(const uint64_t *bits, size_t columns, int order, uint64_t *out) {
  size_t column = 0;
  switch (order) {
  case 2: EACH_BLOCK(2); break;
  case 4: EACH_BLOCK(4); break;
  case 6: EACH_BLOCK(6); break;
  case 8: EACH_BLOCK(8); break;
  case 10: EACH_BLOCK(10); break;
  }
}
#else
void vitrum_interleave_avx512(const uint64_t *bits, size_t columns, int order, uint64_t *out) { __builtin_trap(); }
size_t vitrum_interleave_bmi2(const uint64_t *bits, size_t columns, int order, uint64_t *out) { __builtin_trap(); }
#endif
