#include "dsp_kernels.h"

#if defined(__x86_64__)
#define FFT_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,bmi2")))

#define FFT_LANES 16
#define FFT(name) wide_##name
#include "fft_lanes.h"

FFT_TARGET void vitrum_fft_avx512(const vitrum_fft_plan *plan, const float *source, float *target, bool inverse) {
  wide_transform(plan, source, target, inverse);
}
#else
void vitrum_fft_avx512(const vitrum_fft_plan *plan, const float *source, float *target, bool inverse) {
  (void)plan, (void)source, (void)target, (void)inverse;
  __builtin_trap();
}
#endif
