#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))

// Bits that begin within a word: shifts by 64 give zeros.
AVX512 static inline __m512i from(const uint64_t *words, unsigned bits) {
  __m512i high = _mm512_sll_epi64(_mm512_loadu_si512(words), _mm_cvtsi32_si128((int)bits));
  return _mm512_or_si512(high, _mm512_srl_epi64(_mm512_loadu_si512(words + 1), _mm_cvtsi32_si128((int)(64 - bits))));
}

AVX512 void vitrum_ldpc_sum_avx512(const uint64_t *columns, const vitrum_ldpc_entry *entries, int count, uint64_t *sum) {
  __m512i total = _mm512_setzero_si512();
  for (int e = 0; e < count; e++) {
    const uint64_t *words = columns + (size_t)entries[e].column * VITRUM_LDPC_WORD_PITCH + entries[e].shift / 64;
    total = _mm512_xor_si512(total, from(words, entries[e].shift % 64));
  }
  _mm512_storeu_si512(sum, total);
}

AVX512 void vitrum_ldpc_put_avx512(uint64_t *column, const uint64_t *sum, int size) {
  int whole = size / 64;
  unsigned bits = (unsigned)size % 64;
  __m512i once = _mm512_maskz_loadu_epi64((__mmask8)((1 << whole) - 1), sum);
  long long partial = bits ? (long long)(sum[whole] & ~0ULL << (64 - bits)) : 0;
  once = _mm512_mask_set1_epi64(once, (__mmask8)(1 << whole), partial);
  _mm512_storeu_si512(column + VITRUM_LDPC_WORDS, _mm512_setzero_si512());
  _mm512_storeu_si512(column, once);
  // A word in front, for the bits that the second time takes over from it.
  __m512i before = _mm512_maskz_alignr_epi64(0xFE, once, once, 7);
  __m512i second = _mm512_or_si512(
      _mm512_srl_epi64(once, _mm_cvtsi32_si128((int)bits)), _mm512_sll_epi64(before, _mm_cvtsi32_si128((int)(64 - bits))));
  _mm512_storeu_si512(column + whole, _mm512_or_si512(second, _mm512_maskz_set1_epi64(1, partial)));
}

AVX2 static inline __m256i load(const uint64_t *words) { return _mm256_loadu_si256((const __m256i *)words); }

AVX2 void vitrum_ldpc_sum_avx2(const uint64_t *columns, const vitrum_ldpc_entry *entries, int count, uint64_t *sum) {
  __m256i low = _mm256_setzero_si256(), high = low;
  for (int e = 0; e < count; e++) {
    const uint64_t *words = columns + (size_t)entries[e].column * VITRUM_LDPC_WORD_PITCH + entries[e].shift / 64;
    __m128i bits = _mm_cvtsi32_si128(entries[e].shift % 64), rest = _mm_cvtsi32_si128(64 - entries[e].shift % 64);
    low = _mm256_xor_si256(low, _mm256_or_si256(_mm256_sll_epi64(load(words), bits), _mm256_srl_epi64(load(words + 1), rest)));
    high = _mm256_xor_si256(high, _mm256_or_si256(_mm256_sll_epi64(load(words + 4), bits), _mm256_srl_epi64(load(words + 5), rest)));
  }
  _mm256_storeu_si256((__m256i *)sum, low);
  _mm256_storeu_si256((__m256i *)(sum + 4), high);
}

#else
void vitrum_ldpc_sum_avx2(const uint64_t *columns, const vitrum_ldpc_entry *entries, int count, uint64_t *sum) { __builtin_trap(); }
void vitrum_ldpc_sum_avx512(const uint64_t *columns, const vitrum_ldpc_entry *entries, int count, uint64_t *sum) { __builtin_trap(); }
void vitrum_ldpc_put_avx512(uint64_t *column, const uint64_t *sum, int size) { __builtin_trap(); }
#endif
