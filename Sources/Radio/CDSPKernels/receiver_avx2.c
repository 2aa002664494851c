#define X86_TARGET "avx2,bmi2,fma"
#define LANES 8
#define ROWS 2
#define KERNEL(name) vitrum_##name##_avx2
#include "receiver.h"
