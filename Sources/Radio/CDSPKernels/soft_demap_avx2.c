#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "soft_demap_orders.h"

#define TARGET __attribute__((target("avx2,bmi2")))
#define LANES 8
#define VECTOR __m256
#define INTEGERS __m256i
#define LOAD(place) _mm256_loadu_ps(place)
#define ALL(value) _mm256_set1_ps(value)
#define ADD _mm256_add_ps
#define SUBTRACT _mm256_sub_ps
#define MULTIPLY _mm256_mul_ps
#define MINIMUM _mm256_min_ps
#define MAXIMUM _mm256_max_ps
#define FLOOR(value) _mm256_floor_ps(value)
#define ABSOLUTE(value) _mm256_andnot_ps(_mm256_set1_ps(-0.0f), value)
#define ROUND _mm256_cvtps_epi32
#define WITH_SIGN(magnitude, of) _mm256_or_ps(magnitude, _mm256_and_ps(of, _mm256_set1_ps(-0.0f)))
#define PACK_32 _mm256_packs_epi32
#define PACK_16 _mm256_packs_epi16
#define OR _mm256_or_si256
#define SHUFFLE(octets, order) _mm256_shuffle_epi8(octets, _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(order))))
#define SWAP_PAIRS(value) _mm256_permute_ps(value, 0xB1)
#define TURN_ODD(value) _mm256_xor_ps(value, _mm256_setr_ps(0, 0, -0.0f, 0, 0, 0, -0.0f, 0))
#define DEMAP vitrum_soft_demap_avx2

TARGET static inline __m256 spread(const float *weights) {
  __m128 four = _mm_loadu_ps(weights);
  return _mm256_set_m128(_mm_unpackhi_ps(four, four), _mm_unpacklo_ps(four, four));
}

TARGET static inline void store_4(__m256i value, int8_t *soft) {
  _mm_storeu_si32(soft, _mm256_castsi256_si128(value));
  _mm_storeu_si32(soft + 4, _mm256_extracti128_si256(value, 1));
}

TARGET static inline void store_8(__m256i value, int8_t *soft) {
  _mm_storel_epi64((__m128i *)soft, _mm256_castsi256_si128(value));
  _mm_storel_epi64((__m128i *)(soft + 8), _mm256_extracti128_si256(value, 1));
}

TARGET static inline void store_12(__m256i value, int8_t *soft) {
  __m256i together = _mm256_permutevar8x32_epi32(value, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 0, 0));
  _mm_storeu_si128((__m128i *)soft, _mm256_castsi256_si128(together));
  _mm_storel_epi64((__m128i *)(soft + 16), _mm256_extracti128_si256(together, 1));
}

TARGET static inline void store_20(__m256i first, __m256i rest, int8_t *soft) {
  _mm_storeu_si128((__m128i *)soft, _mm256_castsi256_si128(first));
  _mm_storeu_si32(soft + 16, _mm256_castsi256_si128(rest));
  _mm_storeu_si128((__m128i *)(soft + 20), _mm256_extracti128_si256(first, 1));
  _mm_storeu_si32(soft + 36, _mm256_extracti128_si256(rest, 1));
}

TARGET static inline void store_even(__m256i value, int8_t *soft) {
  const __m256i evens = _mm256_setr_epi8(0, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 8, -1, -1, -1, -1, -1, -1, -1,
                                         -1, -1, -1, -1, -1, -1, -1);
  __m256i together = _mm256_shuffle_epi8(value, evens);
  _mm_storeu_si16(soft, _mm256_castsi256_si128(together));
  _mm_storeu_si16(soft + 2, _mm256_extracti128_si256(together, 1));
}

#define SPREAD spread
#define STORE_4 store_4
#define STORE_8 store_8
#define STORE_12 store_12
#define STORE_16(value, soft) _mm256_storeu_si256((__m256i *)(soft), value)
#define STORE_20 store_20
#define STORE_EVEN store_even

#include "soft_demap.h"

TARGET void vitrum_flip_signs_avx2(int8_t *soft, const uint64_t *words, size_t count) {
  const __m256i octets = _mm256_setr_epi8(3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i places = _mm256_set1_epi64x((long long)0x0102040810204080);
  size_t index = 0;
  for (; index + 32 <= count; index += 32) {
    uint32_t bits = (uint32_t)(words[index / 64] >> (index % 64 ? 0 : 32));
    __m256i spread = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi32((int)bits), octets), places);
    __m256i mask = _mm256_cmpeq_epi8(spread, places);
    __m256i value = _mm256_loadu_si256((const __m256i *)(soft + index));
    _mm256_storeu_si256((__m256i *)(soft + index), _mm256_subs_epi8(_mm256_xor_si256(value, mask), mask));
  }
  for (; index < count; index++) {
    if (words[index / 64] >> (63 - index % 64) & 1) soft[index] = soft[index] == -128 ? 127 : (int8_t)-soft[index];
  }
}
#else
void vitrum_soft_demap_avx2(
    const float *symbols, const float *weights, size_t count, float half, float gain, int order, bool is_turning, int8_t *soft) {
  __builtin_trap();
}
void vitrum_flip_signs_avx2(int8_t *soft, const uint64_t *words, size_t count) { __builtin_trap(); }
#endif
