#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))

// Words of a sequence have the recurrence of its bits, as the sixth square of its polynomial says: of 32 words the next eight come from
// those one place on and more.
#define LATER(a, b, words) _mm512_alignr_epi64(b, a, words)
#define FIRST(a, b) _mm512_xor_si512(LATER(a, b, 1), LATER(a, b, 4))
#define SECOND(a, b)                                                                                                                   \
  _mm512_ternarylogic_epi64(_mm512_xor_si512(LATER(a, b, 1), LATER(a, b, 2)), LATER(a, b, 3), LATER(a, b, 4), 0x96)
#define NEXT(k, l)                                                                                                                     \
  do {                                                                                                                                 \
    __m512i sum = _mm512_xor_si512(a[k], b[k]);                                                                                        \
    if (source) sum = _mm512_xor_si512(sum, _mm512_loadu_si512(source + word + 8 * k));                                                \
    _mm512_storeu_si512(target + word + 8 * k, sum);                                                                                   \
    a[k] = FIRST(a[k], a[l]);                                                                                                          \
    b[k] = SECOND(b[k], b[l]);                                                                                                         \
  } while (0)

AVX512 size_t vitrum_gold_avx512(uint64_t *first, uint64_t *second, const uint64_t *source, uint64_t *target, size_t count) {
  __m512i a[4], b[4];
  for (int k = 0; k < 4; k++) {
    a[k] = _mm512_loadu_si512(first + 8 * k);
    b[k] = _mm512_loadu_si512(second + 8 * k);
  }
  size_t word = 0;
  for (; word + 32 <= count; word += 32) {
    NEXT(0, 1);
    NEXT(1, 2);
    NEXT(2, 3);
    NEXT(3, 0);
  }
  for (int k = 0; k < 4; k++) {
    _mm512_storeu_si512(first + 8 * k, a[k]);
    _mm512_storeu_si512(second + 8 * k, b[k]);
  }
  return word;
}
#else
size_t vitrum_gold_avx512(uint64_t *first, uint64_t *second, const uint64_t *source, uint64_t *target, size_t count) { __builtin_trap(); }
#endif
