#include "dsp_kernels.h"

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma")))
#define LANES 8
#define MATRIX_PRODUCT vitrum_matrix_product_avx2
#define PSEUDO_INVERSE vitrum_pseudo_inverse_avx2

#include "receiver_vectors.h"

#include "matrix_product.h"
#else
void vitrum_matrix_product_avx2(const vitrum_matrix_product *product) { __builtin_trap(); }
void vitrum_pseudo_inverse_avx2(const vitrum_pseudo_inverse *inverse) { __builtin_trap(); }
#endif
