#include "dsp_kernels.h"

#if defined(__x86_64__)
#define FFT_TARGET __attribute__((target("avx2,fma,bmi2")))

#define FFT_LANES 8
#define FFT(name) eight_##name
#include "fft_lanes.h"
#undef FFT_LANES
#undef FFT

#define FFT_LANES 4
#define FFT(name) four_##name
#include "fft_lanes.h"

FFT_TARGET void vitrum_fft_avx2(const vitrum_fft_plan *plan, const float *source, float *target, bool inverse) {
  if (plan->lanes == 8) {
    eight_transform(plan, source, target, inverse);
  } else {
    four_transform(plan, source, target, inverse);
  }
}
#else
void vitrum_fft_avx2(const vitrum_fft_plan *plan, const float *source, float *target, bool inverse) {
  (void)plan, (void)source, (void)target, (void)inverse;
  __builtin_trap();
}
#endif
