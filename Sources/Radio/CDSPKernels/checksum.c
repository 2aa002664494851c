#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define PAIRS __attribute__((target("avx2,pclmul")))
#define VECTORS __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,vpclmulqdq,pclmul")))

bool vitrum_has_pclmul(void) { return vitrum_has_avx2() && __builtin_cpu_supports("pclmul"); }
bool vitrum_has_vpclmul(void) { return vitrum_has_avx512() && vitrum_has_pclmul() && __builtin_cpu_supports("vpclmulqdq"); }

// Two words of the message as a polynomial: the first has the high powers, and a product has these in its high half.
PAIRS static inline __m128i load(const uint64_t *words) { return _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)words), 0x4E); }

// What stands so far in front, in powers that the remainders take down to those of `next`.
PAIRS static inline __m128i fold(__m128i sum, __m128i remainders, __m128i next) {
  __m128i low = _mm_clmulepi64_si128(sum, remainders, 0x00), high = _mm_clmulepi64_si128(sum, remainders, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

// The rest of the message, pair by pair.
PAIRS static inline void finish(__m128i sum, __m128i remainders, const uint64_t *words, size_t count, uint64_t *result) {
  for (size_t word = 0; word + 2 <= count; word += 2) sum = fold(sum, remainders, load(words + word));
  result[0] = (uint64_t)_mm_extract_epi64(sum, 1);
  result[1] = (uint64_t)_mm_cvtsi128_si64(sum);
}

PAIRS void vitrum_checksum_pclmul(const uint64_t *words, size_t count, const uint64_t *remainders, uint64_t *result) {
  const __m128i one = _mm_loadu_si128((const __m128i *)remainders), four = _mm_loadu_si128((const __m128i *)(remainders + 2));
  __m128i sum[4] = {load(words)};
  size_t word = 2;
  if (count >= 16) {
    for (int k = 1; k < 4; k++) sum[k] = load(words + 2 * k);
    for (word = 8; word + 8 <= count; word += 8) {
      for (int k = 0; k < 4; k++) sum[k] = fold(sum[k], four, load(words + word + 2 * k));
    }
    for (int k = 1; k < 4; k++) sum[0] = fold(sum[0], one, sum[k]);
  }
  finish(sum[0], one, words + word, count - word, result);
}

VECTORS static inline __m512i load_four(const uint64_t *words) { return _mm512_shuffle_epi32(_mm512_loadu_si512(words), (_MM_PERM_ENUM)0x4E); }

VECTORS static inline __m512i fold_four(__m512i sum, __m512i remainders, __m512i next) {
  __m512i low = _mm512_clmulepi64_epi128(sum, remainders, 0x00), high = _mm512_clmulepi64_epi128(sum, remainders, 0x11);
  return _mm512_ternarylogic_epi64(low, high, next, 0x96);
}

VECTORS void vitrum_checksum_vpclmul(const uint64_t *words, size_t count, const uint64_t *remainders, uint64_t *result) {
  const __m128i one = _mm_loadu_si128((const __m128i *)remainders);
  if (count < 16) {
    finish(load(words), one, words + 2, count - 2, result);
    return;
  }
  const __m512i four = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(remainders + 2)));
  const __m512i sixteen = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(remainders + 4)));
  __m512i sum = load_four(words);
  size_t word = 8;
  if (count >= 64) {
    __m512i second = load_four(words + 8), third = load_four(words + 16), fourth = load_four(words + 24);
    for (word = 32; word + 32 <= count; word += 32) {
      sum = fold_four(sum, sixteen, load_four(words + word));
      second = fold_four(second, sixteen, load_four(words + word + 8));
      third = fold_four(third, sixteen, load_four(words + word + 16));
      fourth = fold_four(fourth, sixteen, load_four(words + word + 24));
    }
    sum = fold_four(fold_four(fold_four(sum, four, second), four, third), four, fourth);
  }
  for (; word + 8 <= count; word += 8) sum = fold_four(sum, four, load_four(words + word));
  __m128i pair = fold(_mm512_castsi512_si128(sum), one, _mm512_extracti32x4_epi32(sum, 1));
  pair = fold(fold(pair, one, _mm512_extracti32x4_epi32(sum, 2)), one, _mm512_extracti32x4_epi32(sum, 3));
  finish(pair, one, words + word, count - word, result);
}
#else
bool vitrum_has_pclmul(void) { return false; }
bool vitrum_has_vpclmul(void) { return false; }
void vitrum_checksum_pclmul(const uint64_t *words, size_t count, const uint64_t *remainders, uint64_t *result) { __builtin_trap(); }
void vitrum_checksum_vpclmul(const uint64_t *words, size_t count, const uint64_t *remainders, uint64_t *result) { __builtin_trap(); }
#endif
