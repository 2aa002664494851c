#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "soft_demap_orders.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define LANES 16
#define VECTOR __m512
#define INTEGERS __m512i
#define LOAD(place) _mm512_loadu_ps(place)
#define ALL(value) _mm512_set1_ps(value)
#define ADD _mm512_add_ps
#define SUBTRACT _mm512_sub_ps
#define MULTIPLY _mm512_mul_ps
#define MINIMUM _mm512_min_ps
#define MAXIMUM _mm512_max_ps
#define FLOOR(value) _mm512_roundscale_ps(value, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC)
#define ABSOLUTE _mm512_abs_ps
#define ROUND _mm512_cvtps_epi32
#define WITH_SIGN(magnitude, of) _mm512_or_ps(magnitude, _mm512_and_ps(of, _mm512_set1_ps(-0.0f)))
#define PACK_32 _mm512_packs_epi32
#define PACK_16 _mm512_packs_epi16
#define OR _mm512_or_si512
#define SHUFFLE(octets, order) _mm512_shuffle_epi8(octets, _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(order))))
#define SWAP_PAIRS(value) _mm512_permute_ps(value, 0xB1)
#define TURN_ODD(value) _mm512_castsi512_ps(_mm512_mask_xor_epi32( \
    _mm512_castps_si512(value), 0x4444, _mm512_castps_si512(value), _mm512_set1_epi32((int)0x80000000)))
#define DEMAP vitrum_soft_demap_avx512

TARGET static inline __m512 spread(const float *weights) {
  const __m512i twice = _mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
  return _mm512_permutexvar_ps(twice, _mm512_castps256_ps512(_mm256_loadu_ps(weights)));
}

TARGET static inline void store_first(__m512i value, int octets, int8_t *soft) {
  const __m512i fours = _mm512_setr_epi32(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m512i eights = _mm512_setr_epi32(0, 1, 4, 5, 8, 9, 12, 13, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m512i twelves = _mm512_setr_epi32(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0);
  __m512i together = _mm512_permutexvar_epi32(octets == 4 ? fours : octets == 8 ? eights : twelves, value);
  _mm512_mask_storeu_epi32(soft, (__mmask16)((1 << octets) - 1), together);
}

TARGET static inline void store_20(__m512i first, __m512i rest, int8_t *soft) {
#define LANE(n)                                                                                                                        \
  _mm_storeu_si128((__m128i *)(soft + 20 * n), _mm512_extracti32x4_epi32(first, n));                                                   \
  _mm_storeu_si32(soft + 20 * n + 16, _mm512_extracti32x4_epi32(rest, n))
  LANE(0);
  LANE(1);
  LANE(2);
  LANE(3);
#undef LANE
}

#define SPREAD spread
#define STORE_4(value, soft) store_first(value, 4, soft)
#define STORE_8(value, soft) store_first(value, 8, soft)
#define STORE_12(value, soft) store_first(value, 12, soft)
#define STORE_16(value, soft) _mm512_storeu_si512(soft, value)
#define STORE_20 store_20
#define STORE_EVEN(value, soft) _mm_storel_epi64((__m128i *)(soft), _mm512_cvtepi64_epi8(value))

#include "soft_demap.h"

TARGET static inline __m512i flipped(__m512i value, uint64_t word) {
  return _mm512_mask_subs_epi8(value, __builtin_bitreverse64(word), _mm512_setzero_si512(), value);
}

TARGET void vitrum_flip_signs_avx512(int8_t *soft, const uint64_t *words, size_t count) {
  size_t index = 0;
  for (; index + 64 <= count; index += 64) {
    _mm512_storeu_si512(soft + index, flipped(_mm512_loadu_si512(soft + index), words[index / 64]));
  }
  if (index < count) {
    __mmask64 left = ~0ULL >> (64 - (count - index));
    __m512i value = _mm512_maskz_loadu_epi8(left, soft + index);
    _mm512_mask_storeu_epi8(soft + index, left, flipped(value, words[index / 64]));
  }
}
#else
void vitrum_soft_demap_avx512(
    const float *symbols, const float *weights, size_t count, float half, float gain, int order, bool is_turning, int8_t *soft) {
  __builtin_trap();
}
void vitrum_flip_signs_avx512(int8_t *soft, const uint64_t *words, size_t count) { __builtin_trap(); }
#endif
