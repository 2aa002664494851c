#define X86_TARGET "avx512f,avx512bw,avx512vl,avx512dq"
#define LANES 16
#define ROWS 4
#define KERNEL(name) vitrum_##name##_avx512
#include "receiver.h"
