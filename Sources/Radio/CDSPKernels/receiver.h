// Kernels of receivers, for a file that says how many LANES a vector has (8 or 16), which instructions TARGET has on x86, how many ROWS
// its registers hold, and what a KERNEL is called.
#include "dsp_kernels.h"

#include "receiver_vectors.h"

#include "deinterleave.h"
#include "equalize.h"
#include "matrix_product.h"
#include "planar.h"
#include "smooth.h"
