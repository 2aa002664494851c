#include "dsp_kernels.h"

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,bmi2,fma")))
#define DEINTERLEAVE_SOFT vitrum_deinterleave_avx2
#define ADD_SOFT vitrum_add_soft_avx2

#include "deinterleave.h"
#else
void vitrum_deinterleave_avx2(const int8_t *source, size_t columns, int order, int8_t *rows) { __builtin_trap(); }
void vitrum_add_soft_avx2(int8_t *soft, const int8_t *added, size_t count) { __builtin_trap(); }
#endif
