#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi2")))

/// Bits from a place on, in the most significant places; what follows a word of which `count` bits are wanted is read only if it has some.
static inline uint64_t from(const uint64_t *words, size_t bit, int count) {
  unsigned shift = bit % 64;
  uint64_t value = words[bit / 64] << shift;
  return shift + (unsigned)count > 64 ? value | words[bit / 64 + 1] >> (64 - shift) : value;
}

/// The bits of the real axes of up to 32 symbols in the low half, those of the imaginary axes in the high half, from its top on.
AVX512 static inline uint64_t axes(uint64_t bits) {
  return _pext_u64(bits, 0x5555555555555555) << 32 | _pext_u64(bits, 0xAAAAAAAAAAAAAAAA);
}

// How far the bits of each of eight symbols' axes, `bits` each, stand from the bottom of a half.
#define PLACES(bits, first)                                                                                                            \
  _mm512_sub_epi32(_mm512_set1_epi32(32 - (bits) * ((first) + 1)),                                                                     \
                   _mm512_mullo_epi32(_mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7), _mm512_set1_epi32(bits)))

// 32 symbols. Order 8 has eight in a word, 6 in three quarters of one; 10 has four in five eighths.
AVX512 static inline void map_block(const uint64_t *words, int order, __m512 low, __m512 high, float *symbols) {
  if (order == 10) {
    const __m512i places = _mm512_setr_epi32(27, 27, 22, 22, 17, 17, 12, 12, 27, 27, 22, 22, 17, 17, 12, 12);
    for (int part = 0; part < 4; part++) {
      __m512i both = _mm512_set1_epi64((long long)axes(from(words, (size_t)part * 80, 40)));
      both = _mm512_mask_set1_epi64(both, 0xF0, (long long)axes(from(words, (size_t)part * 80 + 40, 40)));
      _mm512_storeu_ps(symbols + 16 * part, _mm512_permutex2var_ps(low, _mm512_srlv_epi32(both, places), high));
    }
    return;
  }
  const int bits = order / 2, together = order >= 6 ? 1 : order == 4 ? 2 : 4;
  for (int part = 0; part < 4; part += together) {
    __m512i both = _mm512_set1_epi64((long long)axes(from(words, (size_t)part * 8 * (size_t)order, 8 * order * together)));
    for (int more = 0; more < together; more++) {
      _mm512_storeu_ps(symbols + 16 * (part + more), _mm512_permutexvar_ps(_mm512_srlv_epi32(both, PLACES(bits, 8 * more)), low));
    }
  }
}

AVX512 static inline void map_line_block(const uint64_t *words, __m512 levels, bool is_turning, float *symbols) {
  const __m512i places = _mm512_setr_epi32(31, 31, 30, 30, 29, 29, 28, 28, 27, 27, 26, 26, 25, 25, 24, 24);
  const __mmask16 turned = is_turning ? 0x4444 : 0;
  uint32_t bits = (uint32_t)(words[0] >> 32);
  for (int part = 0; part < 4; part++, bits <<= 8) {
    __m512 value = _mm512_permutexvar_ps(_mm512_srlv_epi32(_mm512_set1_epi32((int)bits), places), levels);
    _mm512_storeu_ps(symbols + 16 * part, _mm512_mask_xor_ps(value, turned, value, _mm512_set1_ps(-0.0f)));
  }
}

#define EACH_BLOCK(order, block)                                                                                                       \
  do {                                                                                                                                 \
    size_t index = 0;                                                                                                                  \
    for (; index + 32 <= count; index += 32) {                                                                                         \
      uint64_t half = (order) == 1 ? words[index / 64] << index % 64 : 0;                                                              \
      const uint64_t *x = (order) == 1 ? &half : words + index * (order) / 64;                                                         \
      float *y = symbols + 2 * index;                                                                                                  \
      block;                                                                                                                           \
    }                                                                                                                                  \
    if (index < count) {                                                                                                               \
      uint64_t x[6] = {0};                                                                                                             \
      float y[64];                                                                                                                     \
      memcpy(x, words + index * (order) / 64, ((count - index) * (order) + index * (order) % 64 + 63) / 64 * sizeof(uint64_t));        \
      if ((order) == 1) x[0] <<= index % 64;                                                                                           \
      block;                                                                                                                           \
      memcpy(symbols + 2 * index, y, (count - index) * 2 * sizeof(float));                                                             \
    }                                                                                                                                  \
  } while (0)

AVX512 void vitrum_map_avx512(const uint64_t *words, size_t count, int order, bool is_turning, const float *levels, float *symbols) {
  const __m512 low = _mm512_loadu_ps(levels), high = _mm512_loadu_ps(levels + 16);
  switch (order) {
  case 1: EACH_BLOCK(1, map_line_block(x, low, is_turning, y)); break;
  case 2: EACH_BLOCK(2, map_block(x, 2, low, high, y)); break;
  case 4: EACH_BLOCK(4, map_block(x, 4, low, high, y)); break;
  case 6: EACH_BLOCK(6, map_block(x, 6, low, high, y)); break;
  case 8: EACH_BLOCK(8, map_block(x, 8, low, high, y)); break;
  default: EACH_BLOCK(10, map_block(x, 10, low, high, y)); break;
  }
}
#else
void vitrum_map_avx512(const uint64_t *words, size_t count, int order, bool is_turning, const float *levels, float *symbols) {
  __builtin_trap();
}
#endif
