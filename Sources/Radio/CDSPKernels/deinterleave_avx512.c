#include "dsp_kernels.h"

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define DEINTERLEAVE_SOFT vitrum_deinterleave_avx512
#define ADD_SOFT vitrum_add_soft_avx512

#include "deinterleave.h"
#else
void vitrum_deinterleave_avx512(const int8_t *source, size_t columns, int order, int8_t *rows) { __builtin_trap(); }
void vitrum_add_soft_avx512(int8_t *soft, const int8_t *added, size_t count) { __builtin_trap(); }
#endif
