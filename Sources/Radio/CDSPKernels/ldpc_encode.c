#include "dsp_kernels.h"

#if defined(__x86_64__)
// The same loops for each instruction set: a column's words are a vector, which the compiler sees.
#define SUM(name, features)                                                                                                            \
  __attribute__((target(features))) void name(                                                                                         \
      const uint64_t *columns, const vitrum_ldpc_entry *entries, int count, uint64_t *restrict sum) {                                  \
    uint64_t total[VITRUM_LDPC_WORDS] = {0};                                                                                            \
    for (int e = 0; e < count; e++) {                                                                                                  \
      const uint64_t *words = columns + (size_t)entries[e].column * VITRUM_LDPC_WORD_PITCH + entries[e].shift / 64;                    \
      unsigned bits = entries[e].shift % 64;                                                                                           \
      for (int w = 0; w < VITRUM_LDPC_WORDS; w++) total[w] ^= words[w] << bits | words[w + 1] >> 1 >> (63 - bits);                     \
    }                                                                                                                                  \
    for (int w = 0; w < VITRUM_LDPC_WORDS; w++) sum[w] = total[w];                                                                     \
  }

#define PUT(name, features)                                                                                                            \
  __attribute__((target(features))) void name(uint64_t *restrict column, const uint64_t *restrict sum, int size) {                     \
    uint64_t once[VITRUM_LDPC_WORDS];                                                                                                  \
    int whole = size / 64;                                                                                                             \
    unsigned bits = size % 64;                                                                                                         \
    for (int w = 0; w < VITRUM_LDPC_WORDS; w++) once[w] = w < whole ? sum[w] : w == whole && bits ? sum[w] & ~0ULL << (64 - bits) : 0; \
    for (int w = 0; w < VITRUM_LDPC_WORDS; w++) column[w] = once[w];                                                                   \
    for (int w = VITRUM_LDPC_WORDS; w < VITRUM_LDPC_WORD_PITCH; w++) column[w] = 0;                                                    \
    uint64_t *second = column + whole;                                                                                                 \
    second[0] |= once[0] >> bits;                                                                                                      \
    for (int w = 1; w < VITRUM_LDPC_WORDS; w++) second[w] = once[w] >> bits | once[w - 1] << 1 << (63 - bits);                         \
  }

SUM(vitrum_ldpc_sum_avx2, "avx2")
SUM(vitrum_ldpc_sum_avx512, "avx512f,avx512bw,avx512vl,avx512dq")
PUT(vitrum_ldpc_put_avx2, "avx2")
PUT(vitrum_ldpc_put_avx512, "avx512f,avx512bw,avx512vl,avx512dq")
#else
void vitrum_ldpc_sum_avx2(const uint64_t *columns, const vitrum_ldpc_entry *entries, int count, uint64_t *sum) { __builtin_trap(); }
void vitrum_ldpc_sum_avx512(const uint64_t *columns, const vitrum_ldpc_entry *entries, int count, uint64_t *sum) { __builtin_trap(); }
void vitrum_ldpc_put_avx2(uint64_t *column, const uint64_t *sum, int size) { __builtin_trap(); }
void vitrum_ldpc_put_avx512(uint64_t *column, const uint64_t *sum, int size) { __builtin_trap(); }
#endif
