#include "dsp_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,fma")))
#define LANES 8
#define VECTOR __m256
#define MASK __m256i
#define ALL_LANES _mm256_set1_epi32(-1)
#define FIRST_LANES(count) _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7))
#define LOAD(mask, place) _mm256_maskload_ps(place, mask)
#define STORE(mask, place, value) _mm256_maskstore_ps(place, mask, value)
#define ZERO _mm256_setzero_ps()
#define ALL(value) _mm256_set1_ps(value)
#define SWAP_PAIRS(value) _mm256_permute_ps(value, 0xB1)
#define MULTIPLY_ADD _mm256_fmadd_ps
#define SUBTRACT_ADD _mm256_addsub_ps
#define PRECODE vitrum_precode_avx2
#define precode_block precode_block_avx2
#include "precode.h"

#undef TARGET
#undef LANES
#undef VECTOR
#undef MASK
#undef ALL_LANES
#undef FIRST_LANES
#undef LOAD
#undef STORE
#undef ZERO
#undef ALL
#undef SWAP_PAIRS
#undef MULTIPLY_ADD
#undef SUBTRACT_ADD
#undef PRECODE
#undef precode_block
#undef EACH_PLACE
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define LANES 16
#define VECTOR __m512
#define MASK __mmask16
#define ALL_LANES 0xFFFF
#define FIRST_LANES(count) (__mmask16)((1 << (count)) - 1)
#define LOAD(mask, place) _mm512_maskz_loadu_ps(mask, place)
#define STORE(mask, place, value) _mm512_mask_storeu_ps(place, mask, value)
#define ZERO _mm512_setzero_ps()
#define ALL(value) _mm512_set1_ps(value)
#define SWAP_PAIRS(value) _mm512_permute_ps(value, 0xB1)
#define MULTIPLY_ADD _mm512_fmadd_ps
#define SUBTRACT_ADD(a, b) _mm512_fmaddsub_ps(a, _mm512_set1_ps(1), b)
#define PRECODE vitrum_precode_avx512
#define precode_block precode_block_avx512
#include "precode.h"
#else
void vitrum_precode_avx2(const float *const *layers, int layer_count, const float *weights, int port_count, size_t count,
                         float *const *ports) {
  __builtin_trap();
}
void vitrum_precode_avx512(const float *const *layers, int layer_count, const float *weights, int port_count, size_t count,
                           float *const *ports) {
  __builtin_trap();
}
#endif
