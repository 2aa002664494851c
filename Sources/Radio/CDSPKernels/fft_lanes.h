// Transforms on vectors of one width. Included with
//   FFT_LANES   floats of a vector: 4, 8 or 16,
//   FFT_TARGET  the functions' attribute,
//   FFT(name)   names of this width.
//
// N = L·M for L lanes. Lane n of vector m holds sample n + L·m, so that transforms of M points run in all lanes at once (in place,
// decimation in frequency; a result k stands at positions[k]). The last pass turns blocks of L vectors round and takes transforms of
// L = 4·G points over what were lanes, n = g + G·a, for results k + M·(c + 4·d):
//   Σ_g w_G^(g d) · w_N^(g (k + c M)) · Σ_a w_4^(a c) · w_N^(G a k) · x[g + G a]
// An inverse transform is a forward one with real and imaginary parts exchanged on both sides.

#define FFT_GROUPS (FFT_LANES / 4)
#define FFT_INLINE FFT_TARGET static inline __attribute__((always_inline))
#define FFT_UNROLL _Pragma("clang loop unroll(full)")

typedef float FFT(vector) __attribute__((vector_size(4 * FFT_LANES), may_alias));
typedef float FFT(anywhere) __attribute__((vector_size(4 * FFT_LANES), aligned(4), may_alias));
typedef float FFT(quad) __attribute__((vector_size(16), aligned(4), may_alias));

typedef struct {
  FFT(vector) re, im;
} FFT(complex);

FFT_INLINE FFT(vector) FFT(load)(const float *place) { return *(const FFT(anywhere) *)place; }

FFT_INLINE void FFT(store)(float *place, FFT(vector) value) { *(FFT(anywhere) *)place = value; }

FFT_INLINE FFT(complex) FFT(load_complex)(const float *place) {
  return (FFT(complex)){FFT(load)(place), FFT(load)(place + FFT_LANES)};
}

FFT_INLINE void FFT(store_complex)(float *place, FFT(complex) value) {
  FFT(store)(place, value.re);
  FFT(store)(place + FFT_LANES, value.im);
}

FFT_INLINE FFT(complex) FFT(sum)(FFT(complex) x, FFT(complex) y) { return (FFT(complex)){x.re + y.re, x.im + y.im}; }

FFT_INLINE FFT(complex) FFT(difference)(FFT(complex) x, FFT(complex) y) { return (FFT(complex)){x.re - y.re, x.im - y.im}; }

FFT_INLINE FFT(complex) FFT(product)(FFT(complex) x, FFT(complex) w) {
  return (FFT(complex)){x.re * w.re - x.im * w.im, x.re * w.im + x.im * w.re};
}

// The same factor in all lanes.
FFT_INLINE FFT(complex) FFT(turned)(FFT(complex) x, const float *w) {
  return (FFT(complex)){x.re * w[0] - x.im * w[1], x.re * w[1] + x.im * w[0]};
}

// x + f·y and x - j·f·y.
FFT_INLINE FFT(complex) FFT(plus)(FFT(complex) x, FFT(complex) y, float f) {
  return (FFT(complex)){x.re + y.re * f, x.im + y.im * f};
}

FFT_INLINE FFT(complex) FFT(minus_j)(FFT(complex) x, FFT(complex) y, float f) {
  return (FFT(complex)){x.re + y.im * f, x.im - y.re * f};
}

FFT_INLINE void FFT(two)(FFT(complex) *x) {
  FFT(complex) sum = FFT(sum)(x[0], x[1]);
  x[1] = FFT(difference)(x[0], x[1]);
  x[0] = sum;
}

FFT_INLINE void FFT(three)(FFT(complex) *x) {
  const float side = 0.866025403784438647f;
  FFT(complex) sum = FFT(sum)(x[1], x[2]), difference = FFT(difference)(x[1], x[2]), middle = FFT(plus)(x[0], sum, -0.5f);
  x[0] = FFT(sum)(x[0], sum);
  x[1] = FFT(minus_j)(middle, difference, side);
  x[2] = FFT(minus_j)(middle, difference, -side);
}

FFT_INLINE void FFT(four)(FFT(complex) *x) {
  FFT(complex) even = FFT(sum)(x[0], x[2]), even_difference = FFT(difference)(x[0], x[2]);
  FFT(complex) odd = FFT(sum)(x[1], x[3]), odd_difference = FFT(difference)(x[1], x[3]);
  x[0] = FFT(sum)(even, odd);
  x[2] = FFT(difference)(even, odd);
  x[1] = (FFT(complex)){even_difference.re + odd_difference.im, even_difference.im - odd_difference.re};
  x[3] = (FFT(complex)){even_difference.re - odd_difference.im, even_difference.im + odd_difference.re};
}

