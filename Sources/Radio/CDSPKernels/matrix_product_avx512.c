#include "dsp_kernels.h"

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define LANES 16
#define MATRIX_PRODUCT vitrum_matrix_product_avx512
#define PSEUDO_INVERSE vitrum_pseudo_inverse_avx512

#include "receiver_vectors.h"

#include "matrix_product.h"
#else
void vitrum_matrix_product_avx512(const vitrum_matrix_product *product) { __builtin_trap(); }
void vitrum_pseudo_inverse_avx512(const vitrum_pseudo_inverse *inverse) { __builtin_trap(); }
#endif