FFT_INLINE void FFT(five)(FFT(complex) *x) {
  const float c1 = 0.309016994374947424f, c2 = -0.809016994374947424f, s1 = 0.951056516295153572f, s2 = 0.587785252292473129f;
  FFT(complex) first = FFT(sum)(x[1], x[4]), first_difference = FFT(difference)(x[1], x[4]);
  FFT(complex) second = FFT(sum)(x[2], x[3]), second_difference = FFT(difference)(x[2], x[3]);
  FFT(complex) middle = FFT(plus)(FFT(plus)(x[0], first, c1), second, c2);
  FFT(complex) other = FFT(plus)(FFT(plus)(x[0], first, c2), second, c1);
  x[0] = FFT(sum)(FFT(sum)(x[0], first), second);
  x[1] = FFT(minus_j)(FFT(minus_j)(middle, first_difference, s1), second_difference, s2);
  x[4] = FFT(minus_j)(FFT(minus_j)(middle, first_difference, -s1), second_difference, -s2);
  x[2] = FFT(minus_j)(FFT(minus_j)(other, first_difference, s2), second_difference, -s1);
  x[3] = FFT(minus_j)(FFT(minus_j)(other, first_difference, -s2), second_difference, s1);
}

FFT_INLINE void FFT(eight)(FFT(complex) *x) {
  const float half = 0.707106781186547524f;
  FFT(complex) even[4] = {x[0], x[2], x[4], x[6]}, odd[4] = {x[1], x[3], x[5], x[7]};
  FFT(four)(even);
  FFT(four)(odd);
  // (1 - j) and -(1 + j) times the odd ones.
  FFT(complex) one = {odd[1].re + odd[1].im, odd[1].im - odd[1].re}, three = {odd[3].im - odd[3].re, -odd[3].re - odd[3].im};
  x[0] = FFT(sum)(even[0], odd[0]);
  x[4] = FFT(difference)(even[0], odd[0]);
  x[1] = FFT(plus)(even[1], one, half);
  x[5] = FFT(plus)(even[1], one, -half);
  x[2] = FFT(minus_j)(even[2], odd[2], 1);
  x[6] = FFT(minus_j)(even[2], odd[2], -1);
  x[3] = FFT(plus)(even[3], three, half);
  x[7] = FFT(plus)(even[3], three, -half);
}

FFT_INLINE void FFT(butterfly)(FFT(complex) *x, int radix) {
  switch (radix) {
    case 2: FFT(two)(x); break;
    case 3: FFT(three)(x); break;
    case 4: FFT(four)(x); break;
    case 5: FFT(five)(x); break;
    default: FFT(eight)(x); break;
  }
}

// Samples n = 0 to L - 1 of a vector, n = g + G·a to lane 4·g + a.
FFT_INLINE FFT(complex) FFT(load_samples)(const float *place, bool inverse) {
  FFT(vector) low = FFT(load)(place), high = FFT(load)(place + FFT_LANES);
#if FFT_LANES == 16
  FFT(vector) re = __builtin_shufflevector(low, high, 0, 8, 16, 24, 2, 10, 18, 26, 4, 12, 20, 28, 6, 14, 22, 30);
  FFT(vector) im = __builtin_shufflevector(low, high, 1, 9, 17, 25, 3, 11, 19, 27, 5, 13, 21, 29, 7, 15, 23, 31);
#elif FFT_LANES == 8
  FFT(vector) re = __builtin_shufflevector(low, high, 0, 4, 8, 12, 2, 6, 10, 14);
  FFT(vector) im = __builtin_shufflevector(low, high, 1, 5, 9, 13, 3, 7, 11, 15);
#else
  FFT(vector) re = __builtin_shufflevector(low, high, 0, 2, 4, 6);
  FFT(vector) im = __builtin_shufflevector(low, high, 1, 3, 5, 7);
#endif
  return inverse ? (FFT(complex)){im, re} : (FFT(complex)){re, im};
}

// What a lane of 4·h + j of the last pass is for: result 2·h + (j mod 2) of a block, and half a block more for j above 1.
FFT_INLINE void FFT(store_samples)(float *place, FFT(complex) value, bool inverse) {
  FFT(vector) x = inverse ? value.im : value.re, y = inverse ? value.re : value.im;
#if FFT_LANES == 16
  FFT(store)(place, __builtin_shufflevector(x, y, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29));
  FFT(store)(place + FFT_LANES, __builtin_shufflevector(x, y, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31));
#elif FFT_LANES == 8
  FFT(store)(place, __builtin_shufflevector(x, y, 0, 8, 1, 9, 4, 12, 5, 13));
  FFT(store)(place + FFT_LANES, __builtin_shufflevector(x, y, 2, 10, 3, 11, 6, 14, 7, 15));
#else
  FFT(store)(place, __builtin_shufflevector(x, y, 0, 4, 1, 5));
  FFT(store)(place + FFT_LANES, __builtin_shufflevector(x, y, 2, 6, 3, 7));
#endif
}

// `step` butterflies: each takes vectors that stand `step` apart and puts its results there.
FFT_INLINE void FFT(pass)(
    const float *source, float *target, int step, const float *twiddles, int radix, bool is_first, bool is_last, bool inverse) {
  const size_t pitch = 2 * FFT_LANES, stride = (size_t)step * pitch;
  for (int j = 0; j < step; j++) {
    FFT(complex) x[8];
    const float *from = source + (size_t)j * pitch;
    float *to = target + (size_t)j * pitch;
    FFT_UNROLL for (int k = 0; k < radix; k++) {
      x[k] = is_first ? FFT(load_samples)(from + (size_t)k * stride, inverse) : FFT(load_complex)(from + (size_t)k * stride);
    }
    FFT(butterfly)(x, radix);
    FFT(store_complex)(to, x[0]);
    FFT_UNROLL for (int i = 1; i < radix; i++) {
      FFT(store_complex)(to + (size_t)i * stride, is_last ? x[i] : FFT(turned)(x[i], twiddles + 2 * (i - 1)));
    }
    twiddles += 2 * (radix - 1);
  }
}

FFT_INLINE void FFT(any_pass)(
    const float *source, float *target, const vitrum_fft_pass *pass, const float *twiddles, bool is_first, bool is_last, bool inverse) {
  const int step = is_last ? 1 : pass->step;
  switch (pass->radix) {
    case 2: FFT(pass)(source, target, step, twiddles, 2, is_first, is_last, inverse); break;
    case 3: FFT(pass)(source, target, step, twiddles, 3, is_first, is_last, inverse); break;
    case 4: FFT(pass)(source, target, step, twiddles, 4, is_first, is_last, inverse); break;
    case 5: FFT(pass)(source, target, step, twiddles, 5, is_first, is_last, inverse); break;
    default: FFT(pass)(source, target, step, twiddles, 8, is_first, is_last, inverse); break;
  }
}

// Four floats of each of the vectors of a block, for j = 0 to 3 those of the results that lanes 4·h + j are for.
FFT_INLINE FFT(vector) FFT(gather)(const float *scratch, const int32_t *positions, int j) {
  const int32_t *from = positions + (j & 1) + (j >> 1) * (FFT_LANES / 2);
#define FFT_QUAD(h) (*(const FFT(quad) *)(scratch + from[2 * (h)]))
#if FFT_LANES == 16
  return __builtin_shufflevector(
      __builtin_shufflevector(FFT_QUAD(0), FFT_QUAD(1), 0, 1, 2, 3, 4, 5, 6, 7),
      __builtin_shufflevector(FFT_QUAD(2), FFT_QUAD(3), 0, 1, 2, 3, 4, 5, 6, 7), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#elif FFT_LANES == 8
  return __builtin_shufflevector(FFT_QUAD(0), FFT_QUAD(1), 0, 1, 2, 3, 4, 5, 6, 7);
#else
  return FFT_QUAD(0);
#endif
#undef FFT_QUAD
}

// Columns of each four by four floats of vectors.
FFT_INLINE void FFT(transpose)(FFT(vector) *x) {
#if FFT_LANES == 16
#define FFT_LOW(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29)
#define FFT_HIGH(a, b) __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31)
#define FFT_LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define FFT_HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#elif FFT_LANES == 8
#define FFT_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define FFT_HIGH(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define FFT_LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define FFT_HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#else
#define FFT_LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define FFT_HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define FFT_LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define FFT_HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 3, 6, 7)
#endif
  FFT(vector) low = FFT_LOW(x[0], x[1]), high = FFT_HIGH(x[0], x[1]), low2 = FFT_LOW(x[2], x[3]), high2 = FFT_HIGH(x[2], x[3]);
  x[0] = FFT_LOW_PAIRS(low, low2);
  x[1] = FFT_HIGH_PAIRS(low, low2);
  x[2] = FFT_LOW_PAIRS(high, high2);
  x[3] = FFT_HIGH_PAIRS(high, high2);
#undef FFT_LOW
#undef FFT_HIGH
#undef FFT_LOW_PAIRS
#undef FFT_HIGH_PAIRS
}

// A block of L results k of each lane's transform. Factors: of a = 1 to 3, then of g = 1 to G - 1 those of c = 0 to 3.
FFT_INLINE void FFT(block)(
    const float *scratch, const int32_t *positions, const float *factors, float *target, size_t count, bool inverse) {
  FFT(complex) x[FFT_GROUPS][4];
  const float *groups = factors + 3 * 2 * FFT_LANES;
  FFT_UNROLL for (int g = 0; g < FFT_GROUPS; g++) {
    FFT(vector) re[4], im[4];
    FFT_UNROLL for (int j = 0; j < 4; j++) {
      re[j] = FFT(gather)(scratch + 4 * g, positions, j);
      im[j] = FFT(gather)(scratch + 4 * g + FFT_LANES, positions, j);
    }
    FFT(transpose)(re);
    FFT(transpose)(im);
    FFT_UNROLL for (int a = 0; a < 4; a++) {
      x[g][a] = (FFT(complex)){re[a], im[a]};
      if (a > 0) x[g][a] = FFT(product)(x[g][a], FFT(load_complex)(factors + (a - 1) * 2 * FFT_LANES));
    }
    FFT(four)(x[g]);
    FFT_UNROLL for (int c = 0; g > 0 && c < 4; c++) {
      x[g][c] = FFT(product)(x[g][c], FFT(load_complex)(groups + (4 * (g - 1) + c) * 2 * FFT_LANES));
    }
  }
  FFT_UNROLL for (int c = 0; c < 4; c++) {
    FFT(complex) y[FFT_GROUPS];
    FFT_UNROLL for (int g = 0; g < FFT_GROUPS; g++) y[g] = x[g][c];
    if (FFT_GROUPS > 1) FFT(butterfly)(y, FFT_GROUPS);
    FFT_UNROLL for (int d = 0; d < FFT_GROUPS; d++) {
      FFT(store_samples)(target + 2 * count * (size_t)(c + 4 * d), y[d], inverse);
    }
  }
}

FFT_INLINE void FFT(directed)(const vitrum_fft_plan *plan, const float *source, float *target, bool inverse) {
  float *scratch = plan->scratch;
  const vitrum_fft_pass *first = plan->passes, *last = first + plan->pass_count - 1;
  FFT(any_pass)(source, scratch, first, plan->twiddles, true, false, inverse);
  // One part after the other, so that it stays near.
  for (int part = 0; part < first->radix && last > first; part++) {
    float *begin = scratch + (size_t)part * (size_t)first->step * 2 * FFT_LANES;
    for (const vitrum_fft_pass *pass = first + 1; pass < last; pass++) {
      const int length = pass->radix * pass->step;
      for (int start = 0; start < first->step; start += length) {
        float *place = begin + (size_t)start * 2 * FFT_LANES;
        FFT(any_pass)(place, place, pass, plan->twiddles + pass->twiddles, false, false, false);
      }
    }
    for (int start = 0; start < first->step; start += last->radix) {
      float *place = begin + (size_t)start * 2 * FFT_LANES;
      FFT(any_pass)(place, place, last, NULL, false, true, false);
    }
  }
  const int count = plan->count / FFT_LANES;
  const float *factors = plan->factors;
  for (int block = 0; block < count; block += FFT_LANES) {
    // The last block may begin in the one before it.
    const int k = block + FFT_LANES > count ? count - FFT_LANES : block;
    FFT(block)(scratch, plan->positions + k, factors, target + 2 * k, (size_t)count, inverse);
    factors += (3 + 4 * (FFT_GROUPS - 1)) * 2 * FFT_LANES;
  }
}

FFT_TARGET static void FFT(transform)(const vitrum_fft_plan *plan, const float *source, float *target, bool inverse) {
  if (inverse) {
    FFT(directed)(plan, source, target, true);
  } else {
    FFT(directed)(plan, source, target, false);
  }
}

#undef FFT_GROUPS
#undef FFT_INLINE
#undef FFT_UNROLL
